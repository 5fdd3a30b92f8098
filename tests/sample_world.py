"""One lived-in world for whoever opens pages: two cities and a district, with a matter of every kind and its people.

Everything came about by acts, on days of the past, so each docket, vault entry and file is what it would be in
service. Nobody's name, telephone or ID number occurs twice.
"""

import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from watching import institution, photo
from world import Place, place
from zhongdu.acts.models import Matter
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.demo.people import Person, cast
from zhongdu.duties.sweep import sweep
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork import checklists, photographs
from zhongdu.files import attached
from zhongdu.jobs.models import Job
from zhongdu.jobs.working import Run
from zhongdu.leads import acts as leads
from zhongdu.leads import evidence
from zhongdu.record.keeping import random_number
from zhongdu.recruitment import acts as recruitment
from zhongdu.recruitment import receipts
from zhongdu.roster import acts as roster
from zhongdu.scope.actor import ANYONE, Actor
from zhongdu.scope.roles import Role

sys.path.append(str(Path(__file__).parent / "recruitment"))
from recruiting import draft, hand_in, review_all

SECRET_WORDS = "店员用医保卡结算日用品，旁边的人都看见了"
OBJECTION_WORDS = "此人在医药企业兼职，未作说明"
OBJECTOR_PHONE = "13611112222"


@dataclass
class World:
    """Where things are. ``beijing`` is where most happens; ``shaoxing`` lives by another measure, which has a badge."""

    beijing: Place
    district: Place
    shaoxing: Place
    people: list[Person]
    codes: dict[str, str]  # receipt codes: by the number of an application or objection, and "draft"
    notice: Any = None
    returned: Any = None  # an application that came back to be completed
    submitted: Any = None
    posted: Any = None  # on public notice, with an objection
    objection: Any = None
    appointed: Any = None  # its account is not opened yet
    elsewhere: Any = None  # an application in the other city
    appointment: Any = None
    colleague: Any = None  # another appointment at the same bureau
    card: Any = None  # an appointment that has a badge
    shop: Any = None
    going: Any = None  # a visit under way, with a photograph waiting
    done: Any = None
    covert: Any = None
    lead: Any = None
    accusing: Any = None  # a lead against the bureau itself
    report_key: str = ""  # the form of a lead being written, with a file waiting
    waiting_file: str = ""
    job: Any = None  # done, with a result

    def matters(self) -> list[Any]:
        return [each for each in vars(self).values() if isinstance(each, Matter)]


def build() -> World:
    """The world, today."""
    beijing = place("110000", "北京市医疗保障局", "city", "beijing")
    district = beijing.below("110108", "海淀区医疗保障局")
    shaoxing = place("330600", "绍兴市医疗保障局", "city", "shaoxing")
    others = [replace(person, name=f"{person.name}之友") for person in cast("330600")]
    world = World(beijing, district, shaoxing, [*cast("110000")[:5], *others[5:7]], {})
    _recruit(world)
    _work(world)
    _job(world)
    for name, each in vars(world).items():
        if isinstance(each, Matter):  # as it stands now, and not as the act found it that began it
            setattr(world, name, type(each).objects.select_related("docket", "bureau").get(pk=each.pk))
    return world


# --- recruitment -------------------------------------------------------------------------------------------


def _recruit(world: World) -> None:
    today = clock.today()
    begun = today - timedelta(days=60)
    recruiter, chief = world.beijing.officer(Role.RECRUITER), world.beijing.officer(Role.DECIDER)
    people = iter(world.people)
    with clock.on(begun):
        world.notice = _notice(world.beijing, begun)
        perform(recruitment.write_to_unit, world.notice, recruiter, unit="示例大学")
        first = [_applied(world, world.beijing, next(people)) for _ in range(2)]
        for each in first:
            accept(world.beijing, each)
            perform(recruitment.post_for_public_notice, each, recruiter, posted_on=begun)
    since = today - timedelta(days=30)
    with clock.on(since):
        sweep(since)
        granted = [
            perform(roster.appoint, type(each).objects.get(pk=each.pk), chief, since=since) for each in first
        ]
    world.appointed, (world.appointment, world.colleague) = granted[0].application, granted
    world.returned, world.submitted, world.posted = (
        _applied(world, world.beijing, next(people)) for _ in range(3)
    )
    perform(recruitment.return_for_completion, world.returned, recruiter, words="请补充工作经历。")
    accept(world.beijing, world.posted)
    perform(recruitment.post_for_public_notice, world.posted, recruiter, posted_on=today)
    code = receipts.new_code()
    world.objection = perform(
        recruitment.object, world.posted, ANYONE, account=OBJECTION_WORDS, phone=OBJECTOR_PHONE, evidence=[photo()],
        receipt=receipts.token(code),
    )  # fmt: skip
    world.codes[world.objection.number] = code
    _, world.codes["draft"] = draft(world.beijing, world.notice)

    there = world.shaoxing
    notice = _notice(there, begun)
    world.elsewhere, one = (_applied(world, there, next(people), notice) for _ in range(2))
    accept(there, one)
    world.card = perform(roster.appoint, one, there.officer(Role.DECIDER), since=today)


