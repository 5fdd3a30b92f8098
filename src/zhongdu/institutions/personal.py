"""The personal fields an institution's account brings, each classified before it can be kept."""

from zhongdu.vault.fields import Sight, classify

for _field in (
    ("institution_person", "name", "机构经办人", Sight.BUREAU),
    ("institution_phone", "phone", "机构经办人电话", Sight.BUREAU),
    ("filing_answers", "text", "机构报送的内容", Sight.HANDLER),
    ("self_check_words", "text", "自查发现的问题", Sight.HANDLER),
    ("institution_link", "text", "机构开通链接", Sight.SEALED),  # never kept: known by its keyed hash alone
):
    classify(*_field)
