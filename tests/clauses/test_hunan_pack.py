"""Hunan's measure as data: every clause is there, its rules say what it says, and its cases can fail."""

from datetime import date
from pathlib import Path

import pytest

from zhongdu.calendar import default_schedule, reckon
from zhongdu.law.address import Address
from zhongdu.law.cases import failures, read_cases
from zhongdu.law.judging import judge_condition
from zhongdu.law.library import Silent, Statute, load
from zhongdu.law.pack import compile_pack
from zhongdu.law.shapes import ClauseKind, Strength

ROOT = Path(__file__).parents[2]
LAW = ROOT / "law"
CLAUSES = ROOT.parent / "shared" / "mission" / "clauses.tsv"

# Article → its paragraphs, items and items of paragraphs, as the document numbers them.
PARTS = {
    1: "", 2: "", 3: "", 4: ".1 .2", 5: ".1 .2 .3 .4 .5 .6", 6: "/1 /1.1 /1.2 /1.3 /2", 7: ".1 .2 .3 .4 .5",
    8: ".1 .2 .3 .4 .5", 9: ".1 .2 .3 .4 .5 .6 .7", 10: ".1 .2 .3 .4", 11: "", 12: "",
}  # fmt: skip


@pytest.fixture(scope="module")
def hunan() -> Statute:
    return load(LAW).statute("hunan")


def part_of(address: Address, whole: Address) -> bool:
    """Whether an address is a clause or lies somewhere inside it."""
    return address == whole or bool(address.parent and part_of(address.parent, whole))


# --- the clauses ------------------------------------------------------------------------------------------


def test_every_clause_of_the_document_is_there_and_no_other(hunan: Statute) -> None:
    expected = {f"{article}{part}" for article, parts in PARTS.items() for part in ["", *parts.split()]}
    assert {address.path for address in hunan.pack.clauses} == expected
    assert len(expected) == 46


@pytest.mark.skipif(not CLAUSES.exists(), reason="the mission's list of clauses is not at hand")
def test_the_clauses_are_those_of_the_mission(hunan: Statute) -> None:
    listed = {line.partition("\t")[0] for line in CLAUSES.read_text("utf-8").splitlines()}
    assert {str(address) for address in hunan.pack.clauses} == {a for a in listed if a.startswith("hunan:")}


def test_no_gist_is_the_official_sentence(hunan: Statute) -> None:
    if not CLAUSES.exists():
        pytest.skip("the official sentences are not at hand")
    official = dict(line.split("\t", 1) for line in CLAUSES.read_text("utf-8").splitlines())
    copied = [
        str(a) for a, clause in hunan.pack.clauses.items() if clause.gist.rstrip("。") in official[str(a)]
    ]
    assert not copied


def test_every_operative_clause_carries_a_rule_and_the_purpose_carries_none(hunan: Statute) -> None:
    rested = [address for bound in hunan.own() for address in bound.addresses]
    bare = {
        address.path for address in hunan.pack.clauses if not any(part_of(other, address) for other in rested)
    }
    declaratory = {a.path for a, c in hunan.pack.clauses.items() if c.kind is ClauseKind.DECLARATORY}
    assert bare == declaratory == {"1"}


def test_signing_printing_and_commencement_are_separate(hunan: Statute) -> None:
    head = hunan.pack.head
    assert (head.signed, head.printed) == (date(2025, 3, 26), date(2025, 4, 22))
    assert head.commences and (head.commences.on, head.commences.clause) == ("issue", "12")
    assert (head.number, head.issuer, hunan.is_draft) == ("湘医保发〔2025〕11号", "430000", False)


# --- the cases ----------------------------------------------------------------------------------------------


def test_the_cases_hold(hunan: Statute) -> None:
    cases = read_cases(LAW / "hunan")
    assert len(cases) >= 25
    assert failures(cases, hunan, default_schedule()) == []


@pytest.mark.parametrize(
    ("was", "becomes", "rule"),
    [
        ('value = "may_end"', 'value = "must_end"', "ending"),
        ("grave = true", "grave = false", "ending.ground.breach"),
        ('value = "held"', 'value = "shown"', "badge.at_work"),
        ('value = "interest_that_may_impair"', 'value = "interest"', "recusal"),
        ("n = 3\n", "n = 2\n", "term.length"),
        ("n = 5\n", "n = 6\n", "measure.validity"),
        ('strength = "aim"', 'strength = "must"', "pool"),
        ('every = "year"', 'every = "as_needed"', "symposium"),
        ('wants = "person"', 'wants = "department"', "liaison"),
    ],
)
def test_a_changed_rule_is_caught_by_a_case(hunan: Statute, was: str, becomes: str, rule: str) -> None:
    before, opening, after = hunan.pack.text.partition(f"[{rule}]\n")
    assert opening and was in after
    changed = Statute(compile_pack(before + opening + after.replace(was, becomes, 1)), hunan.base)
    wrong = failures(read_cases(LAW / "hunan"), changed, default_schedule())
    assert rule in {mistake.key for mistake in wrong}


