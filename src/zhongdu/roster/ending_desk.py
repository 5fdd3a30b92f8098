"""Ending an appointment on the desk: every ground with its clause, what it asks for, and what follows, before one decides."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from zhongdu.calendar import clock
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.act_pages import act_page
from zhongdu.kit.matters import matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.law.shapes import Ground, Strength
from zhongdu.roster.acts import end_appointment
from zhongdu.roster.ending import decided
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import names
from zhongdu.roster.rules import papers_after

_PAPERS = {
    "void": "聘书和证件随即作废",
    "recalled": "聘书随即失效，并由本局收回",
    "expired": "聘书和证件到期",
}


@dataclass(frozen=True)
class Told:
    """A ground as whoever decides should know it: what has to be written, and what follows by itself."""

    bound: Bound
    asks: list[str]
    follows: list[str]


@rests_on("ending.ground")
def told(bound: Bound) -> Told:
    rule: Ground = bound.rule
    asks = ["认定的事实"]
    if rule.grave:
        asks.append("情节或者后果为什么严重")
    if rule.strength is Strength.MAY:
        asks.append("为什么决定终止（办法写的是可以终止）")
    follows = [_PAPERS[papers_after(rule)]]
    if "public_cancellation" in rule.effects:
        follows.append("在公众网站公告取消资格")
    if "may_transfer" in rule.effects:
        follows.append("涉嫌违法违规的，移交有关部门")
    return Told(bound, asks, follows)


@rests_on("ending", "ending.ground", "breach.transfer", kind="page")
@page(
    face="desk",
    path="desk/appointments/<str:number>/end/",
    name=end_appointment.verb,
    may=frozenset(Appointment.readers),
)
def end(request: HttpRequest, number: str) -> HttpResponse:
    """The act's own page."""
    matter = matter_or_404(request, Appointment, number)
    law = governing(matter.bureau, clock.today())
    form = ActForm.of(
        request, end_appointment, matter, law, ground=matter.raised_ground, conduct_on=matter.raised_on
    )
    return act_page(
        request, form, "roster/end.html", name=names([matter])[matter.number],
        grounds=[told(bound) for bound in decided(law)], must_end=law.value("ending") == "must_end",
        transfer=law.find("breach.transfer"),
    )  # fmt: skip
