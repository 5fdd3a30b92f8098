"""The national base as data: sources named with how far each can be trusted, periods each in its own unit."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from zhongdu.calendar import Unit, default_schedule, reckon
from zhongdu.law.address import Address
from zhongdu.law.cases import failures, read_cases
from zhongdu.law.judging import judge_bounds
from zhongdu.law.library import Shelf, Silent, Statute, load
from zhongdu.law.pack import Bound, compile_pack
from zhongdu.law.shapes import Strength, Timed, Trust
from zhongdu.law.vocabulary import vocabulary

LAW = Path(__file__).parents[2] / "law"
CAUTION = [Trust.TEXT, Trust.SECONDARY, Trust.UNVERIFIED]


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return load(LAW)


@pytest.fixture(scope="module")
def nation(shelf: Shelf) -> Statute:
    return shelf.statute("national")


def clocks(nation: Statute) -> dict[str, Bound]:
    return {bound.key: bound for bound in nation.family("clock")}


# --- sources ---------------------------------------------------------------------------------------------------


def test_every_instrument_says_where_it_was_read_and_when(nation: Statute) -> None:
    for code, text in nation.pack.instruments.items():
        assert text.source and text.checked_on == date(2026, 11, 22), code


def test_no_rule_is_surer_than_the_text_it_stands_on(nation: Statute) -> None:
    """Except that pages may quote a rule of a text which nobody has read as a whole."""
    too_sure = [
        bound.name
        for bound in nation.own()
        for text in [nation.pack.instruments[bound.address.code]]
        if CAUTION.index(bound.rule.trust) < CAUTION.index(text.trust)
        and (bound.rule.trust, text.trust) != (Trust.SECONDARY, Trust.UNVERIFIED)
    ]
    assert too_sure == []


def test_what_no_text_supports_is_not_made_binding(nation: Statute) -> None:
    """The platform's own defaults are marked, explained, and bind nobody."""
    own = [
        bound
        for bound in nation.own()
        if bound.rule.trust is Trust.UNVERIFIED and bound.concept.name != "clock"
    ]
    assert own
    assert all(bound.rule.note and bound.rule.strength in {Strength.MAY, Strength.NORMALLY} for bound in own)


def test_every_clause_carries_a_rule_or_an_answer_to_one(shelf: Shelf, nation: Statute) -> None:
    rested = {
        address
        for pack in shelf.packs.values()
        for bound in pack.rules.values()
        for address in bound.addresses
    }
    rested |= {
        Address.parse(question.clause, "national")
        for bound in nation.own()
        for question in getattr(bound.rule, "questions", ())
        if question.clause
    }
    against = {
        Address.parse(tension.against, pack.code)
        for pack in shelf.packs.values()
        for tension in pack.tensions
    }
    assert set(nation.pack.clauses) <= rested | against


def test_articles_that_were_not_found_are_not_numbered(nation: Statute) -> None:
    unread = {"guidance-2024", "report-handling", "physicians-scheme"}
    assert {a.path for a in nation.pack.clauses if a.code in unread} == {"whole"}
    assert "43.5" not in {a.path for a in nation.pack.clauses if a.code == "designation-medical"}


def test_it_gives_every_supervisors_measure_what_it_may_leave_unsaid(nation: Statute) -> None:
    needed = {word.name for word in vocabulary().values() if word.needed == "supervisors"}
    given = {bound.concept.name for bound in nation.own()}
    assert needed - given == {"term.length"}  # set by each city: never a default


@pytest.mark.parametrize(
    "concept",
    ["term.length", "public_notice.period", "resignation.period", "eligibility.age", "appointment.badge",
     "media.approval", "symposium", "selection.number", "measure.validity"],
)  # fmt: skip
def test_what_only_localities_say_is_not_said_here(nation: Statute, concept: str) -> None:
    with pytest.raises(Silent):
        nation.rule(concept)


# --- the cases -------------------------------------------------------------------------------------------------


def test_the_cases_hold(nation: Statute) -> None:
    cases = read_cases(LAW / "national")
    assert len(cases) >= 25
    assert failures(cases, nation, default_schedule()) == []


