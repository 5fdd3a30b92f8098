"""Appointing many at once: everybody who may be appointed now, from one day on, in one deed."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu import vault
from zhongdu.acts.performing import perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.jobs.working import start
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tab
from zhongdu.law.governing import Law, governing
from zhongdu.law.reliance import rests_on
from zhongdu.law.shelves import law_stands_still
from zhongdu.recruitment.queries import Application, ready_to_appoint
from zhongdu.roster.acts import appoint
from zhongdu.roster.granting import too_early
from zhongdu.roster.jobs import DEED, appoint_round
from zhongdu.roster.models import Appointment
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

APPOINT = frozenset(appoint.by)
MOST = 1000  # people in one round


@rests_on("appointment.letter", "term.length", kind="page")
@page(face="desk", path="desk/appointing/", name="appoint_many", may=APPOINT)
def appoint_many(request: HttpRequest) -> HttpResponse:
    """Those who may be appointed now, ticked: fifty in one deed, all or none; it says who is in the way."""
    bureau = own_bureau(request.actor)  # type: ignore[attr-defined]
    if bureau is None:
        raise PermissionDenied("您所在的局不办理聘任。")
    law = governing(bureau, clock.today())
    waiting = ready(bureau, law)
    rows = _each_once(waiting, _already_serving(bureau, waiting))
    ticked = set(request.POST.getlist("who")) if request.method == "POST" else _ticked(request, rows)
    chosen = [row for row in rows if row.number in ticked]
    called = vault.read_many([row.number for row in rows], ["name", "employer"])
    form = _form(request, rows, law)
    if form and request.method == "POST" and form.is_valid():
        try:
            return _appointed(request, bureau, chosen, form)
        except Refused as refused:
            form.refused(refused)
            if refused.about:
                name = called.get(refused.about, {}).get("name", "")
                form.add_error(None, f"一个人也没有聘任：{name}（报名{refused.about}）不能聘任，原因如上。")
    context = {
        "form": form, "bureau": bureau, "law": law, "demonstration": band(law), "left_out": len(waiting) - len(rows), "most": MOST,
        "rows": [(row, called[row.number], row.number in ticked) for row in rows], "tabs": tabs("appoint_many"),
    }  # fmt: skip
    return render(request, "roster/appoint_many.html", context)


def own_bureau(actor: Actor) -> Bureau | None:
    """The bureau at which somebody appoints, where its law lets it; the first, of several."""
    posts = actor.standing(appoint.by)
    for bureau in Bureau.objects.filter(pk__in=[post.bureau_id for post in posts]).order_by("path"):
        level = governing(bureau, clock.today()).find(appoint.at)
        if level is None or bureau.level in level.rule.levels:
            return bureau
    return None


def tabs(current: str) -> list[Tab]:
    """Appointing and its papers, side by side."""
    pages = {"appoint_many": "成批聘任", "issue_papers": "制发聘书证件"}
    return [Tab(label, reverse(f"desk:{name}"), name == current) for name, label in pages.items()]


def ready(bureau: Bureau, law: Law) -> list[Application]:
    """Those who may be appointed now as far as recruitment is concerned, the first to apply in front."""
    rows = Application.objects.filter(bureau=bureau, state__in=appoint.moves).order_by("id")
    waiting = rows.select_related("docket", "bureau", "notice").iterator(chunk_size=MOST)
    return list(islice((row for row in waiting if not ready_to_appoint(row, law)), MOST))


def _already_serving(bureau: Bureau, rows: Sequence[Application]) -> set[str]:
    """The persons among them whom the bureau has in service already."""
    serving = Appointment.objects.filter(bureau=bureau, state=Appointment.State.SERVING)
    people = serving.filter(application__person__in=[row.person for row in rows])
    return set(people.values_list("application__person", flat=True))


def _each_once(rows: Sequence[Application], serving: set[str]) -> list[Application]:
    """Nobody who serves, and of somebody who applied twice the first application."""
    found = {row.person: row for row in reversed(rows) if row.person not in serving}
    return list(reversed(found.values()))


def _ticked(request: HttpRequest, rows: Sequence[Application]) -> set[str]:
    """Everybody, unless somebody asked to begin with nobody."""
    return set() if "none" in request.GET else {row.number for row in rows}


def _form(request: HttpRequest, rows: Sequence[Application], law: Law) -> ActForm | None:
    if not rows:
        return None
    ends = [row.notice_ends_on + timedelta(days=1) for row in rows if row.notice_ends_on]
    initial = {"key": uuid4().hex, "since": max([clock.today(), *ends])}
    return ActForm(
        appoint, rows[0], law, *([request.POST] if request.method == "POST" else []), initial=initial
    )


def _appointed(
    request: HttpRequest, bureau: Bureau, chosen: Sequence[Application], form: ActForm
) -> HttpResponse:
    """Done at once where that is quick, else by a job whose page tells how far it is. Raises ``Refused``."""
    if not chosen:
        raise Refused("nobody", "请至少选一个人。")
    actor: Actor = request.actor  # type: ignore[attr-defined]
    since: date = form.cleaned_data["since"]
    key = form.cleaned_data["key"]
    if len(chosen) > DEED:
        _not_too_early(chosen, since)
        numbers = [row.number for row in chosen]
        asked = start(
            appoint_round, bureau=bureau, by=actor, numbers=numbers, since=since.isoformat(), key=key
        )
        return redirect("desk:job", number=asked.number)
    with law_stands_still():
        perform_all(appoint, chosen, actor, key=key, since=since)
    messages.success(request, f"聘任了{len(chosen)}人，可以接着制发聘书证件。")
    return redirect(f"{reverse('desk:issue_papers')}?since={since}")


def _not_too_early(chosen: Sequence[Application], since: date) -> None:
    """What would stop a round in its middle is said before it begins."""
    for row in chosen:
        if says := too_early(row, since):
            refused = Refused("before_the_notice_ends", says, fields={"since": says})
            refused.about = row.number
            raise refused
