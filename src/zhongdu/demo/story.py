"""What has happened at the demo's places, told by doing it: every step is a real act on its own day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction

from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.bureaus.opening import open_office
from zhongdu.calendar import clock
from zhongdu.demo import (
    PASSWORD,
    account,
    discipline,
    engaging,
    fund,
    inspecting,
    institutions,
    on_paper,
    phones,
    pictures,
    places,
    posting,
    publicising,
    recommending,
    rewarding,
    rounds,
    selecting,
    service,
    voices,
)
from zhongdu.demo.people import Person, cast
from zhongdu.duties.sweep import sweep
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork import checklists
from zhongdu.institutions import acts as lists
from zhongdu.institutions.queries import Institution
from zhongdu.law.governing import Law, governing
from zhongdu.law.shelves import shelf
from zhongdu.leads import acts as leads
from zhongdu.measures import acts as measures
from zhongdu.recruitment import acts as recruitment
from zhongdu.recruitment import drafts, particulars
from zhongdu.recruitment.queries import Notice, looks_of
from zhongdu.roster import acts as roster
from zhongdu.scope.actor import ANYONE, Actor, officer
from zhongdu.scope.models import Bureau, Post
from zhongdu.scope.roles import Role

LONG_AGO = date(2018, 11, 1)


@dataclass
class Place:
    """A bureau of the demo with its people."""

    told: dict[str, Any]
    bureau: Bureau
    office: Any
    users: dict[str, Any] = field(default_factory=dict)

    def by(self, role: Role) -> Actor:
        return officer(self.users[role], clock.today())


def tell() -> None:
    """The whole story, or nothing of it."""
    password = make_password(PASSWORD)  # once for everybody: it is meant to be slow
    with transaction.atomic():
        found: dict[str, Place] = {}
        for told in places():
            found[told["code"]] = _settle(told, found.get(told.get("under", "")), password)
        for place in found.values():
            if place.told.get("recruits"):
                _live(place, password)
            recommending.tell(place)


# --- places ----------------------------------------------------------------------------------------------


def _settle(told: dict[str, Any], above: Place | None, password: str) -> Place:
    bureau = Bureau.objects.create(
        code=told["code"], name=told["name"], level=told["level"], since=LONG_AGO,
        parent=above.bureau if above else None, division_id=told["code"] if told["code"].isdigit() else None,
    )  # fmt: skip
    place = Place(told, bureau, open_office(bureau))
    for person in told.get("people", ()):
        user = get_user_model().objects.create(
            username=account(told, person), password=password, first_name=person["name"]
        )
        for role in person["roles"]:
            Post.objects.create(user=user, bureau=bureau, role=role, since=LONG_AGO)
            place.users[Role(role)] = user
    _set_up(place)
    return place


def _set_up(place: Place) -> None:
    """Measure in force, readings chosen, targets set, a liaison named, a hotline public."""
    told = place.told
    if not place.users:
        return
    with clock.on(told.get("since", clock.today() - timedelta(days=300))):
        chief = place.by(Role.DECIDER)
        if code := told.get("measure"):
            statute = shelf().statute(code)
            step = measures.try_out if statute.is_draft else measures.commence
            perform(
                step, place.office, chief, code=code, since=statute.pack.head.takes_effect or clock.today()
            )
        if second := told.get("fund"):  # a draft fund measure, only where another draft is tried out already
            perform(measures.try_out, place.office, chief, code=second, since=clock.today())
        for concept, reading in told.get("readings", {}).items():
            perform(
                measures.choose_reading,
                place.office,
                chief,
                reading=f"{concept}={reading}",
                reason="示例：局务会议定。",
            )
        for concept, n in told.get("targets", {}).items():
            perform(bureaus.set_target, place.office, chief, concept=concept, n=n, unit="working_days")
        if hotline := told.get("hotline"):
            perform(bureaus.publish_hotline, place.office, chief, hotline=hotline)


# --- a life ----------------------------------------------------------------------------------------------


def _live(place: Place, password: str) -> None:
    """From a recruitment last spring to today's open notice."""
    people = cast(place.bureau.code)
    spring = max(clock.today() - timedelta(days=240), place.told.get("since", LONG_AGO) + timedelta(days=30))
    with clock.on(spring):
        file = institutions.workbook(place.bureau.code[:6], place.bureau.name.removesuffix("医疗保障局"))
        perform(lists.import_list, place.office, place.by(Role.CASE_OFFICER), file=file)
    appointments = _recruited(place, people[:4], spring, password)
    discipline.promised(appointments)
    _worked(place, appointments, people)
    service.serve(place, appointments)
    rewarding.reward(place)
    institutions.settle(place, password)
    voices.spoken(place, appointments)
    engaging.together(place, appointments)
    publicising.publicise(place, appointments)
    _recruiting(place, people[4:])
    paper = on_paper.register(place.bureau.code, _law(place), clock.today())
    perform(roster.import_register, place.office, place.by(Role.RECRUITER), file=paper)


