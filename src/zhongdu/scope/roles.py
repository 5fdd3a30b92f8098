"""Who works here: the roles of a bureau's people, and the few pairs that truly check each other."""

from enum import StrEnum


class Role(StrEnum):
    """A role is held by a post at one bureau; the last four belong to nobody's post."""

    DECIDER = "decider"
    RECRUITER = "recruiter"
    LIAISON = "liaison"
    CASE_OFFICER = "case_officer"
    INSPECTOR = "inspector"
    DELIBERATOR = "deliberator"
    LEGAL_REVIEWER = "legal_reviewer"
    HEARING_OFFICER = "hearing_officer"
    DISCIPLINE_OFFICER = "discipline_officer"
    AGENCY_OFFICER = "agency_officer"
    ACCOUNTANT = "accountant"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"
    SUPERVISOR = "supervisor"
    APPLICANT = "applicant"
    ANYONE = "anyone"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_post(self) -> bool:
        return self not in {Role.SUPERVISOR, Role.APPLICANT, Role.ANYONE, Role.SYSTEM}


_LABELS = {
    Role.DECIDER: "局负责人",
    Role.RECRUITER: "选聘人员",
    Role.LIAISON: "联络员",
    Role.CASE_OFFICER: "经办人员",
    Role.INSPECTOR: "检查人员",
    Role.DELIBERATOR: "集体审议成员",
    Role.LEGAL_REVIEWER: "法制审核人员",
    Role.HEARING_OFFICER: "听证主持人",
    Role.DISCIPLINE_OFFICER: "纪检人员",
    Role.AGENCY_OFFICER: "经办机构人员",
    Role.ACCOUNTANT: "基金会计",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDITOR: "审计员",
    Role.SUPERVISOR: "社会监督员",
    Role.APPLICANT: "申请人",
    Role.ANYONE: "社会公众",
    Role.SYSTEM: "系统",
}

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
    """Why a role cannot join those a person already holds at a bureau; empty when it can."""
    for pair, why in EXCLUSIVE.items():
        if wanted in pair and pair - {wanted} <= held:
            return why
    return ""
