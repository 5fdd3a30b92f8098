"""One lived-in world for whoever opens pages: two cities and a district, with a matter of every kind and its people.

Everything came about by acts, on days of the past, so each docket, vault entry and file is what it would be in
service. Nobody's name, telephone or ID number occurs twice.
"""

import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from measure_samples import of_measures
from sample_agreements import agree
from sample_books import of_books
from sample_budgets import of_budgets
from sample_cases import of_cases
from sample_discipline import of_discipline
from sample_engagement import OfEngagement, engage
from sample_inspections import inspected
from sample_institutions import OfInstitutions, asked_and_sent, of_institutions
from sample_reports import of_supervisors
from sample_voices import OfVoices, speak
from watching import institution, photo
from world import Place, place
from zhongdu import vault
from zhongdu.acts.models import Matter
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.demo.people import Person, cast
from zhongdu.discipline import acts as discipline
from zhongdu.duties.sweep import sweep
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork import checklists, joining, photographs, waiting
from zhongdu.fieldwork.queries import joinings_of
from zhongdu.files import attached
from zhongdu.jobs.models import Job
from zhongdu.jobs.working import Run
from zhongdu.leads import acts as leads
from zhongdu.leads import evidence
from zhongdu.messages.models import Delivery, Message
from zhongdu.messages.telling import tell
from zhongdu.platforms import acts as platforms
from zhongdu.record.keeping import random_number
from zhongdu.recruitment import acts as recruitment
from zhongdu.recruitment import receipts
from zhongdu.recruitment.models import Recommendation
from zhongdu.rewards import acts as rewards
from zhongdu.roster import acts as roster
from zhongdu.rounds import acts as rounds
from zhongdu.scope.actor import ANYONE, SYSTEM, Actor
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role
from zhongdu.selection import acts as selection
from zhongdu.selection import jobs as choosing
from zhongdu.selection import scoring
from zhongdu.service import acts as service
from zhongdu.service.queries import Assessment

sys.path.append(str(Path(__file__).parent / "recruitment"))
from recruiting import draft, hand_in, review_all

SECRET_WORDS = "店员用医保卡结算日用品，旁边的人都看见了"
OBJECTION_WORDS = "此人在医药企业兼职，未作说明"
RETALIATION_WORDS = "反映了药店以后，有人打电话威胁我"
OBJECTOR_PHONE = "13611112222"


