"""The departments the law names beside the bureau: who may be handed something, and who has something to tell."""

from typing import Any

from zhongdu.cases.models import Referral
from zhongdu.law.governing import Law

DISCIPLINE = ("discipline", "纪检监察机关")


def departments(subject: Any, law: Law) -> list[tuple[str, str]]:
    """The departments the measure names; the police where it names none."""
    named = [
        (bound.name, bound.label) for bound in law.family("department") if bound.key != "joint_discipline"
    ]
    return [*(named or [(Referral.POLICE, "公安机关")]), DISCIPLINE]


def called(department: str, law: Law) -> str:
    return dict(departments(None, law)).get(department, department)
