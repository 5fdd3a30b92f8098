"""What is personal in a case, and how far its masked value may be shown."""

from zhongdu.vault.fields import Sight, classify

classify("respondent_name", "name", "当事人姓名", Sight.BUREAU)
classify("respondent_id", "id_number", "当事人身份证号", Sight.BUREAU)
classify("respondent_address", "address", "当事人住址", Sight.BUREAU)
classify("respondent_unit", "text", "当事单位", Sight.HANDLER)
classify("case_facts", "text", "案情", Sight.HANDLER)
classify("case_evidence", "text", "证据的名称和来源", Sight.HANDLER)
classify("case_defence", "text", "陈述申辩", Sight.HANDLER)
classify("case_opinion", "text", "办案中的意见", Sight.HANDLER)
classify("notice_words", "text", "部门信息的内容", Sight.HANDLER)
