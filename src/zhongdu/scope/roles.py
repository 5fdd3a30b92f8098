"""Who works here: the roles of a bureau's people, and the few pairs that truly check each other."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What somebody does at a bureau; the last six belong to nobody's post there."""

    DECIDER = "decider", "局负责人"
    RECRUITER = "recruiter", "选聘人员"
    LIAISON = "liaison", "联络员"
    CASE_OFFICER = "case_officer", "经办人员"
    INSPECTOR = "inspector", "检查人员"
    DELIBERATOR = "deliberator", "集体审议成员"
    LEGAL_REVIEWER = "legal_reviewer", "法制审核人员"
    HEARING_OFFICER = "hearing_officer", "听证主持人"
    DISCIPLINE_OFFICER = "discipline_officer", "纪检人员"
    AGENCY_OFFICER = "agency_officer", "经办机构人员"
    ACCOUNTANT = "accountant", "基金会计"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDITOR = "auditor", "审计员"
    SUPERVISOR = "supervisor", "社会监督员"
    APPLICANT = "applicant", "申请人"
    UNIT = "unit", "收函单位"
    INSTITUTION = "institution", "医药机构"
    ANYONE = "anyone", "社会公众"
    SYSTEM = "system", "系统"

    @property
    def is_post(self) -> bool:
        return self not in {
            Role.SUPERVISOR, Role.APPLICANT, Role.UNIT, Role.INSTITUTION, Role.ANYONE, Role.SYSTEM
        }  # fmt: skip


POSTS = tuple(role for role in Role if role.is_post)

# A county's department may be three people, so only these exclude one another, and each says why.
EXCLUSIVE: dict[frozenset[Role], str] = {
    frozenset({Role.SYSTEM_ADMIN, Role.AUDITOR}): "管系统的人不能审计自己留下的记录",
    frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}): "能改系统的人不能同时发放权限",
    frozenset({Role.SECURITY_ADMIN, Role.AUDITOR}): "发放权限的人不能审计自己的发放",
    frozenset({Role.CASE_OFFICER, Role.DISCIPLINE_OFFICER}): "涉及本局人员的线索不能由本局经办人员自己办理",
    frozenset({Role.ACCOUNTANT, Role.DECIDER}): "批准付款的人不能同时记账",
}


def clash(held: set[Role], wanted: Role) -> str:
    """Why a role cannot join those a person already holds at a bureau; "" when it can."""
    for pair, why in EXCLUSIVE.items():
        if wanted in pair and pair - {wanted} <= held:
            return why
    return ""
