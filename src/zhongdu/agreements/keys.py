"""The keys of settlement systems: who may ask whether a code may settle."""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.agreements import settling
from zhongdu.agreements.models import SettlementKey
from zhongdu.bureaus.queries import Office
from zhongdu.scope.roles import Role

ADMINS = (Role.SYSTEM_ADMIN, Role.DECIDER)


@act(
    on=Office,
    by=ADMINS,
    under="practitioner.no_settlement",
    tells="密钥只显示一次，请当面或者用安全的方式交给结算系统；系统只存它的摘要，丢了只能另发。",
)
def issue_settlement_key(
    office: Office,
    deed: Doing,
    *,
    name: Annotated[str, Says("结算系统名称", plain=True, most=60)],
    number: Annotated[str, Says("接入号", plain=True, most=16)],
    digest: Annotated[str, Says("密钥的摘要", plain=True, most=64)],
) -> None:
    """发放结算查询密钥

    A settlement system may ask whether a code may settle. Only the digest of its key is kept.
    """
    SettlementKey.objects.create(
        bureau=office.bureau, name=name, key=number, digest=digest, issued_on=deed.on
    )
    settling.turn_over()


def open_keys(office: Any, law: Any = None) -> list[tuple[str, str]]:
    rows = SettlementKey.objects.filter(bureau=office.bureau, revoked_on=None)
    return [(row.key, str(row)) for row in rows]


@act(
    on=Office,
    by=ADMINS,
    under="practitioner.no_settlement",
    provided=lambda office, law: "" if open_keys(office) else "没有发放过密钥。",
    grave=True,
)
def revoke_settlement_key(
    office: Office,
    deed: Doing,
    *,
    number: Annotated[str, Says("哪一把", options=open_keys)],
    reason: Annotated[str, Says("原因", words=True, most=500)],
) -> None:
    """停用结算查询密钥

    From the very next question on it is answered no more.
    """
    row = SettlementKey.objects.get(bureau=office.bureau, key=number)
    row.revoked_on = deed.on
    row.save(update_fields=["revoked_on"])
    settling.turn_over()
