"""What is personal in matters of discipline, and how far its masked value may be shown."""

from zhongdu.vault.fields import Sight, classify

# Interests are for their holder and for who judges a recusal; not for every officer who reads the appointment.
classify("interest_kind", "text", "哪一种利害关系", Sight.SEALED)
classify("interest_body", "text", "有利害关系的单位", Sight.SEALED)
classify("interest_code", "text", "有利害关系的医药机构", Sight.SEALED)
classify("interest_detail", "text", "利害关系的说明", Sight.SEALED)
classify("publication", "text", "采访或发布的内容", Sight.HANDLER)
classify("outlet", "text", "媒体或平台", Sight.HANDLER)
classify("obstruction", "text", "遇阻的经过", Sight.HANDLER)
classify("complained_of", "text", "被投诉的监督员", Sight.HANDLER)
classify("complainant", "text", "投诉的单位", Sight.SEALED)
classify("complainant_contact", "text", "投诉人的联系方式", Sight.SEALED)
classify("complaint_words", "text", "投诉的事情", Sight.HANDLER)
classify("breach_facts", "text", "违纪的事实", Sight.HANDLER)
classify("breach_answer", "text", "本人的陈述和申辩", Sight.HANDLER)
classify("complaint_receipt", "text", "投诉回执号", Sight.SEALED)  # never kept: only its keyed hash