# --- who does what ---------------------------------------------------------------------------------------------


@pytest.mark.clauses("hunan:3")
def test_cities_recruit_and_manage_and_the_province_coordinates(hunan: Statute) -> None:
    assert hunan.rule("level.recruiting").rule.levels == hunan.rule("level.managing").rule.levels == ("city",)
    assert hunan.rule("level.coordinating").rule.levels == ("province",)


@pytest.mark.clauses("hunan:3")
def test_the_provincial_pool_is_an_aim_and_never_a_standing_duty(hunan: Statute) -> None:
    pool = hunan.rule("pool").rule
    assert pool.strength is Strength.AIM
    assert not pool.kept and not pool.every


@pytest.mark.clauses("hunan:10.1")
def test_a_person_is_named_as_liaison_and_a_register_kept(hunan: Statute) -> None:
    liaison = hunan.rule("liaison").rule
    assert (liaison.wants, liaison.kept, liaison.strength) == ("person", True, Strength.MUST)
    assert hunan.rule("register").rule.kept


# --- getting in ----------------------------------------------------------------------------------------------------


@pytest.mark.clauses("hunan:4", "hunan:4.1", "hunan:4.2", "hunan:6/1.2")
def test_four_ways_in_none_of_them_obligatory(hunan: Statute) -> None:
    ways = {way.rule.route: way for way in hunan.family("channel")}
    assert set(ways) == {"open", "invited", "recommended", "self_nominated"}
    assert {way.rule.strength for way in ways.values()} == {Strength.MAY}
    assert {route for route, way in ways.items() if way.rule.needs_notice} == {"open", "self_nominated"}


@pytest.mark.clauses("hunan:5.1")
@pytest.mark.parametrize(("citizen", "verdict"), [(True, "met"), (False, "unmet"), (None, "open")])
def test_citizenship_is_computed_and_knows_no_exception(
    hunan: Statute, citizen: bool | None, verdict: str
) -> None:
    rule = hunan.rule("eligibility.citizenship").rule
    assert judge_condition(rule, age=None, citizen=citizen, answer=None) == verdict


@pytest.mark.clauses("hunan:5.1", "hunan:5.2", "hunan:5.3", "hunan:5.4", "hunan:5.5", "hunan:5.6")
def test_each_of_the_six_conditions_is_computed_declared_or_judged(hunan: Statute) -> None:
    how = {(bound.address.path, bound.rule.how) for bound in hunan.family("eligibility")}
    assert how == {
        ("5.1", "computed"), ("5.1", "declared"), ("5.2", "judged"), ("5.3", "judged"),
        ("5.4", "declared"), ("5.5", "judged"), ("5.6", "declared"),
    }  # fmt: skip
    assert {bound.rule.strength for bound in hunan.family("eligibility")} == {Strength.MUST}


@pytest.mark.clauses("hunan:6/1.3")
def test_the_best_are_chosen(hunan: Statute) -> None:
    assert hunan.rule("selection.best").pack == "hunan"
    assert len(hunan.rule("selection.looks_at").rule.items) == 4


def test_there_is_no_public_notice_and_no_age(hunan: Statute) -> None:
    for silent in (
        "public_notice.period",
        "public_notice.objection_stops",
        "eligibility.age",
        "change_report.period",
    ):
        with pytest.raises(Silent):
            hunan.rule(silent)


# --- the appointment -------------------------------------------------------------------------------------------------


@pytest.mark.clauses("hunan:6/2")
def test_letter_and_badge_are_issued_and_the_list_is_public(hunan: Statute) -> None:
    assert hunan.rule("appointment.letter").rule.title == "聘书"
    badge = hunan.rule("appointment.badge").rule
    assert badge.title == "社会监督员证"
    assert [key for key, _ in badge.fields] == ["name", "number", "validity"]
    assert hunan.rule("appointment.list_public").pack == "hunan"
    assert hunan.rule("appointment.list_public").rule.kept


@pytest.mark.clauses("hunan:6/2")
@pytest.mark.parametrize(
    ("appointed", "last"),
    [
        (date(2026, 3, 2), date(2029, 3, 2)),
        (date(2023, 5, 1), date(2026, 5, 1)),  # a day off: not extended
        (date(2024, 2, 29), date(2027, 2, 28)),
    ],
)
def test_a_term_is_three_years_and_ends_on_its_day(hunan: Statute, appointed: date, last: date) -> None:
    assert reckon(hunan.rule("term.length").rule.span, appointed, default_schedule()).last == last


@pytest.mark.clauses("hunan:12")
def test_the_measure_lapses_five_years_after_it_was_printed(hunan: Statute) -> None:
    printed = hunan.pack.head.printed
    assert printed
    assert reckon(hunan.rule("measure.validity").rule.span, printed, default_schedule()).last == date(
        2030, 4, 22
    )


