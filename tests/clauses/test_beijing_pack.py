"""Beijing's measure as data: every clause is there, its rules say what it says, and its cases can fail."""

from datetime import date
from pathlib import Path

import pytest

from zhongdu.calendar import default_schedule, reckon
from zhongdu.law.address import Address
from zhongdu.law.cases import failures, read_cases
from zhongdu.law.judging import age_on, judge_condition
from zhongdu.law.library import Silent, Statute, load
from zhongdu.law.pack import compile_pack
from zhongdu.law.shapes import ClauseKind, Strength

ROOT = Path(__file__).parents[2]
LAW = ROOT / "law"
CLAUSES = ROOT.parent / "shared" / "mission" / "clauses.tsv"

# Article → its paragraphs, items and items of paragraphs, as the document numbers them.
PARTS = {
    1: "", 2: "", 3: "", 4: ".1 .2 .3 .4 .5", 5: "/1 /1.1 /1.2 /1.3 /1.4 /2", 6: ".1 .2 .3 .4 .5", 7: "",
    8: ".1 .2 .3 .4 .5 .6 .6/1 .6/2 .7", 9: ".1 .2 .3 .4 .5 .6 .7 .8", 10: "", 11: "", 12: "", 13: "",
    14: ".1 .2 .3 .4 .5 .6 .7 .8 .9", 15: "", 16: "",
}  # fmt: skip


@pytest.fixture(scope="module")
def beijing() -> Statute:
    return load(LAW).statute("beijing")


def part_of(address: Address, whole: Address) -> bool:
    """Whether an address is a clause or lies somewhere inside it."""
    return address == whole or bool(address.parent and part_of(address.parent, whole))


def last_day(statute: Statute, name: str, start: date) -> date:
    return reckon(statute.rule(name).rule.span, start, default_schedule()).last


# --- the clauses ------------------------------------------------------------------------------------------


def test_every_clause_of_the_document_is_there_and_no_other(beijing: Statute) -> None:
    expected = {f"{article}{part}" for article, parts in PARTS.items() for part in ["", *parts.split()]}
    assert {address.path for address in beijing.pack.clauses} == expected | {"annex"}
    assert len(expected) == 58


@pytest.mark.skipif(not CLAUSES.exists(), reason="the mission's list of clauses is not at hand")
def test_the_clauses_are_those_of_the_mission(beijing: Statute) -> None:
    listed = {line.partition("\t")[0] for line in CLAUSES.read_text("utf-8").splitlines()}
    assert {str(address) for address in beijing.pack.clauses} == {
        a for a in listed if a.startswith("beijing:")
    }


def test_no_gist_is_the_official_sentence(beijing: Statute) -> None:
    if not CLAUSES.exists():
        pytest.skip("the official sentences are not at hand")
    official = dict(line.split("\t", 1) for line in CLAUSES.read_text("utf-8").splitlines())
    copied = [
        str(a) for a, clause in beijing.pack.clauses.items() if clause.gist.rstrip("。") in official[str(a)]
    ]
    assert not copied


def test_every_operative_clause_carries_a_rule_and_the_purpose_carries_none(beijing: Statute) -> None:
    rested = [address for bound in beijing.own() for address in bound.addresses]
    bare = {
        address.path
        for address in beijing.pack.clauses
        if not any(part_of(other, address) for other in rested)
    }
    declaratory = {a.path for a, c in beijing.pack.clauses.items() if c.kind is ClauseKind.DECLARATORY}
    assert bare == declaratory == {"1"}


@pytest.mark.clauses("beijing:16")
def test_it_commences_on_issue_and_prevails_over_what_came_before(beijing: Statute) -> None:
    head = beijing.pack.head
    assert head.commences and (head.commences.on, head.commences.clause) == ("issue", "16")
    assert (head.number, head.issuer, head.signed) == ("京医保发〔2025〕19号", "110000", date(2025, 12, 17))
    assert beijing.rule("measure.prevails").rule.strength is Strength.MUST
    with pytest.raises(Silent):
        beijing.rule("measure.validity")


# --- the cases ----------------------------------------------------------------------------------------------


def test_the_cases_hold(beijing: Statute) -> None:
    cases = read_cases(LAW / "beijing")
    assert len(cases) >= 25
    assert failures(cases, beijing, default_schedule()) == []


