"""The first sign-in of somebody appointed on paper: no application, so no receipt code; the bureau hands over a code instead.

A code works once. Only its keyed hash is kept, until it is used or another one is given.
"""

from typing import Annotated, Any

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.record.keeping import random_number
from zhongdu.roster.models import Appointment
from zhongdu.roster.rules import tidy_code
from zhongdu.scope.roles import Role
from zhongdu.vault.fields import Sight, classify

State = Appointment.State
classify("way_in", "text", "开通码", Sight.SEALED)  # never kept: known by its keyed hash alone
NO_SUCH_CODE = "开通码不对，或者已经用过了，请找聘任您的医保局再发一个。"


def new_code() -> str:
    """Sixteen letters drawn at random, in groups of four."""
    return f"{random_number()}-{random_number()}"


def token(code: str) -> str:
    """The keyed hash a code is stored and found by, however it was typed."""
    return vault.token("way_in", tidy_code(code))


def _has_no_receipt(appointment: Appointment, law: Any) -> str:
    return "" if appointment.application_id is None else "本人凭报名回执号开通登录，不用开通码。"


@act(
    on=Appointment,
    when=[State.SERVING],
    by=(Role.RECRUITER, Role.DECIDER, Role.LIAISON),
    provided=_has_no_receipt,
    tells="开通码只显示这一次，请当面或者用电话告诉本人。再发一个，前一个就不能用了。",
)
def give_way_in(
    appointment: Appointment,
    deed: Doing,
    *,
    hashed: Annotated[str, Says("开通码的散列", plain=True, most=64)],
) -> None:
    """发开通码

    Whoever was appointed on paper gets a code to open their account with.
    """
    appointment.way_in = hashed


@act(on=Appointment, when=[State.SERVING], by=Role.ANYONE, provided=_has_no_receipt)
def come_in(
    appointment: Appointment,
    deed: Doing,
    *,
    hashed: Annotated[str, Says("开通码的散列", plain=True, most=64)],
) -> None:
    """凭开通码开通登录

    The code works once. The password is an account matter: neither record nor vault ever holds it.
    """
    if not appointment.way_in or appointment.way_in != hashed:
        deed.refuse("no_such_code", NO_SUCH_CODE)
    appointment.way_in = None
