"""Every act × every role × inside and outside the territory: allowed or refused as its declaration says.

The oracle reads the declaration on its own: it knows roles, territory and levels, and nothing of the
kernel's way of asking.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, transaction
from trying import WITHOUT_POST, Country, Sent, found, snapshot

import case_matters
import engagement_matters
import institution_matters
import measure_samples
import sample_books
import sample_budgets
import voice_matters
from zhongdu.acts.models import Matter, Refusal, acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import ACTS, Act
from zhongdu.bureaus.models import Office
from zhongdu.calendar import clock
from zhongdu.cli.trace import load_rooms
from zhongdu.law.governing import governing
from zhongdu.record.keeping import open_docket
from zhongdu.scope.actor import ANYONE, SYSTEM, Actor
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import POSTS, Role

load_rooms()
pytestmark = pytest.mark.django_db
NOT_ALLOWED = {"not_there", "not_yours", "not_your_role", "not_your_territory", "not_your_level"}


def matter(kind: type[Matter], bureau: Bureau, state: str) -> Any:
    """A matter of a kind in a state, straight into the database, with what its constraints want."""
    if kind is Office:
        return Office.objects.get(bureau=bureau)
    return MAKERS[kind._meta.label_lower](bureau, state)


def made(kind: type[Any], bureau: Bureau, state: str, **fields: Any) -> Any:
    with acting():
        row = kind(docket=open_docket(kind.kind(), bureau), bureau=bureau, state=state, **fields)
        row.validate_constraints()
        row.save()
    return row


def notice(bureau: Bureau, state: str = "open") -> Any:
    today = clock.today()
    kind = apps.get_model("recruitment.notice")
    return made(
        kind, bureau, state, title="示例", quota=30, opens_on=today, closes_on=today + timedelta(days=9)
    )


def application(bureau: Bureau, state: str = "submitted") -> Any:
    today = clock.today()
    posted = {"posted_on": today, "notice_ends_on": today + timedelta(days=7), "posting": uuid4().hex}
    posted = posted if state == "on_notice" else {}
    return made(
        apps.get_model("recruitment.application"), bureau, state, notice=notice(bureau), channel="open",
        receipt=uuid4().hex, person=uuid4().hex, submitted_on=today, **posted,
    )  # fmt: skip


def recommendation(bureau: Bureau, state: str = "open") -> Any:
    today = clock.today()
    over = {"handed_in_on": today} if state == "handed_in" else {}
    return made(
        apps.get_model("recruitment.recommendation"), bureau, state, to=bureau, channel="channel.recommended",
        unit="示例大学", link=uuid4().hex, asked_on=today, expires_on=today + timedelta(days=9), **over,
    )  # fmt: skip


def objection(bureau: Bureau, state: str = "open") -> Any:
    kind = apps.get_model("recruitment.objection")
    over = {} if state == "open" else {"settled_on": clock.today()} if has(kind, "settled_on") else {}
    return made(
        kind,
        bureau,
        state,
        receipt=uuid4().hex,
        application=application(bureau, "on_notice"),
        raised_on=clock.today(),
        **over,
    )


def appointment(bureau: Bureau, state: str = "serving") -> Any:
    today = clock.today()
    over = {"ended_on": today, "ground": "ending.ground.other", "papers": "void"} if state == "ended" else {}
    return made(
        apps.get_model("roster.appointment"), bureau, state, user=User.objects.create(username=uuid4().hex),
        letter_number=uuid4().hex, verify_code=uuid4().hex, since=today, until=today + timedelta(days=700),
        measure="x", measure_version="y", **over,
    )  # fmt: skip


def institution(bureau: Bureau) -> Any:
    with acting():
        kind = apps.get_model("institutions.institution")
        return kind.objects.create(
            code=f"P{uuid4().hex[:11]}", name="示例药房", kind="pharmacy", bureau=bureau
        )


def visit(bureau: Bureau, state: str = "assigned") -> Any:
    by = appointment(bureau)
    over = {"done_at": clock.now()} if state == "done" else {}
    return made(
        apps.get_model("fieldwork.visit"), bureau, state, appointment=by, user=by.user,
        institution=institution(bureau), checklist="checklist.general", **over,
    )  # fmt: skip


def joining(bureau: Bureau, state: str = "asked") -> Any:
    going = User.objects.create(username=uuid4().hex)
    return made(apps.get_model("fieldwork.joining"), bureau, state, visit=visit(bureau), user=going)


def own_list(bureau: Bureau, state: str = "draft") -> Any:
    return made(
        apps.get_model("fieldwork.ownlist"), bureau, state, title="示例", version=int(state != "draft")
    )


def platform(bureau: Bureau, state: str = "active") -> Any:
    return made(apps.get_model("platforms.platform"), bureau, state, name="示例", key=uuid4().hex[:12])


def errand(bureau: Bureau, state: str = "waiting") -> Any:
    return made(
        apps.get_model("platforms.errand"), bureau, state, platform=platform(bureau), outside=uuid4().hex,
        institution="示例", due=clock.today(), visit=visit(bureau) if state == "assigned" else None,
    )  # fmt: skip


def lead(bureau: Bureau, state: str = "filed") -> Any:
    kind, today = apps.get_model("leads.lead"), clock.today()
    over: dict[str, Any] = {}
    if state in {"answered", "second_look"}:
        over = {"answered_on": today, "outcome": "proved"}
    elif state == "returned":
        over = {"complete_by": today + timedelta(days=9)}
    elif state == "merged":
        over = {"merged_into": lead(bureau), "before_merging": "filed"}
    return made(kind, bureau, state, user=appointment(bureau).user, filed_on=today, **over)


def inquiry(bureau: Bureau, state: str = "open") -> Any:
    of, today = lead(bureau, "taken_up"), clock.today()
    with acting():
        request = apps.get_model("leads.request").objects.create(
            lead=of, to="agency", asked_on=today, until=today, asked_at=1
        )
    over = {"answered_on": today} if state == "answered" else {}
    return made(
        apps.get_model("leads.inquiry"),
        bureau,
        state,
        lead=of,
        request=request,
        to="agency",
        until=today,
        **over,
    )


def recusal_question(bureau: Bureau, state: str = "open") -> Any:
    by = appointment(bureau)
    over = {} if state == "open" else {"judged_on": clock.today()}
    return made(
        apps.get_model("discipline.recusalquestion"), bureau, state, appointment=by, user=by.user, asked_by=by.user_id,
        institution=institution(bureau), **over,
    )  # fmt: skip


def obstruction(bureau: Bureau, state: str = "logged") -> Any:
    by = appointment(bureau)
    return made(
        apps.get_model("discipline.obstruction"), bureau, state, appointment=by, user=by.user,
        institution=institution(bureau), happened_at=clock.now(),
    )  # fmt: skip


def media_request(bureau: Bureau, state: str = "asked") -> Any:
    by = appointment(bureau)
    return made(
        apps.get_model("discipline.mediarequest"), bureau, state, appointment=by, user=by.user, way="interview",
        planned_on=clock.today(),
    )  # fmt: skip


def complaint(bureau: Bureau, state: str = "filed") -> Any:
    kind = apps.get_model("discipline.complaint")
    return made(kind, bureau, state, receipt=uuid4().hex, filed_on=clock.today())


def breach(bureau: Bureau, state: str = "open") -> Any:
    by, today = appointment(bureau), clock.today()
    over: dict[str, Any] = {} if state == "open" else {"answer_by": today + timedelta(days=5)}
    over |= {"heard": "written"} if state in {"heard", "decided"} else {}
    over |= {"outcome": "not_established", "decided_on": today} if state == "decided" else {}
    return made(
        apps.get_model("discipline.breach"), bureau, state, appointment=by, user=by.user, conduct_on=today, items=[],
        **over,
    )  # fmt: skip


def selection(bureau: Bureau, state: str = "preparing") -> Any:
    more = {"seed_source": "committed", "seed": "x", "inputs_sm3": "x"} if state != "preparing" else {}
    return made(apps.get_model("selection.selection"), bureau, state, title="示例", places=3, **more)


def round_(bureau: Bureau, state: str = "planned") -> Any:
    return made(
        apps.get_model("rounds.round"), bureau, state, title="示例", kinds=["pharmacy"], way="open", how="all", each=1,
        due=clock.today(), opened_by=0, seed_source="committed",
    )  # fmt: skip


def owned(name: str, bureau: Bureau, state: str, **fields: Any) -> Any:
    """A matter of one supervisor, of the room of service."""
    by = appointment(bureau)
    return made(apps.get_model(f"service.{name}"), bureau, state, appointment=by, user=by.user, **fields)


def stint(bureau: Bureau, state: str = "proposed") -> Any:
    return owned("stint", bureau, state, sort="other", on=clock.today(), minutes=60)


def proof(bureau: Bureau, state: str = "valid") -> Any:
    today = clock.today()
    return owned(
        "proof", bureau, state, verify_code=uuid4().hex, since=today, until=today, minutes=60, issued_on=today
    )  # fmt: skip


def retaliation(bureau: Bureau, state: str = "filed") -> Any:
    over = {"answered_on": clock.today()} if state == "answered" else {}
    return owned("retaliation", bureau, state, against=bureau, filed_on=clock.today(), **over)


def scheme(bureau: Bureau, state: str = "set") -> Any:
    kind, year = apps.get_model("service.scheme"), clock.today().year
    return made(kind, bureau, state, year=year, weights={}, grades=["好", "差"], answer_days=10)


def assessment(bureau: Bureau, state: str = "draft") -> Any:
    today = clock.today()
    graded = {} if state == "draft" else {"grade": "好", "answer_until": today - timedelta(days=1)}
    if state == "told":
        graded["answer_until"] = today
    return owned(
        "assessment", bureau, state, scheme=scheme(bureau), year=today.year, tenths=0, reckoned_on=today, **graded
    )  # fmt: skip


def reward(bureau: Bureau, state: str = "considered") -> Any:
    today = clock.today()
    over: dict[str, Any] = {}
    if state != "considered":
        over |= {"case_fen": 100_00, "total_fen": 200_00, "fen": 200_00, "computed_by": 900_001}
    if state not in {"considered", "computed", "checked", "refused"}:
        over |= {"checked_by": 900_002, "approved_by": 900_003, "approved_on": today}
    if state in {"told", "claimed", "paid", "lapsed", "waived"}:
        over |= {"told_on": today, "claim_until": today + timedelta(days=60)}
    over |= {"claimed_on": today} if state in {"claimed", "paid"} else {}
    over |= {"paid_on": today, "voucher": "1"} if state == "paid" else {}
    on = lead(bureau, "answered")
    return made(
        apps.get_model("rewards.reward"), bureau, state, lead=on, user=on.user, considered_on=today,
        findings={bound.name: "符合" for bound in governing(bureau, today).family("reward.condition")}, **over,
    )  # fmt: skip


def inspection(bureau: Bureau, state: str = "planned") -> Any:
    today = clock.today()
    over: dict[str, Any] = {} if state in {"planned", "called_off"} else {"began_at": clock.now()}
    over |= {"outcome": "nothing", "closed_on": today} if state == "closed" else {}
    return made(
        apps.get_model("inspections.inspection"), bureau, state, title="示例", way="inspection.way.special", home=bureau,
        planned_by=0, **over,
    )  # fmt: skip


def agreement(bureau: Bureau, state: str = "in_term") -> Any:
    today = clock.today()
    over: dict[str, Any] = {}
    if state not in {"applied", "assessed", "turned_down"}:
        with acting():
            text = apps.get_model("agreements.text").objects.create(
                bureau=bureau, kind=uuid4().hex[:12], version=1, title="示例", body="示例", since=today
            )
        over = {"text": text, "signed_on": today, "since": today, "until": today}
    over |= {"ended_on": today, "ground": "agreement.ending.other"} if state == "ended" else {}
    return made(
        apps.get_model("agreements.agreement"), bureau, state, institution=institution(bureau), name="示例", sort="other",
        applied_on=today, **over,
    )  # fmt: skip


def handling(bureau: Bureau, state: str = "proposed") -> Any:
    today = clock.today()
    over: dict[str, Any] = {} if state in {"proposed", "dropped"} else {"heard": "written"}
    over |= {"decided_on": today} if state in {"decided", "withdrawn"} else {}
    return made(
        apps.get_model("agreements.handling"), bureau, state, agreement=agreement(bureau), conduct_on=today, article="一",
        wanted=[], proposed_on=today, answer_by=today, **over,
    )  # fmt: skip


def practitioner_handling(bureau: Bureau, state: str = "proposed") -> Any:
    today = clock.today()
    over: dict[str, Any] = {} if state in {"proposed", "dropped"} else {"heard": "written"}
    over |= {"decided_on": today} if state == "decided" else {}
    with acting():
        who = apps.get_model("institutions.practitioner").objects.create(
            code=uuid4().hex[:14], name="示例", kind="physician", bureau=bureau
        )
    return made(
        apps.get_model("agreements.practitionerhandling"), bureau, state, practitioner=who, institution=institution(bureau),
        conduct_on=today, wanted=[], proposed_on=today, answer_by=today, **over,
    )  # fmt: skip


def dispute(bureau: Bureau, state: str = "filed") -> Any:
    over = {"effect": "upheld", "ended_on": clock.today()} if state in {"settled", "decided"} else {}
    return made(
        apps.get_model("agreements.dispute"), bureau, state, handling=handling(bureau, "decided"),
        received_on=clock.today(), **over,
    )  # fmt: skip


def campaign(bureau: Bureau, state: str = "planned") -> Any:
    return made(
        apps.get_model("inspections.campaign"), bureau, state, title="示例", wanted=1, commitment="0" * 64, due=clock.today(), planned_by=0,
        file={"drawn": []},
    )  # fmt: skip


def sealing(bureau: Bureau, state: str = "proposed") -> Any:
    today = clock.today()
    over: dict[str, Any] = {}
    if state in {"held", "unapproved", "lifted"}:
        over = {"sealed_at": clock.now(), "until": today, "urgent": True}
    over |= {"disposal": "returned", "lifted_on": today} if state == "lifted" else {}
    on = inspection(bureau, "under_way")
    return made(apps.get_model("inspections.sealing"), bureau, state, inspection=on, sort="sealing", **over)


MAKERS: dict[str, Callable[[Bureau, str], Any]] = {
    "recruitment.notice": notice,
    "recruitment.application": application,
    "recruitment.recommendation": recommendation,
    "recruitment.objection": objection,
    "selection.selection": selection,
    "rounds.round": round_,
    "roster.appointment": appointment,
    "fieldwork.visit": visit,
    "fieldwork.joining": joining,
    "fieldwork.ownlist": own_list,
    "leads.lead": lead,
    "leads.inquiry": inquiry,
    "discipline.recusalquestion": recusal_question,
    "discipline.obstruction": obstruction,
    "discipline.mediarequest": media_request,
    "discipline.complaint": complaint,
    "discipline.breach": breach,
    "platforms.platform": platform,
    "platforms.errand": errand,
    "service.stint": stint,
    "service.proof": proof,
    "service.retaliation": retaliation,
    "service.scheme": scheme,
    "service.assessment": assessment,
    "rewards.reward": reward,
    "agreements.agreement": agreement,
    "agreements.handling": handling,
    "agreements.dispute": dispute,
    "agreements.practitionerhandling": practitioner_handling,
    "inspections.inspection": inspection,
    "inspections.sealing": sealing,
    "budget.budget": sample_budgets.budget,
    "fund.book": sample_books.book,
    "fund.month": sample_books.month,
    "inspections.campaign": campaign,
}

MAKERS |= case_matters.makers(made, institution) | institution_matters.makers(made, institution)
MAKERS |= voice_matters.makers(made, appointment, lead) | engagement_matters.makers(made, appointment)
MAKERS |= measure_samples.makers(made)


def has(kind: type[Any], name: str) -> bool:
    return any(field.name == name for field in kind._meta.get_fields())


def holder(subject: Any, role: Role) -> Actor:
    """The person a matter belongs to, in a role that needs no post."""
    owner = getattr(subject, "user_id", None)
    return Actor(user_id=owner, roles=frozenset({Role.ANYONE, role}), holds=frozenset({subject.number}))


def allowed(act: Act, role: Role, place: Any, inside: bool) -> bool:
    """What the declaration says: the role is named, the territory is one's own, the level is the measure's."""
    if Role.ANYONE in act.by:
        return True
    if role not in act.by or not inside or (role.is_post and act.reach == "above"):
        return False
    level = place.law.find(act.at) if act.at else None
    return not role.is_post or level is None or place.bureau.level in level.rule.levels


@pytest.fixture(scope="module")
def country(django_db_setup: None, django_db_blocker: Any) -> Iterator[Country]:
    """Founded once for all acts: none of them leaves a trace in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield found()
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("measure", ["beijing", "wushan"])
def test_every_role_inside_and_outside(name: str, measure: str, country: Country) -> None:
    act, home = ACTS[name], country.homes[measure]
    state = next(iter([*act.moves, *sorted(act.when)]), "") or first_state(act.on)
    subject = matter(act.on, home.place.bureau, state)
    for role in POSTS:
        for where, inside in ((home, True), (country.away, False)):
            actor = where.officers[role]
            if inside and hidden(subject, actor):
                continue  # need-to-know has its own tests
            check(
                act,
                subject,
                actor,
                allowed(act, role, home.place, inside) and sees(subject, role, act),
                (role, inside),
            )
    for role in WITHOUT_POST:
        check(act, subject, holder(subject, role), role in act.by or Role.ANYONE in act.by, (role, "own"))
        check(act, subject, country.strangers[role], Role.ANYONE in act.by, (role, "other's"))
    check(act, subject, ANYONE, Role.ANYONE in act.by, (Role.ANYONE, ""))
    check(act, subject, SYSTEM, Role.SYSTEM in act.by or Role.ANYONE in act.by, (Role.SYSTEM, ""))