@dataclass
class World(OfVoices, OfInstitutions, OfEngagement):
    """Where things are. ``beijing`` is where most happens; ``shaoxing`` lives by another measure, which has a badge."""

    beijing: Place
    district: Place
    shaoxing: Place
    people: list[Person]
    codes: dict[str, str]  # receipt codes: by the number of an application or objection, and "draft"
    notice: Any = None
    letter: Any = None  # asks a unit to recommend people
    named: Any = None  # another, whose unit has named somebody
    returned: Any = None  # an application that came back to be completed
    submitted: Any = None
    posted: Any = None  # on public notice, with an objection
    objection: Any = None
    appointed: Any = None  # its account is not opened yet
    selection: Any = None  # with its proposal
    elsewhere: Any = None  # an application in the other city
    appointment: Any = None
    colleague: Any = None  # another appointment at the same bureau
    card: Any = None  # an appointment that has a badge
    going: Any = None  # a visit under way, with a photograph waiting
    done: Any = None
    covert: Any = None
    joining: Any = None  # an inspector asked to go along
    round: Any = None  # a covert one, its institutions drawn
    inspection: Any = None  # planned: hidden from whom it would warn
    inspected: Any = None  # begun, with a record
    sealing: Any = None  # something sealed at once there
    campaign: Any = None  # drawn, not sent out yet
    platform: Any = None  # another platform, connected
    errand: Any = None  # what it brought
    own_list: Any = None  # a checklist the bureau is writing
    lead: Any = None
    accusing: Any = None  # a lead against the bureau itself
    verified: Any = None  # a lead that proved true, its reward not considered yet
    reckoning: Any = None  # a reward that is being considered
    reward: Any = None  # one told to the supervisor
    doubted: Any = None  # a lead with all that can happen to one, looked at for the second time
    inquiry: Any = None  # the agency is asked about the doubted one
    unit_inquiry: Any = None  # so is a department, by a link
    by_letter: Any = None  # a lead an officer keyed in
    anonymous: Any = None  # a citizen's lead, answered, with a photograph
    sent_back: Any = None  # another, to be completed
    public_key: str = ""  # a citizen's form being written, with a file waiting
    public_file: str = ""
    letter_key: str = ""  # a letter being keyed in, with a scan waiting
    letter_file: str = ""
    report_key: str = ""  # the form of a lead being written, with a file waiting
    waiting_file: str = ""
    stint: Any = None  # hours that are confirmed
    proof: Any = None
    retaliation: Any = None
    scheme: Any = None
    assessment: Any = None  # told to the supervisor
    risky: Any = None  # a visit with a risk noted
    job: Any = None  # done, with a result
    question: Any = None  # whether somebody must stand back, asked by the supervisor
    obstruction: Any = None
    publishing: Any = None  # a request to speak to the press
    complaint: Any = None
    breach: Any = None  # a case of which the person was told
    book: Any = None
    month: Any = None  # with a voucher posted and one that waits
    case: Any = None  # a case under the law, with evidence on file
    inspected_case: Any = None  # a case an inspection led to
    decision: Any = None  # another's, served
    deliberation: Any = None  # the sitting that carried it
    referral: Any = None  # to the police, received
    exposure: Any = None  # written, not reviewed yet
    credit: Any = None
    department_notice: Any = None
    told: Any = None  # a message to the supervisor
    told_officer: Any = None  # a message to the case officer

    agreement: Any = None  # in term
    handling: Any = None  # heard, with an ending meant
    of_physician: Any = None
    dispute: Any = None  # taken up, against a handling with a proof of its rectification

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
    of_discipline(world)
    _select(world)
    _serve(world)
    _reward(world)
    _job(world)
    _round(world)
    agree(world)
    inspected(world)
    of_cases(world)
    asked_and_sent(world)
    of_books(world)
    of_measures(world)
    of_budgets(world)
    speak(world, supervisor(world.appointment))
    engage(world, supervisor(world.appointment))
    chief = beijing.officer(Role.DECIDER)
    world.platform = perform(platforms.connect_platform, beijing.office, chief, name="示例平台", digest="sm3")
    world.errand = perform(
        platforms.take_errand,
        world.platform,
        SYSTEM,
        outside="T-1",
        institution="示例药店",
        due=clock.today(),
    )
    _tell(world)
    for name, each in vars(world).items():
        if isinstance(each, Matter):  # as it stands now, and not as the act found it that began it
            setattr(world, name, type(each).objects.select_related("docket", "bureau").get(pk=each.pk))
    return world


def _tell(world: World) -> None:
    """A message on each face, and one on its way out that did not arrive: about the lead against the bureau."""
    officer = world.beijing.officer(Role.CASE_OFFICER).user_id or 0
    tell("duties.nearly_due", officer, world.beijing.bureau, occasion="sample", n=3)
    world.told_officer = Message.objects.get(once__startswith="sample")
    mine = Message.objects.filter(user=world.appointment.user)
    world.told = mine.filter(docket=world.covert.docket).get()
    about = Message.objects.create(
        number=random_number(), kind="lead.answer", bureau=world.accusing.bureau, docket=world.accusing.docket,
        user=world.appointment.user, once="about the bureau", at=clock.now(),
    )  # fmt: skip
    Delivery.objects.create(
        message=about, way="sms", state="given_up", ended_at=clock.now(), why="短信网关答复 500"
    )


# --- recruitment -------------------------------------------------------------------------------------------


def _recruit(world: World) -> None:
    today = clock.today()
    begun = today - timedelta(days=60)
    recruiter, chief = world.beijing.officer(Role.RECRUITER), world.beijing.officer(Role.DECIDER)
    people = iter(world.people)
    with clock.on(begun):
        world.notice = _notice(world.beijing, begun)
        for letter in ("letter", "named"):
            setattr(world, letter, _letter(world))
        _recommend(world.named)
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
    perform(
        recruitment.add_outlet, type(world.posted).objects.get(pk=world.posted.pk), recruiter, kind="site",
        where="https://example.org/", on=today, proof=[photo("red")],
    )  # fmt: skip
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
        quota=30, channels=["channel.open", "channel.recommended"], opens_on=day, closes_on=clock.today() + timedelta(days=90),
    )  # fmt: skip
    drafted = perform(recruitment.add_attachments, drafted, recruiter, attachments=[photo("grey")])
    return perform(recruitment.publish_notice, drafted, recruiter)


