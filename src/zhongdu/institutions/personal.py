"""The personal fields an institution's account brings, each classified before it can be kept."""

from zhongdu.vault.fields import Sight, classify

for _field in (
    ("institution_person", "name", "机构经办人", Sight.BUREAU),
    ("institution_phone", "phone", "机构经办人电话", Sight.BUREAU),
    ("institution_link", "text", "机构开通链接", Sight.SEALED),  # never kept: known by its keyed hash alone
):
    classify(*_field)
