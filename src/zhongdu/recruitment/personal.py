"""The personal fields an application, its review and an objection bring, each classified before it can be kept."""

from zhongdu.vault.fields import Sight, classify

for _field in (
    ("born", "date", "出生日期", Sight.BUREAU),
    ("experience", "text", "主要工作经历", Sight.HANDLER),
    ("signed_on", "date", "签字日期", Sight.HANDLER),
    ("declared", "text", "本人声明的条件", Sight.HANDLER),
    ("form_rest", "text", "报名表其他各栏", Sight.HANDLER),  # what a bureau's own form asks beside the usual
    ("consent", "text", "同意的隐私告知", Sight.HANDLER),
    ("review_marks", "text", "审核标注", Sight.HANDLER),
    ("unit_typing", "text", "单位正在填写的推荐", Sight.SEALED),
    ("unit_link", "text", "推荐函的网址", Sight.SEALED),
    ("contact_name", "name", "推荐单位经办人", Sight.BUREAU),
    ("contact_phone", "phone", "推荐单位经办人电话", Sight.BUREAU),
    ("why", "text", "推荐理由", Sight.HANDLER),
    ("recruitment_receipt", "text", "报名回执号", Sight.SEALED),  # never kept: known by its keyed hash alone
):
    classify(*_field)