@pytest.mark.parametrize(
    ("was", "becomes", "rule"),
    [
        ("min = 25", "min = 26", "eligibility.age"),
        ("min = 25", "min = 24", "eligibility.age"),
        ("max = 70", "max = 69", "eligibility.age"),
        ("max = 70", "max = 71", "eligibility.age"),
        ('strength = "normally"', 'strength = "must"', "eligibility.age"),
        ("n = 5\n", "n = 6\n", "public_notice.period"),
        ('unit = "working_days"', 'unit = "days"', "public_notice.period"),
        ("n = 20\n", "n = 21\n", "change_report.period"),
        ("n = 3\n", "n = 2\n", "term.length"),
        ('value = "must_end"', 'value = "may_end"', "ending"),
        ('effects = ["letter_recalled"]', "effects = []", "ending.ground.breach"),
        ('needs = ["consent"]', "needs = []", "ending.ground.own_request"),
        ('strength = "normally"', 'strength = "must"', "resignation.period"),
        ("rolls = false", "rolls = true", "resignation.period"),
        ("needs_notice = false", "needs_notice = true", "channel.self_nominated"),
        ('levels = ["city", "county"]', 'levels = ["city"]', "liaison"),
    ],
)
def test_a_changed_rule_is_caught_by_a_case(beijing: Statute, was: str, becomes: str, rule: str) -> None:
    before, opening, after = beijing.pack.text.partition(f"[{rule}]\n")
    assert opening and was in after
    changed = Statute(compile_pack(before + opening + after.replace(was, becomes, 1)), beijing.base)
    wrong = failures(read_cases(LAW / "beijing"), changed, default_schedule())
    assert rule in {mistake.key for mistake in wrong}


# --- who does what ---------------------------------------------------------------------------------------------


@pytest.mark.clauses("beijing:3", "beijing:11")
def test_the_city_recruits_and_districts_assist_and_share(beijing: Statute) -> None:
    assert (
        beijing.rule("level.recruiting").rule.levels
        == beijing.rule("level.managing").rule.levels
        == ("city",)
    )
    assert beijing.rule("level.assisting").rule.levels == ("county",)
    assert beijing.rule("level.organising").rule.strength is Strength.NORMALLY
    assert beijing.rule("work.shared").rule.strength is Strength.MAY


@pytest.mark.clauses("beijing:12")
def test_city_and_districts_each_name_a_person_and_a_grave_event_goes_up(beijing: Statute) -> None:
    liaison = beijing.rule("liaison").rule
    assert (liaison.levels, liaison.wants, liaison.kept) == (("city", "county"), "person", True)
    upward = beijing.rule("grave_event.upward").rule
    assert (upward.levels, upward.promptly, upward.holder) == (("county",), True, "bureau")


def test_what_it_leaves_unsaid_is_the_national_bases_to_say(beijing: Statute) -> None:
    for name in ("lead.answer", "lead.explanation", "suggestion.answer", "forwarded.answer"):
        assert beijing.rule(name).pack == "national"
    for silent in ("appointment.badge", "badge.at_work", "register", "special_meeting", "selection.best"):
        with pytest.raises(Silent):
            beijing.rule(silent)


# --- getting in ----------------------------------------------------------------------------------------------------


@pytest.mark.clauses("beijing:4.1")
@pytest.mark.parametrize(
    ("born", "verdict"),
    [
        (date(2001, 5, 12), "departs"),  # 25 tomorrow
        (date(2001, 5, 11), "met"),  # 25 today
        (date(1956, 5, 11), "met"),  # 70 today
        (date(1955, 5, 12), "met"),  # 71 tomorrow
        (date(1955, 5, 11), "departs"),  # 71 today
    ],
)
def test_ages_from_25_to_70_are_normal_and_others_a_departure(
    beijing: Statute, born: date, verdict: str
) -> None:
    rule = beijing.rule("eligibility.age").rule
    assert judge_condition(rule, age=age_on(born, date(2026, 5, 11)), citizen=None, answer=None) == verdict


@pytest.mark.clauses("beijing:4.1")
def test_one_clause_holds_a_must_and_a_normally(beijing: Statute) -> None:
    strengths = {b.key: b.rule.strength for b in beijing.family("eligibility") if b.address.path == "4.1"}
    assert strengths == {"citizenship": Strength.MUST, "age": Strength.NORMALLY}