@pytest.mark.parametrize(
    ("was", "becomes", "rule"),
    [
        ("n = 15", "n = 14", "clock.filing_check"),
        ('unit = "working_days"', 'unit = "days"', "clock.filing_check"),
        ('unit = "working_days"', 'unit = "days"', "clock.hearing_request"),
        ('counts = "before"\n', "", "clock.hearing_notice"),
        ('unit = "days"', 'unit = "working_days"', "clock.decision"),
        ("n = 90", "n = 89", "clock.decision"),
        ("rolls = false", "rolls = true", "clock.sealing"),
        ("rolls = false", "rolls = true", "clock.referral_decision"),
        ('unit = "days"', 'unit = "working_days"', "clock.police_decision"),
        ('unit = "working_days"', 'unit = "days"', "clock.demand"),
        ("n = 30", "n = 60", "clock.public_service"),
        ("n = 24", "n = 48", "clock.referral_transfer"),
        ("rolls = false", "rolls = true", "clock.limitation"),
        ("n = 15", "n = 16", "clock.fine_payment"),
        ("n = 60", "n = 59", "clock.reconsideration_request"),
        ("n = 3\n", "n = 2\n", "clock.court_application"),
        ('trust = "unverified"', 'trust = "text"', "clock.litigation"),
        ("n = 2\n", "n = 3\n", "reward.claim"),
        ("min = 200\n", "min = 201\n", "reward.limits"),
        ("max = 200000", "max = 200001", "reward.limits"),
        ("min = 2\n", "min = 1\n", "inspection.officers"),
        ("min = 2\n", "min = 3\n", "agreement.suspensions"),
        ("complete = false", "complete = true", "application.form"),
        ('wants = "person"', 'wants = "department"', "liaison"),
    ],
)
def test_a_changed_rule_is_caught_by_a_case(nation: Statute, was: str, becomes: str, rule: str) -> None:
    before, opening, after = nation.pack.text.partition(f"[{rule}]\n")
    assert opening and was in after
    changed = Statute(compile_pack(before + opening + after.replace(was, becomes, 1)))
    wrong = failures(read_cases(LAW / "national"), changed, default_schedule())
    assert rule in {mistake.key for mistake in wrong}


# --- periods: each statute its own unit ---------------------------------------------------------------------------


@pytest.mark.clauses("penalty-law:85")
def test_in_the_penalty_law_two_three_five_and_seven_days_are_working_days(nation: Statute) -> None:
    mine = [bound.rule for bound in clocks(nation).values() if bound.address.code == "penalty-law"]
    counted = {(rule.n, rule.unit) for rule in mine if rule.unit in {Unit.DAYS, Unit.WORKING_DAYS}}
    assert counted == {
        (3, Unit.WORKING_DAYS),
        (5, Unit.WORKING_DAYS),
        (7, Unit.WORKING_DAYS),
        (15, Unit.DAYS),
        (90, Unit.DAYS),
    }


@pytest.mark.clauses("coercion-law:69")
def test_in_the_coercion_law_up_to_ten_days_are_working_days(nation: Statute) -> None:
    for bound in clocks(nation).values():
        if bound.address.code == "coercion-law" and bound.rule.unit in {Unit.DAYS, Unit.WORKING_DAYS}:
            assert (bound.rule.n <= 10) == (bound.rule.unit is Unit.WORKING_DAYS), bound.name


@pytest.mark.clauses("reconsideration-law:88/2")
def test_in_the_reconsideration_law_five_and_ten_days_are_working_days(nation: Statute) -> None:
    for bound in clocks(nation).values():
        if bound.address.code == "reconsideration-law":
            assert (bound.rule.n in {3, 5, 7, 10}) == (bound.rule.unit is Unit.WORKING_DAYS), bound.name


def test_a_period_of_working_days_says_which_article_makes_them_so(nation: Statute) -> None:
    says_so = {
        "penalty-law": "penalty-law:85",
        "coercion-law": "coercion-law:69",
        "reconsideration-law": "reconsideration-law:88/2",
    }
    for bound in clocks(nation).values():
        source = says_so.get(bound.address.code)
        if source and bound.rule.unit is Unit.WORKING_DAYS:
            assert Address.parse(source) in bound.addresses, bound.name


@pytest.mark.clauses("referral-rules:5/2", "referral-rules:8", "referral-rules:9/1", "referral-rules:12")
def test_a_referral_runs_in_calendar_days_that_never_move(nation: Statute) -> None:
    mine = [bound.rule for bound in clocks(nation).values() if bound.address.code == "referral-rules"]
    assert {(rule.n, rule.unit) for rule in mine} == {(3, Unit.DAYS), (24, Unit.HOURS)}
    assert not any(rule.rolls for rule in mine)


def test_every_period_names_its_start_and_can_be_reckoned(nation: Statute) -> None:
    moment = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001 - a moment in China, as a case file gives it
    for bound in nation.own():
        if isinstance(bound.rule, Timed) and bound.rule.span:
            start = moment if bound.rule.unit is Unit.HOURS else moment.date()
            last = reckon(bound.rule.span, start, default_schedule()).last
            assert bound.rule.start, bound.name
            assert (last > start) == (bound.rule.counts == "after"), bound.name