def _recruited(place: Place, people: list[Person], begun: date, password: str) -> list[Any]:
    notice = _notice(place, begun, "2026年社会监督员选聘公告（示例）")
    applications = []
    with clock.on(begun + timedelta(days=3)):
        for shade, person in enumerate(people):
            application = _applied(place, notice, person, shade)
            _reviewed(place, application)
            perform(recruitment.accept, application, place.by(Role.RECRUITER))
            applications.append(application)
    since = begun + timedelta(days=40)
    with clock.on(begun + timedelta(days=10)):
        if _law(place).find("public_notice.period"):
            for application in applications:
                perform(
                    recruitment.post_for_public_notice,
                    application,
                    place.by(Role.RECRUITER),
                    posted_on=clock.today(),
                )
    sweep(since)
    with clock.on(since):
        made = []
        for application in applications:
            appointment = perform(roster.appoint, application, place.by(Role.DECIDER), since=since)
            get_user_model().objects.filter(pk=appointment.user_id).update(password=password)
            made.append(appointment)
        return made


def _notice(place: Place, day: date, title: str) -> Notice:
    with clock.on(day):
        recruiter = place.by(Role.RECRUITER)
        law = _law(place)
        drafted = perform(
            recruitment.draft_notice, place.office, recruiter, title=title, quota=30,
            body="面向社会选聘医保基金社会监督员，参加药店和医院的巡查访查，反映群众意见。义务工作，不领取报酬。（示例）",
            channels=[bound.name for bound in law.family("channel") if bound.rule.route in {"open", "self_nominated"}],
            opens_on=day, closes_on=day + timedelta(days=30),
        )  # fmt: skip
        return perform(recruitment.publish_notice, drafted, recruiter)


def _applied(place: Place, notice: Notice, person: Person, shade: int) -> Any:
    draft, _code = drafts.begin(place.bureau, notice.channels[0], notice=notice)
    drafts.consent(draft)
    law = drafts.law_of(draft)
    questions = particulars.asked(law)
    asked = {each.name for each in (*questions.fields, *questions.apart)}
    answers: dict[str, Any] = {name: value for name, value in person.form().items() if name in asked}
    answers |= {
        "declared": [bound.name for bound in questions.declared],
        "signature": person.name,
        "declaration": True,
    }
    drafts.keep(draft, answers)
    drafts.keep_photo(draft, pictures.portrait(shade))
    return perform(recruitment.apply, place.office, ANYONE, draft=draft.receipt)


def _reviewed(place: Place, application: Any) -> Any:
    looks = looks_of(application, _law(place), clock.today())
    verdicts = [f"{look.name}={'met' if 'met' in look.choices else look.choices[0]}" for look in looks]
    if verdicts:  # a measure may name no conditions
        perform(recruitment.review, application, place.by(Role.RECRUITER), verdicts=verdicts)
    return application