# --- discipline and endings -----------------------------------------------------------------------------------------


@pytest.mark.clauses("hunan:8.1", "hunan:8.2", "hunan:8.3", "hunan:8.4", "hunan:8.5")
def test_prohibitions_are_told_from_duties(hunan: Statute) -> None:
    forbidden = {b.key for b in hunan.family("discipline") if b.rule.strength is Strength.MUST_NOT}
    owed = {b.key for b in hunan.family("discipline") if b.rule.strength is Strength.MUST}
    assert forbidden == {
        "unrelated_activity",
        "private_gain",
        "gifts",
        "secrets",
        "unfinished_matters",
        "retaliation",
    }
    assert owed == {"within_duties", "work_secrets", "public_order"}
    assert hunan.rule("badge.at_work").rule.value == "held"
    assert hunan.rule("recusal").rule.value == "interest_that_may_impair"


GROUNDS = {
    "breach": ("9.1", "finding"),
    "sanctioned": ("9.2", "finding"),
    "untrue_particulars": ("9.3", "untrue_particulars"),
    "unable": ("9.4", "finding"),
    "own_request": ("9.5", "own_request"),
    "term_over": ("9.6", "term_over"),
    "other": ("9.7", "finding"),
}


@pytest.mark.parametrize(
    ("key", "path", "raised_by"),
    [
        pytest.param(key, path, raised_by, id=key, marks=pytest.mark.clauses("hunan:9", f"hunan:{path}"))
        for key, (path, raised_by) in GROUNDS.items()
    ],
)
def test_a_ground_may_end_an_appointment_and_only_a_grave_breach_does(
    hunan: Statute, key: str, path: str, raised_by: str
) -> None:
    ground = hunan.rule(f"ending.ground.{key}")
    assert (ground.address.path, ground.rule.raised_by) == (path, raised_by)
    assert ground.rule.strength is Strength.MAY
    assert ground.rule.grave == (key == "breach")
    assert ground.rule.by_fact == (key == "term_over")
    assert not ground.rule.effects and not ground.rule.needs


def test_the_grounds_are_these_and_no_others(hunan: Statute) -> None:
    assert [bound.key for bound in hunan.family("ending.ground")] == [*GROUNDS]
    assert hunan.rule("ending").rule.value == "may_end"


@pytest.mark.clauses("hunan:7.1", "hunan:7.2", "hunan:7.3", "hunan:7.4", "hunan:7.5")
def test_each_of_the_five_tasks_is_there(hunan: Statute) -> None:
    assert [(task.address.path, task.key) for task in hunan.family("task")] == [
        ("7.1", "publicity"),
        ("7.2", "watch_fund_use"),
        ("7.3", "watch_bureau"),
        ("7.3", "suggestions"),
        ("7.4", "activities"),
        ("7.5", "public_voice"),
    ]


@pytest.mark.clauses("hunan:8.5", "hunan:11")
def test_units_cooperate_and_watch_and_a_breach_of_law_goes_where_it_belongs(hunan: Statute) -> None:
    for name, path in [("cooperation", "11"), ("discipline.watched_by", "11"), ("breach.transfer", "8.5")]:
        assert (hunan.rule(name).address.path, hunan.rule(name).rule.strength) == (path, Strength.MUST)


# --- answers, meetings, rewards ----------------------------------------------------------------------------------


@pytest.mark.clauses("hunan:10.2")
@pytest.mark.parametrize("duty", ["lead.answer", "suggestion.answer", "forwarded.answer"])
def test_an_answer_is_owed_promptly_and_the_law_has_no_number(hunan: Statute, duty: str) -> None:
    bound = hunan.rule(duty)
    assert bound.address.path == "10.2"
    assert bound.rule.promptly and bound.rule.span is None
    assert bound.rule.strength is Strength.MUST


@pytest.mark.clauses("hunan:10.2")
def test_what_cannot_be_done_yet_is_explained(hunan: Statute) -> None:
    assert hunan.rule("lead.explanation").rule.strength is Strength.MUST
    assert hunan.rule("lead.explanation").pack == "hunan"


@pytest.mark.clauses("hunan:10.3")
def test_all_meet_once_a_year_and_some_when_need_be(hunan: Statute) -> None:
    symposium = hunan.rule("symposium").rule
    assert (symposium.every, symposium.at_least, symposium.strength) == ("year", 1, Strength.MUST)
    assert hunan.rule("special_meeting").rule.strength is Strength.MAY


@pytest.mark.clauses("hunan:10.4")
def test_the_reward_cites_two_texts_and_the_tension_between_them_is_told(hunan: Statute) -> None:
    to = hunan.rule("reward").rule.to
    assert to == ("reward-rules", "湖南省欺诈骗取医疗保障基金行为举报奖励实施细则")
    (tension,) = hunan.pack.tensions
    assert (tension.clause, tension.bites) == ("10.4", "reward")
    assert Address.parse(tension.against).code == "reward-rules"
