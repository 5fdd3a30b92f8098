"""The personal fields of leads besides the narrative: each classified once, masked and sealed like the rest."""

from zhongdu.vault.fields import Sight, classify

classify("event_place", "text", "事发地点", Sight.HANDLER)
classify("event_point", "text", "事发位置（图上指的）", Sight.HANDLER)
classify("whom", "text", "反映人所写的机构或人员", Sight.HANDLER)
classify("addition", "text", "补充的线索内容", Sight.HANDLER)
classify("answer_words", "text", "给反映人的答复", Sight.HANDLER)
classify("inquiry_link", "text", "协查函的网址", Sight.SEALED)
classify("inquiry_contact", "text", "答复协查函的人", Sight.HANDLER)
classify("lead_receipt", "text", "线索查询码", Sight.SEALED)  # never kept: only its keyed hash
