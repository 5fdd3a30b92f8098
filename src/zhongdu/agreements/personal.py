"""What of agreements is personal, and how far its masked value may be shown."""

from zhongdu.vault.fields import Sight, classify

classify("agreement_words", "text", "协议办理中写的话", Sight.HANDLER)