def _notice(place: Place, day: Any) -> Any:
    recruiter = place.officer(Role.RECRUITER)
    drafted = perform(
        recruitment.draft_notice, place.office, recruiter, title=f"{place.bureau.name}选聘公告", body="欢迎报名。",
        quota=30, channels=["channel.open"], opens_on=day, closes_on=clock.today() + timedelta(days=90),
    )  # fmt: skip
    return perform(recruitment.publish_notice, drafted, recruiter)


def _applied(world: World, place: Place, person: Person, notice: Any = None) -> Any:
    told = {name: value for name, value in person.form().items() if name not in {"sex", "born"}}
    made, code = draft(place, notice or world.notice, **told, signature=person.name)
    application = hand_in(place, made)
    world.codes[application.number] = code
    return application


def accept(place: Place, application: Any) -> None:
    review_all(place, application)
    perform(recruitment.accept, application, place.officer(Role.RECRUITER))


# --- work ------------------------------------------------------------------------------------------------


def _work(world: World) -> None:
    world.shop = institution(world.beijing, "示例惠民大药房")
    me = supervisor(world.appointment)
    world.going, world.done, world.covert = (_assigned(world, way) for way in ("open", "open", "covert"))
    for visit in (world.going, world.done):
        perform(fieldwork.accept_visit, visit, me)
    photographs.attach(photographs.waiting_for(world.going), [photo()], me.user_id)
    answers = {q.name: q.options[0] for q in _checklist(world.beijing).rule.questions if q.kind == "choice"}
    perform(
        fieldwork.record_visit, world.done, me, done_at=clock.now(), answers=answers,
        signature=world.people[0].name, photos=[photo("blue")],
    )  # fmt: skip
    world.lead = perform(
        leads.file_lead,
        world.appointment,
        me,
        visit=world.done.number,
        words=SECRET_WORDS,
        evidence=[photo("green")],
    )
    about = world.beijing.bureau.code
    world.accusing = perform(
        leads.file_lead, world.appointment, me, words="经办窗口让熟人插队。", against=about
    )
    world.report_key = evidence.new_key()
    owner = evidence.draft_owner(me.user_id or 0, world.report_key)
    evidence.wait(owner, [photo("black")], me.user_id or 0)
    world.waiting_file = attached(owner, evidence.KIND).get().public_id


def _job(world: World) -> None:
    """A job that is done, as a worker leaves it."""
    world.job = Job.objects.create(
        number=random_number(), kind="sample", title="成批印制", bureau=world.beijing.bureau,
        asked_by=world.beijing.user(Role.RECRUITER), state=Job.State.DONE, done=1, total=1, asked_at=clock.now(),
        ended_at=clock.now(),
    )  # fmt: skip
    Run(world.job).give(b"%PDF-1.7\n%%EOF", "示例.pdf")


def _assigned(world: World, way: str) -> Any:
    return perform(
        fieldwork.assign_visit, world.appointment, world.beijing.officer(Role.CASE_OFFICER), institution=world.shop.code,
        way=way, checklist=_checklist(world.beijing).name, due=clock.today() + timedelta(days=7),
    )  # fmt: skip


def _checklist(place: Place) -> Any:
    return checklists.offered(place.law, "pharmacy")[0]


def supervisor(appointment: Any) -> Actor:
    """The person appointed, as a request would make one."""
    return Actor(user_id=appointment.user_id, roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))


def holder(*matters: Any) -> Actor:
    """Somebody without an account who has shown the receipt codes of these."""
    return Actor(roles=frozenset({Role.ANYONE, Role.APPLICANT}), holds=frozenset(m.number for m in matters))