def test_an_extension_runs_from_the_end_of_what_it_extends(nation: Statute) -> None:
    extensions = [bound for key, bound in clocks(nation).items() if "extension" in key]
    assert len(extensions) == 8
    for bound in extensions:
        assert "期限届满" in bound.rule.start and bound.rule.strength is Strength.MAY, bound.name


@pytest.mark.parametrize("start", [date(2026, 1, 1) + timedelta(days=17 * n) for n in range(20)])
def test_only_rolling_calendar_periods_move_off_a_day_of_rest(nation: Statute, start: date) -> None:
    schedule = default_schedule()
    for bound in clocks(nation).values():
        rule = bound.rule
        if rule.unit is Unit.DAYS:
            last = reckon(rule.span, start, schedule).last
            counted = start + timedelta(days=rule.n)
            assert last == counted or (rule.rolls and last > counted and not schedule.is_working(counted))
            assert schedule.is_working(last) or not rule.rolls, bound.name


# --- numbers that higher law sets ---------------------------------------------------------------------------------


@pytest.mark.clauses("fund-regulation:29/1", "penalty-law:42/1")
@pytest.mark.parametrize(("number", "verdict"), [(1, "fails"), (2, "holds")])
def test_two_officers_at_least(nation: Statute, number: int, verdict: str) -> None:
    assert judge_bounds(nation.rule("inspection.officers").rule, number) == verdict


@pytest.mark.clauses("designation-medical:43.1")
@pytest.mark.parametrize(("number", "verdict"), [(1, "fails"), (2, "holds")])
def test_two_suspensions_are_enough(nation: Statute, number: int, verdict: str) -> None:
    assert judge_bounds(nation.rule("agreement.suspensions").rule, number) == verdict


@pytest.mark.parametrize(
    ("yuan", "verdict"), [(199, "fails"), (200, "holds"), (200_000, "holds"), (200_001, "fails")]
)
def test_a_reward_lies_between_two_hundred_and_two_hundred_thousand(
    nation: Statute, yuan: int, verdict: str
) -> None:
    assert judge_bounds(nation.rule("reward.limits").rule, yuan) == verdict


# --- what the platform brings where nobody says anything ------------------------------------------------------------


def test_the_form_asks_what_it_says_and_says_that_it_is_the_platform_s(nation: Statute) -> None:
    form = nation.rule("application.form").rule
    assert not form.complete and "不是国家或者当地文件规定的表式" in form.note
    names = [field.name for field in form.fields]
    assert len(names) == len(set(names)) == 15
    printed = [name for row in form.layout for name in row]
    assert set(printed) == set(names)
    assert [name for name in names if printed.count(name) > 1] == ["photo"], "one cell over three rows"
    citizenship = next(field for field in form.fields if field.name == "citizenship")
    assert citizenship.options == ("中国", "其他")
    assert {field.name for field in form.fields if field.read_from_id} == {"sex", "born"}
    assert Address.parse("personal-info-law:17") in nation.rule("application.form").addresses


def test_the_checklist_asks_after_clauses_and_says_which_answers_mean_trouble(nation: Statute) -> None:
    checklist = nation.rule("checklist.general").rule
    assert not checklist.official and set(checklist.kinds) == {"medical_institution", "pharmacy"}
    for question in checklist.questions:
        assert set(question.trouble) < set(question.options) or question.kind != "choice"
        assert (question.kind == "choice") == bool(question.clause and question.trouble)
        assert not question.clause or Address.parse(question.clause) in nation.pack.clauses


def test_violations_are_those_of_the_regulation(nation: Statute) -> None:
    found = nation.family("violation")
    assert {bound.address.article for bound in found} == {37, 38, 39, 40, 41}
    assert {bound.rule.of for bound in found} == {"medical_institution", "pharmacy", "insured", "agency"}
    assert {bound.rule.strength for bound in found} == {Strength.MUST_NOT}


@pytest.mark.clauses("fund-regulation:35/2")
def test_leads_are_answered_promptly_and_no_number_is_made_up(nation: Statute) -> None:
    answer = nation.rule("lead.answer").rule
    assert answer.promptly and answer.span is None and answer.strength is Strength.MUST
    explanation = nation.rule("lead.explanation").rule
    assert explanation.strength is Strength.NORMALLY and explanation.trust is Trust.UNVERIFIED


def test_an_earlier_reward_rule_is_on_record_as_replaced(nation: Statute) -> None:
    old = nation.pack.instruments["fraud-reward-rules"]
    assert old.replaced_by == "reward-rules"
    assert old.lapsed(None) and old.lapsed(date(2023, 1, 1)) and not old.lapsed(date(2022, 12, 31))