def _letter(world: World) -> Any:
    perform(
        recruitment.write_to_units, world.notice, world.beijing.officer(Role.RECRUITER), units="示例大学",
        channel="channel.recommended", expires_on=world.notice.closes_on,
    )  # fmt: skip
    return Recommendation.objects.select_related("docket", "bureau").latest("id")


def _recommend(letter: Any) -> None:
    told = {"name-1": "示例荐人", "phone-1": "13711112222", "employer-1": "示例大学教师", "why-1": "熟悉医保"}
    told |= {"contact_name": "示例经办", "contact_phone": "13711113333"}
    vault.put(letter.typing, {"unit_typing": told}, history=False)
    perform(recruitment.recommend, letter, holder(letter, role=Role.UNIT))


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
    of_institutions(world)
    me = supervisor(world.appointment)
    with clock.on(world.appointment.since):
        perform(
            discipline.sign_undertaking,
            world.appointment,
            me,
            interests="none",
            signature=world.people[0].name,
        )
    world.going, world.done, world.covert = (_assigned(world, way) for way in ("open", "open", "covert"))
    for visit in (world.going, world.done):
        perform(fieldwork.accept_visit, visit, me)
    perform(
        joining.ask_inspectors,
        world.going,
        world.beijing.officer(Role.CASE_OFFICER),
        inspectors=[str(Post.objects.get(user=world.beijing.user(Role.INSPECTOR)).pk)],
    )
    world.joining = joinings_of(world.going)[0]
    world.own_list = perform(
        fieldwork.draft_list, world.beijing.office, world.beijing.officer(Role.CASE_OFFICER), title="夜间清单",
        kinds=["pharmacy"],
    )  # fmt: skip
    photographs.attach(waiting.owner_of(world.going), [photo()], me.user_id)
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
    of_supervisors(world, me)
    world.report_key = evidence.new_key()
    owner = evidence.draft_owner(me.user_id or 0, world.report_key)
    evidence.wait(owner, [photo("black")], me.user_id or 0)
    world.waiting_file = attached(owner, evidence.KIND).get().public_id


def _select(world: World) -> None:
    """A selection of one of two, scored by the recruiter, with its proposal waiting to be confirmed."""
    recruiter, chief = world.beijing.officer(Role.RECRUITER), world.beijing.officer(Role.DECIDER)
    people = [replace(person, name=f"{person.name}之邻") for person in cast("110105")[:2]]
    world.people += people
    for person in people:
        accept(world.beijing, _applied(world, world.beijing, person))
    begun = perform(
        selection.open_selection, world.beijing.office, recruiter, title="示例择优", places=1, notice=world.notice.number,
        reserves=1,
    )  # fmt: skip
    perform(selection.gather_candidates, begun, recruiter)
    perform(selection.set_criteria, begun, recruiter, names=["专业背景"], weights=[100], mosts=[10])
    perform(selection.appoint_reviewers, begun, chief, reviewers=[str(recruiter.user_id)])
    perform(selection.set_ranges, begun, recruiter, ranges=["origin=医保部门=0-1"])
    perform(selection.open_scoring, begun, chief)
    sheet = begun.reviewers.get()
    scoring.keep(sheet, {candidate.pk: ([8], False) for candidate in begun.candidates.all()})
    perform(selection.hand_in_scores, begun, recruiter)
    asked = Job.objects.create(
        number=random_number(), kind="selection.propose", title="拟定择优方案", bureau=begun.bureau,
        asked_by=world.beijing.user(Role.RECRUITER), asked_at=clock.now(),
    )  # fmt: skip
    choosing.propose.function(Run(asked), number=begun.number, seed="")
    Job.objects.filter(pk=asked.pk).update(state=Job.State.DONE, ended_at=clock.now())
    world.selection = begun


