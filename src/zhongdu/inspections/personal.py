"""What of inspections is personal, and how far its masked value may be shown."""

from zhongdu.vault.fields import Sight, classify

classify("inspected_person", "name", "被检查的个人", Sight.HANDLER)
classify("inspected_id", "id_number", "被检查的个人的证件号码", Sight.HANDLER)
classify("inspection_words", "text", "检查中写下的话", Sight.HANDLER)
classify("conflict_words", "text", "检查人员说明的利害关系", Sight.SEALED)
classify("inspection_seed", "text", "抽取被检查对象的种子", Sight.SEALED)
classify(
    "record_text", "text", "笔录的全文", Sight.SEALED
)  # read on the record's own page, never in a timeline
classify("record_signatures", "text", "笔录上的签名", Sight.SEALED)
classify("record_draft", "text", "还在写的笔录", Sight.SEALED)
