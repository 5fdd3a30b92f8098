"""Agreements, handlings and what follows, for tests: one call a step, each by the one who may."""

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from world import Place
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.agreements import acts
from zhongdu.agreements.models import Agreement, Handling, Text
from zhongdu.calendar import clock
from zhongdu.calendar.clock import CHINA
from zhongdu.institutions.queries import Institution
from zhongdu.scope.roles import Role

_numbers = count(1)
DAY = timedelta(days=1)
INDICATORS = ("次均费用", "处方合格率")


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), CHINA)


def agency(place: Place) -> Any:
    return place.officer(Role.AGENCY_OFFICER)


def institution(
    place: Place, name: str = "示例人民医院", code: str = "", credit_code: str = ""
) -> Institution:
    """A hospital; a pharmacy where its code begins as theirs do."""
    kind = Institution.Kind.PHARMACY if code.startswith("P") else Institution.Kind.MEDICAL
    with acting():
        return Institution.objects.create(
            code=code or f"H{next(_numbers):011d}", name=name, kind=kind, bureau=place.bureau,
            credit_code=credit_code,
        )  # fmt: skip


def text(place: Place, kind: str = "outpatient") -> Text:
    perform(
        acts.write_text, place.office, agency(place), kind=kind, title="示例市定点医药机构医保服务协议",
        body="甲方按规定支付费用。\n乙方为参保人员提供合理的服务。", indicators="\n".join(INDICATORS),
    )  # fmt: skip
    return Text.objects.filter(bureau=place.bureau, kind=kind).latest("version")


def applied(place: Place, of: Institution | None = None, kind: str = "outpatient", **more: Any) -> Agreement:
    found = of or institution(place)
    more = {"applied_on": clock.today()} | more
    made: Agreement = perform(
        acts.apply_for_agreement, place.office, agency(place), institution=found.code, kind=kind, **more
    )
    return made


def assessed(place: Place, of: Institution | None = None, kind: str = "outpatient") -> Agreement:
    made = applied(place, of, kind)
    perform(acts.pass_assessment, made, agency(place), on=clock.today(), words="场地、人员、系统都合要求。")
    return afresh(made)


def signed(place: Place, of: Institution | None = None, kind: str = "outpatient", **more: Any) -> Agreement:
    """In term for a year from today, with a deposit and a quota."""
    version = Text.objects.filter(bureau=place.bureau, kind=kind).order_by("-version").first() or text(
        place, kind
    )
    made, today = assessed(place, of, kind), clock.today()
    told = {
        "text": str(version.pk), "signed_on": today, "since": today, "until": today + timedelta(days=364),
        "deposit": "50000", "quota": "1000000",
    } | more  # fmt: skip
    perform(acts.sign_agreement, made, agency(place), **told)
    return afresh(made)


def proposed(place: Place, agreement: Agreement, *does: str, **more: Any) -> Handling:
    names = [f"agreement.measure.{word}" for word in does]
    told = {
        "conduct_on": clock.today(), "article": "第二十一条", "facts": "串换药品，金额不大。", "proportion": "初次，已退回。",
        "answer_by": clock.today() + DAY,
    } | more  # fmt: skip
    made: Handling = perform(acts.propose_handling, agreement, agency(place), measures=names, **told)
    return made


def heard(place: Place, agreement: Agreement, *does: str, **more: Any) -> Handling:
    made = proposed(place, agreement, *does, **more)
    perform(acts.hear_statement, made, agency(place), how="written", words="机构承认，愿意改正。")
    return afresh(made)


def decided(place: Place, agreement: Agreement, *does: str, **inputs: Any) -> Handling:
    more = {name: inputs.pop(name) for name in ("conduct_on",) if name in inputs}
    made = heard(place, agreement, *does, **more)
    perform(acts.decide_handling, made, agency(place), words="事实清楚。", **inputs)
    return afresh(made)


def suspended(
    place: Place, agreement: Agreement, days: int = 30, put_right_by: date | None = None
) -> Handling:
    today = clock.today()
    return decided(
        place, agreement, "suspension", suspended_from=today, suspended_until=today + timedelta(days=days),
        **({"put_right_by": put_right_by} if put_right_by else {}),
    )  # fmt: skip


def ended(place: Place, agreement: Agreement, ground: str = "inventing") -> Handling:
    return decided(place, agreement, "ending", ground=f"agreement.ending.{ground}", graveness="数额巨大。")


def checked(place: Place, handling: Handling, verdict: str) -> None:
    row = handling.measures.get(does="rectification")
    perform(
        acts.check_rectification,
        handling,
        agency(place),
        which=str(row.pk),
        verdict=verdict,
        words="看过了。",
    )


def resumed(place: Place, agreement: Agreement) -> Agreement:
    perform(acts.resume_agreement, agreement, agency(place), words="检查过，可以恢复。")
    return afresh(agreement)


def afresh(matter: Any) -> Any:
    return type(matter).objects.select_related("docket", "bureau").get(pk=matter.pk)


def obstructed(place: Place, of: Institution) -> str:
    """An inspection of an institution under way, with which it does not cooperate: its number."""
    from zhongdu.inspections.models import Inspection, Obstacle, Respondent
    from zhongdu.record.keeping import open_docket

    with acting():
        made = Inspection.objects.create(
            docket=open_docket(Inspection.kind(), place.bureau), bureau=place.bureau, home=place.bureau, title="示例检查",
            state=Inspection.State.UNDER_WAY, way="inspection.way.special", planned_by=0, began_at=clock.now(),
        )  # fmt: skip
        who = Respondent.objects.create(inspection=made, at=1, kind="institution", institution=of)
        Obstacle.objects.create(
            inspection=made, respondent=who, sort="refused", happened_at=clock.now(), at=2
        )
    return str(made.number)