@pytest.mark.clauses("beijing:4.2", "beijing:4.3", "beijing:4.4", "beijing:4.5")
def test_the_other_conditions_are_declared_or_judged(beijing: Statute) -> None:
    how = {bound.key: (bound.address.path, bound.rule.how) for bound in beijing.family("eligibility")}
    assert how == {
        "citizenship": ("4.1", "computed"),
        "age": ("4.1", "computed"),
        "politics": ("4.2", "declared"),
        "integrity": ("4.2", "judged"),
        "clean_record": ("4.2", "declared"),
        "secrecy": ("4.2", "declared"),
        "commitment": ("4.3", "judged"),
        "knowledge": ("4.3", "judged"),
        "public_contact": ("4.4", "judged"),
        "health": ("4.4", "judged"),
        "background": ("4.5", "judged"),
    }


@pytest.mark.clauses("beijing:4.5", "beijing:6.4")
def test_what_is_ambiguous_stays_so_until_the_bureau_chooses(beijing: Statute) -> None:
    assert set(beijing.rule("eligibility.background").rule.readings) == {"condition", "preference"}
    objection = beijing.rule("public_notice.objection_stops").rule
    assert set(objection.readings) == {"the_person", "the_list"}
    assert objection.value == ""


@pytest.mark.clauses("beijing:5/1.1", "beijing:5/1.2", "beijing:5/1.3", "beijing:5/1.4", "beijing:5/2")
def test_four_ways_in_and_the_city_chooses_among_them(beijing: Statute) -> None:
    ways = {bound.rule.route: bound for bound in beijing.family("channel")}
    assert {route: way.address.path for route, way in ways.items()} == {
        "open": "5/1.1",
        "invited": "5/1.2",
        "recommended": "5/1.3",
        "self_nominated": "5/1.4",
    }
    assert {route for route, way in ways.items() if way.rule.needs_notice} == {"open"}
    assert {way.rule.strength for way in ways.values()} == {Strength.MAY}
    assert beijing.rule("channel.free_choice").address.path == "5/2"


@pytest.mark.clauses("beijing:annex")
def test_its_form_is_named_but_not_invented(beijing: Statute) -> None:
    form = beijing.rule("application.form").rule
    assert form.title == "北京市医疗保障基金社会监督员报名表"
    assert not form.complete
    assert not form.fields and not form.declaration


@pytest.mark.clauses("beijing:6.4")
@pytest.mark.parametrize(
    ("posted", "last"),
    [
        (date(2026, 3, 2), date(2026, 3, 9)),
        (date(2026, 2, 13), date(2026, 2, 27)),  # the Saturday is worked, Spring Festival is not
        (date(2026, 9, 29), date(2026, 10, 12)),  # 30 Sep, 8, 9, 10 (a make-up Saturday), 12 Oct
    ],
)
def test_public_notice_runs_five_working_days(beijing: Statute, posted: date, last: date) -> None:
    assert last_day(beijing, "public_notice.period", posted) == last


# --- the appointment -------------------------------------------------------------------------------------------------


@pytest.mark.clauses("beijing:6.5", "beijing:7")
def test_a_letter_a_public_list_and_three_years(beijing: Statute) -> None:
    assert beijing.rule("appointment.letter").rule.title == "聘书"
    assert beijing.rule("appointment.list_public").rule.kept
    assert last_day(beijing, "term.length", date(2023, 10, 1)) == date(2026, 10, 1)  # a day off: not extended
    assert beijing.rule("term.renewal").rule.strength is Strength.MAY
    assert beijing.rule("term.lapse").rule.strength is Strength.MUST


@pytest.mark.clauses("beijing:7")
@pytest.mark.parametrize(
    ("changed", "last"),
    [
        (date(2026, 3, 2), date(2026, 3, 30)),
        (date(2026, 2, 10), date(2026, 3, 16)),  # over Spring Festival, with two make-up Saturdays
        (date(2026, 9, 18), date(2026, 10, 22)),  # over Mid-Autumn and National Day
    ],
)
def test_particulars_are_reported_within_twenty_working_days(
    beijing: Statute, changed: date, last: date
) -> None:
    assert last_day(beijing, "change_report.period", changed) == last


# --- work and discipline --------------------------------------------------------------------------------------------


@pytest.mark.clauses("beijing:8.6/1", "beijing:8.6/2")
def test_work_is_assigned_or_self_chosen_recorded_and_leads_have_contents(beijing: Statute) -> None:
    assert [kind.key for kind in beijing.family("work.kind")] == ["assigned", "self_chosen"]
    assert beijing.rule("work.record").rule.holder == "supervisor"
    assert beijing.rule("grave_event.report").rule.holder == "supervisor"
    contents = beijing.rule("lead.contents")
    assert (contents.address.path, contents.rule.items) == ("8.6/2", ("时间", "地点", "事件", "证据"))


