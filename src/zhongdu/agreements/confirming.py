"""The agency's own five duties: seen to by name, as often as the bureau chose, or shown by the record itself."""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.agreements.keeping import keep
from zhongdu.agreements.models import AGENCY, Confirmation
from zhongdu.bureaus.queries import Office
from zhongdu.law.governing import Law

CONFIRMED = ("internal_control", "paying", "other")  # what nothing in the record shows by itself


def _duties(office: Any, law: Law) -> list[tuple[str, str]]:
    return [(bound.name, bound.label) for bound in law.family("agency.duty") if bound.key in CONFIRMED]


@act(on=Office, by=AGENCY, under="agency.duty", where="agency.duty")
def confirm_agency_duty(
    office: Office,
    deed: Doing,
    *,
    duty: Annotated[str, Says("哪一项", options=_duties)],
    words: Annotated[
        str,
        Says(
            "怎样做到的",
            hint="如制度的名称和日期、支付的情况",
            words=True,
            secret="agreement_words",
            most=4000,
        ),
    ],
    proofs: Annotated[list[Upload] | None, Says("制度文本或者其他材料", accept="evidence")] = None,
) -> None:
    """核对经办机构的义务

    The agency says by name that it has seen to a duty of its own, and what shows it.
    """
    deed.cite(deed.law.rule(duty))
    Confirmation.objects.create(bureau=office.bureau, concept=duty, on=deed.on, deed=deed.id)
    keep(office, deed, proofs or (), "agency_duty")
