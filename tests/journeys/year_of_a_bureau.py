"""The year 2026 of a county bureau under its supervisors' measure and, for trial, a fund measure: every deed on its day,
with the night's sweep before it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from watching import institution, supervisor, sworn
from world import Place, place
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.agreements import acts as agreements
from zhongdu.briefings import acts as briefings
from zhongdu.budget import acts as budgets
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.demo import pictures
from zhongdu.duties.sweep import sweep
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork import checklists
from zhongdu.fund import acts as funds
from zhongdu.kit import doors
from zhongdu.law.shelves import shelf
from zhongdu.leads import acts as leads
from zhongdu.measures import acts as measures
from zhongdu.meetings import acts as meetings
from zhongdu.meetings.models import Invitation
from zhongdu.publicity import acts as publicity
from zhongdu.recruitment import acts as recruitment
from zhongdu.recruitment import drafts
from zhongdu.recruitment.queries import looks_of
from zhongdu.roster import acts as roster
from zhongdu.rounds import acts as rounds
from zhongdu.rounds import rules as drawing
from zhongdu.scope.actor import ANYONE, SYSTEM
from zhongdu.scope.roles import Role
from zhongdu.service import acts as service
from zhongdu.service.models import Assessment
from zhongdu.training import acts as training
from zhongdu.training.models import Study
from zhongdu.vault.identity import check_digit

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def day(month: int, n: int) -> date:
    return date(2026, month, n)


def scan() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 40)).save(out, "PNG")
    return SimpleUploadedFile("批复.png", out.getvalue())


class Year:
    """What the bureau's people do, deed by deed. ``plan`` is the calendar."""

    def __init__(self) -> None:
        clock.travel_to(FIRST)
        self.place: Place = place("500237", "巫山县医疗保障局", "county", "wushan")
        perform(
            measures.try_out, self.place.office, self.place.officer(Role.DECIDER), code="city", since=FIRST
        )
        assert shelf().statute("city").is_draft
        self.terms: dict[str, Any] = {}
        self.leads: dict[str, Any] = {}

    def by(self, role: Role, name: str = "") -> Any:
        return self.place.officer(role, name)

    def lived(self, plan: dict[date, list[Callable[["Year"], object]]]) -> None:
        for on in sorted(plan):
            clock.travel_to(on)
            assert not sweep(on).failed
            for deed in plan[on]:
                deed(self)

    # --- the office ---
    def settle_in(self) -> None:
        office, chief = self.place.office, self.by(Role.DECIDER)
        perform(bureaus.set_target, office, chief, concept="lead.answer", n=15, unit="days")
        perform(bureaus.publish_hotline, office, chief, hotline="12393")
        for duty in ("working_conditions", "fund.watching"):
            perform(bureaus.state_kept, office, chief, duty=duty, words="示例说明")

    def make_the_law_known(self) -> None:
        perform(
            publicity.enter_publicity, self.place.office, self.by(Role.DECIDER), title="条例宣传专版", topic="laws",
            way="media", on=clock.today(), where="县融媒体中心", minutes=60, account="整版介绍条例。",
        )  # fmt: skip

    def agency_confirms(self) -> None:
        for key in ("internal_control", "paying", "other"):
            perform(
                agreements.confirm_agency_duty, self.place.office, self.by(Role.AGENCY_OFFICER),
                duty=f"agency.duty.{key}", words="示例制度",
            )  # fmt: skip

    def name_members(self) -> None:
        for n in range(3):
            self.place.user(Role.CASE_OFFICER, f"member-{n}")
            perform(
                bureaus.give_post,
                self.place.office,
                self.by(Role.DECIDER),
                username=f"member-{n}",
                role="deliberator",
            )

    # --- people ---
    def take_over_paper(self) -> None:
        for name in ("甲", "乙"):
            self.terms[name] = perform(
                roster.take_in, self.place.office, SYSTEM, letter_number=f"巫医监{name}", since=date(2024, 4, 1),
                until=date(2026, 4, 1), line={"name": f"示例{name}"},
            )  # fmt: skip

    def announce(self) -> None:
        recruiter = self.by(Role.RECRUITER)
        self.notice = perform(
            recruitment.draft_notice, self.place.office, recruiter, title="选聘公告", body="示例正文", quota=30,
            channels=["channel.open"], opens_on=clock.today(), closes_on=clock.today() + timedelta(days=20), departure="",
        )  # fmt: skip
        perform(recruitment.publish_notice, self.notice, recruiter)

    def two_apply(self) -> None:
        self.accepted = [self._accepted(name, at) for at, name in enumerate(("丙", "丁"))]

    def _accepted(self, name: str, at: int) -> Any:
        number = f"50023719830501{at:02}2"
        made, _ = drafts.begin(self.place.bureau, "channel.open", notice=self.notice)
        drafts.consent(made)
        drafts.keep(made, {
            "name": f"示例{name}", "ethnicity": "土家族", "id_number": number + check_digit(number), "political_status": "群众",
            "health": "健康", "phone": f"1380000000{at}", "education": "本科", "school": "示例大学", "employer": "示例中学",
            "address": "示例镇1号", "experience": "教师", "citizenship": "中国", "declaration": "on", "signature": f"示例{name}",
            "declared": [each.name for each in self.place.law.family("eligibility") if each.rule.how == "declared"],
        })  # fmt: skip
        drafts.keep_photo(made, pictures.portrait(at))
        application = perform(recruitment.apply, self.place.office, ANYONE, draft=made.receipt)
        recruiter = self.by(Role.RECRUITER)
        found = [f"{each.name}=met" for each in looks_of(application, self.place.law, clock.today())]
        application = perform(recruitment.review, application, recruiter, verdicts=found, reasons=[])
        return perform(recruitment.accept, application, recruiter)

    def appoint_them(self) -> None:
        for name, application in zip(("丙", "丁"), self.accepted, strict=True):
            self.terms[name] = sworn(
                perform(roster.appoint, application, self.by(Role.DECIDER), since=clock.today())
            )

    def renew_one(self) -> None:
        self.terms["甲"] = perform(roster.renew, self.terms["甲"], self.by(Role.DECIDER), reason="履职好")

    def one_steps_down(self) -> None:
        perform(roster.step_down, self.terms["丁"], supervisor(self.terms["丁"]))

    # --- work ---
    def go_round(self) -> None:
        for n in range(3):
            institution(self.place, f"示例药房{n}")
        officer, law = self.by(Role.CASE_OFFICER), self.place.law
        made = perform(
            rounds.open_round, self.place.office, officer, title="上半年药店巡查", kinds=["pharmacy"], way="open",
            how=drawing.PLAIN, wanted=2, each=2, due=day(7, 31),
            pharmacy_list=fieldwork.lists(self.place.office, law, "pharmacy")[0][0],
        )  # fmt: skip
        perform(rounds.draw_institutions, made, officer)
        term, shop = self.terms["丙"], institution(self.place, "示例药房九")
        visit = perform(
            fieldwork.assign_visit, term, officer, institution=shop.code, way="open",
            checklist=checklists.offered(law, self.place.bureau, "pharmacy")[0].name, due=day(7, 31),
        )  # fmt: skip
        perform(fieldwork.accept_visit, visit, supervisor(term))
        rule = checklists.rule_of(visit)
        answers = {each.name: each.options[0] for each in rule.questions if each.kind == "choice"}
        notes = {each.name: "没有" for each in rule.questions if each.kind == "words" and each.required}
        name = vault.read(term.number, "name")["name"]
        perform(
            fieldwork.record_visit, visit, supervisor(term), done_at=clock.now(), answers=answers, notes=notes, signature=name
        )  # fmt: skip

    def file(self, key: str) -> None:
        term = self.terms["丙"]
        self.leads[key] = perform(leads.file_lead, term, supervisor(term), words="示例", happened_at=None)

    def take_up(self, key: str) -> None:
        perform(leads.take_up, self.leads[key], self.by(Role.CASE_OFFICER))

    def explain(self, key: str) -> None:
        perform(leads.explain_delay, self.leads[key], self.by(Role.CASE_OFFICER), words="还在等机构的材料")

    def answer(self, key: str) -> None:
        perform(leads.answer, self.leads[key], self.by(Role.CASE_OFFICER), outcome="not_proved", words="示例")

    # --- engagement ---
    def teach(self) -> None:
        liaison = self.by(Role.LIAISON)
        made = perform(
            training.draft_course, self.place.office, liaison, title="入门", body="示例", minutes=45
        )
        perform(training.open_course, made, liaison, everybody=True)
        study = Study.objects.select_related("docket", "bureau", "course").get(user=self.terms["丙"].user_id)
        perform(training.complete_study, study, supervisor(self.terms["丙"]))

    def tell_the_fund(self) -> None:
        liaison = self.by(Role.LIAISON)
        made = perform(
            briefings.draft_bulletin, self.place.office, liaison, title="上半年基金运行通报", body="示例", since=day(1, 1),
            until=day(6, 30),
        )  # fmt: skip
        perform(
            briefings.enter_figures, made, liaison, fund="职工基本医疗保险基金", income="1000", expenditure="900",
            balance="5000", source="财务科报表",
        )  # fmt: skip
        perform(briefings.send_briefing, made, liaison, everybody=True)

    def meet(self) -> None:
        liaison = self.by(Role.LIAISON)
        meeting = perform(
            meetings.plan_meeting, self.place.office, liaison, sort="symposium", title="年度座谈会",
            starts_at=datetime.combine(clock.today(), datetime.min.time(), clock.CHINA) + timedelta(hours=9),
            where="三楼会议室", agenda="听取意见",
        )  # fmt: skip
        perform(meetings.invite_supervisors, meeting, liaison, everybody=True)
        asked = Invitation.objects.select_related("docket", "bureau", "meeting__docket").get(
            user=self.terms["丙"].user_id
        )
        perform(
            meetings.sign_in, asked, supervisor(self.terms["丙"]), code=doors.made(meeting.door, clock.now())
        )
        perform(meetings.hold_meeting, meeting, liaison, minutes=120)

    # --- the budget ---
    def draft_the_budget(self) -> None:
        keeper = self.by(Role.ACCOUNTANT)
        book = perform(
            funds.open_book, self.place.office, keeper, fund="fund.kind.employees", name="职工基本医疗保险基金",
            special_account="示例银行财政专户", since=FIRST,
        )  # fmt: skip
        self.budget = perform(budgets.draft_budget, book, keeper, year=2026)
        perform(budgets.enter_lines, self.budget, keeper, lines=["401 1,200,000", "501 1,150,000"])

    def budget_step(self, name: str, field: str) -> None:
        act = getattr(budgets, name)
        more = {} if name == "send_to_finance" else {"document": "示例〔2026〕1号", "scan": [scan()]}
        self.budget.refresh_from_db()
        perform(act, self.budget, self.by(Role.DECIDER), **{field: clock.today()}, **more)

    # --- the year's end ---
    def assess(self) -> None:
        chief = self.by(Role.DECIDER)
        made = perform(
            service.set_scheme, self.place.office, chief, year=2026, weights={"visits": "100"}, full={"visits": "1"},
            grades="优秀、合格", answer_days=10,
        )  # fmt: skip
        perform(service.assess, made, chief)
        for each in Assessment.objects.select_related("docket", "bureau", "scheme").order_by("id"):
            graded = perform(service.grade, each, self.by(Role.LIAISON), grade="合格", words="示例")
            perform(service.approve_grade, graded, chief)