def _worked(place: Place, appointments: list[Any], people: list[Person]) -> None:
    """Visits and leads in every state: one answered, one waiting, one not yet accepted."""
    shops = list(Institution.objects.filter(bureau=place.bureau).order_by("code"))
    today = clock.today()
    first, second, third = appointments[:3]
    visit = _assigned(place, first, shops[-1], today - timedelta(days=60), today - timedelta(days=40))
    with _as(first, today - timedelta(days=55)) as me:
        perform(fieldwork.accept_visit, visit, me)
        record = _record(visit, people[0], trouble=True) | phones.brought(checklists.rule_of(visit))
        visit = perform(fieldwork.record_visit, visit, me, **record)
        lead = perform(
            leads.file_lead, first, me, visit=visit.number, happened_at=clock.now() - timedelta(hours=1), place="店内收银台",
            words="巡查时看到柜台用医保卡结算日用品，小票上写成了药品。（示例）", evidence=[pictures.shelf()],
            violations=[next(v.name for v in _law(place).family("violation") if v.rule.of == visit.institution.kind)],
        )  # fmt: skip
    with clock.on(today - timedelta(days=53)):
        perform(leads.take_up, lead, place.by(Role.CASE_OFFICER))
    with clock.on(today - timedelta(days=45)):
        words = "经核实，该店确有串换行为，已责令改正并追回基金。感谢您的监督。（示例）"
        perform(
            leads.answer, lead, place.by(Role.CASE_OFFICER), outcome="proved", words=words,
            amounts={lead.violations[0]: "1286.40"},
        )  # fmt: skip
    with _as(second, today - timedelta(days=5)) as me:
        waiting = perform(
            leads.file_lead, second, me, institution=shops[1].name, words="有人拿着好几张医保卡来买药，店员没有核对。（示例）",
            happened_at=clock.now() - timedelta(days=1), place="门店门口",
        )  # fmt: skip
    with clock.on(today - timedelta(days=4)):
        perform(leads.take_up, waiting, place.by(Role.CASE_OFFICER))
    _told_again(place, third, waiting)
    _assigned(place, first, shops[2], today - timedelta(days=1), today + timedelta(days=14))
    with _as(third, today - timedelta(days=2)) as me:
        words = "老邻居说某医院让他空挂床位。（示例）"
        perform(leads.file_lead, third, me, institution=shops[5].name, words=words)
    discipline.lived(place, appointments, shops)
    pharmacy = next(shop for shop in shops if shop.kind == Institution.Kind.PHARMACY)
    rounds.under_way(place, appointments, people, _checklist(place, pharmacy), _record)
    inspecting.under_way(place, shops)
    fund.watched(place, shops)


def _told_again(place: Place, appointment: Any, waiting: Any) -> None:
    """Somebody else tells of the same; it goes along. The agency was asked, and is late."""
    today, officer = clock.today(), place.by(Role.CASE_OFFICER)
    words = "这家店有人拿着好几张别人的医保卡买药，店员不核对。（示例）"
    with _as(appointment, today - timedelta(days=3)) as me:
        again = perform(leads.file_lead, appointment, me, institution=waiting.institution.name, words=words)
        perform(leads.merge_into, again, officer, into=waiting.number, reason="同一家店的同一件事（示例）")
        asked = "请提供这家店近一个月一天内多张卡连续结算的明细。（示例）"
        perform(leads.ask_about, waiting, officer, to="agency", words=asked, until=today - timedelta(days=1))
        perform(leads.add_note, waiting, officer, words="已请店长下周来谈，店内监控保存三十天。（示例）")


def _assigned(place: Place, appointment: Any, shop: Any, day: date, due: date) -> Any:
    with clock.on(day):
        return perform(
            fieldwork.assign_visit, appointment, place.by(Role.CASE_OFFICER), institution=shop.code,
            way=fieldwork.ways(appointment, _law(place))[0][0], due=due,
            checklist=_checklist(place, shop),
        )  # fmt: skip


def _checklist(place: Place, shop: Any) -> str:
    """The official record where the measure has one, else what suits the institution."""
    found = checklists.offered(_law(place), place.bureau, shop.kind)
    return next((bound for bound in found if bound.rule.official), found[0]).name


def _record(visit: Any, person: Person, *, trouble: bool) -> dict[str, Any]:
    rule = checklists.rule_of(visit)
    answers = {
        q.name: (q.trouble[0] if trouble and q.trouble else q.options[0])
        for q in rule.questions
        if q.kind == "choice"
    }
    return {
        "done_at": clock.now() - timedelta(hours=2),
        "answers": answers,
        "signature": person.name,
        "place": "示例路",
    }


def _recruiting(place: Place, people: list[Person]) -> None:
    """Today's open notice, with people at every step of the way."""
    today = clock.today()
    notice = _notice(place, today - timedelta(days=12), "社会监督员增补选聘公告（示例）")
    with clock.on(today - timedelta(days=9)):
        applications = [
            _applied(place, notice, person, shade) for shade, person in enumerate(people, start=5)
        ]
        for application in applications[:2]:
            _reviewed(place, application)
            perform(recruitment.accept, application, place.by(Role.RECRUITER))
    posting.posted(place, applications[:2], today - timedelta(days=2))
    selecting.begin(
        place, notice, lambda person: _reviewed(place, _applied(place, notice, person, person.serial))
    )


# --- small words -----------------------------------------------------------------------------------------


@contextmanager
def _as(appointment: Any, day: date) -> Iterator[Actor]:
    """A supervisor, on a day."""
    with clock.on(day):
        yield Actor(user_id=appointment.user_id, roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))


def _law(place: Place) -> Law:
    return governing(place.bureau, clock.today())