@pytest.mark.clauses("beijing:8.1", "beijing:8.2", "beijing:8.3", "beijing:8.4", "beijing:8.5", "beijing:8.7")
def test_the_tasks_are_there_in_their_order(beijing: Statute) -> None:
    paths = [task.address.path for task in beijing.family("task")]
    assert paths == ["8.1", "8.2", "8.3", "8.3", "8.4", "8.5", "8.7"]


@pytest.mark.clauses(
    "beijing:9.1", "beijing:9.2", "beijing:9.3", "beijing:9.4", "beijing:9.5", "beijing:9.6", "beijing:9.7", "beijing:9.8"
)  # fmt: skip
def test_prohibitions_are_told_from_duties(beijing: Statute) -> None:
    forbidden = {b.key for b in beijing.family("discipline") if b.rule.strength is Strength.MUST_NOT}
    owed = {b.key for b in beijing.family("discipline") if b.rule.strength is Strength.MUST}
    assert forbidden == {
        "unrelated_activity",
        "private_gain",
        "gifts",
        "harassment",
        "secrets",
        "unfinished_matters",
    }
    assert owed == {"within_law", "work_secrets", "bureau_rules", "public_order"}
    assert beijing.rule("recusal").rule.value == "interest_that_may_impair"
    assert beijing.rule("media.approval").rule.strength is Strength.MUST


# --- endings -------------------------------------------------------------------------------------------------------------

GROUNDS = {
    "breach": ("14.1", "finding"),
    "untrue_particulars": ("14.2", "untrue_particulars"),
    "unable": ("14.3", "finding"),
    "own_request": ("14.4", "own_request"),
    "term_over": ("14.5", "term_over"),
    "sanctioned": ("14.6", "finding"),
    "bad_credit": ("14.7", "finding"),
    "fund_misuse": ("14.8", "fund_misuse"),
    "other": ("14.9", "finding"),
}


@pytest.mark.parametrize(
    ("key", "path", "raised_by"),
    [
        pytest.param(key, path, raised_by, id=key, marks=pytest.mark.clauses("beijing:14", f"beijing:{path}"))
        for key, (path, raised_by) in GROUNDS.items()
    ],
)
def test_a_ground_ends_an_appointment_and_recalls_the_letter(
    beijing: Statute, key: str, path: str, raised_by: str
) -> None:
    ground = beijing.rule(f"ending.ground.{key}")
    assert (ground.address.path, ground.rule.raised_by) == (path, raised_by)
    assert ground.rule.strength is Strength.MUST
    assert ground.rule.effects == ("letter_recalled",)
    assert not ground.rule.grave
    assert ground.rule.by_fact == (key == "term_over")
    assert ground.rule.needs == (("consent",) if key == "own_request" else ())


def test_the_grounds_are_these_and_no_others(beijing: Statute) -> None:
    assert [bound.key for bound in beijing.family("ending.ground")] == [*GROUNDS]
    assert beijing.rule("ending").rule.value == "must_end"


@pytest.mark.clauses("beijing:14.4")
@pytest.mark.parametrize(
    ("asked", "leaving"),
    [
        (date(2026, 6, 15), date(2026, 7, 15)),
        (date(2026, 9, 5), date(2026, 10, 5)),  # within the holiday: not moved on
        (date(2026, 1, 31), date(2026, 2, 28)),
    ],
)
def test_who_leaves_normally_asks_a_month_ahead(beijing: Statute, asked: date, leaving: date) -> None:
    assert beijing.rule("resignation.period").rule.strength is Strength.NORMALLY
    assert last_day(beijing, "resignation.period", asked) == leaving


# --- the pool, rewards, meetings ---------------------------------------------------------------------------------


@pytest.mark.clauses("beijing:14")
def test_the_city_keeps_a_pool_and_an_assessment(beijing: Statute) -> None:
    for name in ("pool", "assessment"):
        duty = beijing.rule(name).rule
        assert (duty.strength, duty.levels, duty.kept) == (Strength.MUST, ("city",), True)


@pytest.mark.clauses("beijing:13")
def test_rewards_refer_to_the_reward_rules_and_incentives_are_explored(beijing: Statute) -> None:
    assert beijing.rule("reward").rule.to == ("reward-rules",)
    assert beijing.rule("incentive").rule.strength is Strength.AIM


@pytest.mark.clauses("beijing:15")
def test_meetings_and_training_as_work_requires(beijing: Statute) -> None:
    for name in ("symposium", "training"):
        duty = beijing.rule(name).rule
        assert (duty.every, duty.strength) == ("as_needed", Strength.MAY)