def then(name: str, *more: Any) -> Callable[[Year], object]:
    return lambda year: getattr(year, name)(*more)


PLAN: dict[date, list[Callable[[Year], object]]] = {
    day(1, 5): [],  # the first night
    day(1, 6): [then("settle_in")],
    day(1, 7): [then("agency_confirms")],
    day(1, 8): [then("name_members")],
    day(1, 12): [then("draft_the_budget")],
    day(1, 15): [then("budget_step", "send_to_finance", "sent_on")],
    day(1, 20): [then("take_over_paper")],
    day(1, 30): [then("budget_step", "record_review", "reviewed_on")],
    day(2, 2): [then("announce")],
    day(2, 9): [then("two_apply")],
    day(2, 10): [then("budget_step", "record_settling", "settled_on")],
    day(2, 12): [then("make_the_law_known")],
    day(3, 2): [then("appoint_them")],
    day(3, 5): [then("budget_step", "record_approval", "approved_on")],
    day(3, 20): [then("renew_one")],
    day(4, 2): [],  # terms ran out the day before
    day(4, 7): [then("file", "in time")],
    day(4, 15): [then("take_up", "in time"), then("answer", "in time")],
    day(5, 6): [then("file", "late")],
    day(5, 8): [then("take_up", "late")],
    day(5, 22): [],  # its last day was yesterday
    day(5, 25): [then("explain", "late")],
    day(6, 10): [then("answer", "late")],
    day(6, 15): [then("go_round")],
    day(6, 16): [],  # the list has institutions without agreements
    day(7, 10): [then("tell_the_fund")],
    day(9, 8): [then("teach")],
    day(10, 16): [then("meet")],
    day(11, 10): [then("file", "never")],
    day(11, 16): [then("one_steps_down")],
    day(11, 26): [],
    day(12, 1): [then("assess")],
    day(12, 20): [then("file", "young")],
    LAST: [],
}
