"""What of service is personal, and how far its masked value may be shown."""

from zhongdu.vault.fields import Sight, classify

classify("service_words", "text", "服务内容", Sight.HANDLER)
classify("risk_words", "text", "风险提示", Sight.HANDLER)
classify("protection_words", "text", "防护措施", Sight.HANDLER)
classify("policy_number", "text", "保险单号", Sight.HANDLER)
classify("retaliation_words", "text", "打击报复的经过", Sight.HANDLER)
classify("shelter_words", "text", "保护措施", Sight.HANDLER)
classify("assessment_words", "text", "考核评语", Sight.HANDLER)
classify("own_words", "text", "本人的说明", Sight.HANDLER)