def check(act: Act, subject: Any, actor: Actor, expected: bool, who: object) -> None:
    """Try the act without any input: who may gets past the question who; who may not leaves only a refusal."""
    refusals, start, sent = Refusal.objects.count(), transaction.savepoint(), Sent()
    try:
        with connection.execute_wrapper(sent):
            perform(act, type(subject).objects.get(pk=subject.pk), actor)
    except Refused as refused:
        assert (refused.code not in NOT_ALLOWED) == expected, (act.name, who, refused.code)
        assert Refusal.objects.count() == refusals + 1
        after = snapshot() if sent.more_than_a_refusal else None
    else:
        assert expected, (act.name, who, "was allowed")
        after = None
    transaction.savepoint_rollback(start)  # as it was, for the next one
    assert after is None or after == snapshot(), "a refused act changed something"


def sees(subject: Any, role: Role, act: Act) -> bool:
    return Role.ANYONE in act.by or role in type(subject).readers or seen_by_all(subject)


def seen_by_all(subject: Any) -> bool:
    return type(subject).objects.filter(type(subject).open_to_all(), pk=subject.pk).exists()


def hidden(subject: Any, actor: Actor) -> bool:
    return type(subject).objects.filter(type(subject).withheld_from(actor), pk=subject.pk).exists()


def first_state(kind: type[Matter]) -> str:
    return str(kind._meta.get_field("state").default)