def _serve(world: World) -> None:
    """Hours, their proof, a risk, a report in confidence, and the year's assessment of it all."""
    me, today = supervisor(world.appointment), clock.today()
    liaison, chief = world.beijing.officer(Role.LIAISON), world.beijing.officer(Role.DECIDER)
    world.stint = perform(service.state_hours, world.done, me, minutes=90)
    perform(service.confirm_service, world.stint, liaison)
    perform(service.commend, world.appointment, chief, words="巡查认真细致")
    world.proof = perform(
        service.request_proof, world.appointment, me, since=world.appointment.since, until=today
    )
    world.risky = _assigned(world, "open")
    risk = {"risk": "店里养着大狗。", "protection": "两人同行，不进后院。", "no_insurance": "已随单位投保。"}
    perform(service.note_risk, world.risky, liaison, **risk)
    world.retaliation = perform(
        service.file_retaliation, world.appointment, me, words=RETALIATION_WORDS, evidence=[photo("brown")]
    )
    world.scheme = perform(
        service.set_scheme, world.beijing.office, chief, year=today.year, weights={"visits": "60", "leads_filed": "40"},
        full={"visits": "2", "leads_filed": "1"}, grades="优秀、合格", answer_days=10,
    )  # fmt: skip
    perform(service.assess, world.scheme, chief)
    world.assessment = Assessment.objects.get(user=world.appointment.user_id)
    perform(service.grade, world.assessment, liaison, grade="优秀", words="尽心尽力。")
    perform(service.approve_grade, world.assessment, chief)


def _reward(world: World) -> None:
    """A verified lead, a reward that is being considered, and one that was told to the supervisor."""
    me, officer = supervisor(world.appointment), world.beijing.officer(Role.CASE_OFFICER)
    chief, checker = world.beijing.officer(Role.DECIDER), world.beijing.officer(Role.LEGAL_REVIEWER)
    for name in ("verified", "reckoning", "reward"):
        lead = perform(
            leads.file_lead, world.appointment, me, words=f"串换药品（{name}）。", institution=world.shop.code
        )
        lead = perform(leads.take_up, lead, officer)
        setattr(world, name, perform(leads.answer, lead, officer, outcome="proved", words="查实了。"))
    found = {bound.name: "符合" for bound in world.beijing.law.family("reward.condition")}
    for name in ("reckoning", "reward"):
        setattr(world, name, perform(rewards.consider_reward, getattr(world, name), officer, findings=found))
    told = {"value": "50000", "source": "示例文书一号", "rate": "3", "basis": "示例奖励细则"}
    perform(rewards.compute_reward, world.reward, officer, **told)
    perform(rewards.check_reward, world.reward, checker)
    perform(rewards.approve_reward, world.reward, chief)
    perform(rewards.tell_reporter, world.reward, officer, told_on=clock.today())
    perform(rewards.attach_form, world.reward, officer, scan=[photo("white")])


def _job(world: World) -> None:
    """A job that is done, as a worker leaves it."""
    world.job = Job.objects.create(
        number=random_number(), kind="sample", title="成批印制", bureau=world.beijing.bureau,
        asked_by=world.beijing.user(Role.RECRUITER), state=Job.State.DONE, done=1, total=1, asked_at=clock.now(),
        ended_at=clock.now(),
    )  # fmt: skip
    Run(world.job).give(b"%PDF-1.7\n%%EOF", "示例.pdf")


def _round(world: World) -> None:
    """A covert round with its drawing: as secret as a covert visit."""
    by = world.beijing.officer(Role.CASE_OFFICER)
    begun = perform(
        rounds.open_round, world.beijing.office, by, title="示例暗访", kinds=["pharmacy"], way="covert", how="all", each=1,
        due=clock.today() + timedelta(days=20), pharmacy_list=_checklist(world.beijing).name,
    )  # fmt: skip
    world.round = perform(rounds.draw_institutions, begun, by)


def _assigned(world: World, way: str) -> Any:
    return perform(
        fieldwork.assign_visit, world.appointment, world.beijing.officer(Role.CASE_OFFICER), institution=world.shop.code,
        way=way, checklist=_checklist(world.beijing).name, due=clock.today() + timedelta(days=7),
    )  # fmt: skip


def _checklist(place: Place) -> Any:
    return checklists.offered(place.law, place.bureau, "pharmacy")[0]


def supervisor(appointment: Any) -> Actor:
    """The person appointed, as a request would make one."""
    return Actor(user_id=appointment.user_id, roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))


def holder(*matters: Any, role: Role = Role.APPLICANT) -> Actor:
    """Somebody without an account who has shown the receipt codes of these, or a unit the links."""
    return Actor(roles=frozenset({Role.ANYONE, role}), holds=frozenset(m.number for m in matters))
