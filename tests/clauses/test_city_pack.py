"""The city's fund measure as data: every clause is there, its rules say what it says, and its cases can fail."""

from datetime import date
from pathlib import Path

import pytest

from zhongdu.calendar import default_schedule, reckon
from zhongdu.law.address import Address
from zhongdu.law.cases import failures, read_cases
from zhongdu.law.conflicts import conflicts
from zhongdu.law.judging import judge_bounds
from zhongdu.law.library import Shelf, Silent, Statute, load
from zhongdu.law.pack import compile_pack
from zhongdu.law.shapes import ClauseKind, Strength

ROOT = Path(__file__).parents[2]
LAW = ROOT / "law"
CLAUSES = ROOT.parent / "shared" / "mission" / "clauses.tsv"
MUST, MUST_NOT, MAY, BY_REFERENCE = (
    Strength.MUST,
    Strength.MUST_NOT,
    Strength.MAY,
    Strength.BY_REFERENCE,
)

# Article → its paragraphs, items and items of paragraphs, as the document numbers them.
PARTS = {
    2: "/1 /2", 5: "/1 /2", 6: ".1 .2 .3 .4", 8: ".1 .2 .3 .4 .5", 9: "/1 /2", 11: "/1 /2", 12: "/1 /2 /3 /4",
    17: ".1 .2 .3 .4 .5", 18: ".1 .2 .3 .4 .5 .6", 19: ".1 .2 .3 .4 .5",
    20: "/1 /2 /2.1 /2.2 /2.3 /2.4 /2.5 /2.6 /3", 21: "/1 /2", 27: "/1 /2",
}  # fmt: skip


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return load(LAW)


@pytest.fixture(scope="module")
def city(shelf: Shelf) -> Statute:
    return shelf.statute("city")


def part_of(address: Address, whole: Address) -> bool:
    """Whether an address is a clause or lies somewhere inside it."""
    return address == whole or bool(address.parent and part_of(address.parent, whole))


def labels(city: Statute, family: str) -> list[str]:
    return [bound.label for bound in city.family(family)]


def clauses(city: Statute, family: str) -> set[str]:
    return {bound.address.path for bound in city.family(family)}


def strengths(city: Statute, *names: str) -> set[Strength]:
    return {city.rule(name).rule.strength for name in names}


# --- the clauses ---------------------------------------------------------------------------------------------


def test_every_clause_of_the_document_is_there_and_no_other(city: Statute) -> None:
    expected = {
        f"{article}{part}" for article in range(1, 30) for part in ["", *PARTS.get(article, "").split()]
    }
    assert {address.path for address in city.pack.clauses} == expected
    assert len(expected) == 79


@pytest.mark.skipif(not CLAUSES.exists(), reason="the mission's list of clauses is not at hand")
def test_the_clauses_are_those_of_the_mission(city: Statute) -> None:
    listed = {line.partition("\t")[0] for line in CLAUSES.read_text("utf-8").splitlines()}
    assert {str(address) for address in city.pack.clauses} == {a for a in listed if a.startswith("city:")}


@pytest.mark.skipif(not CLAUSES.exists(), reason="the official sentences are not at hand")
def test_no_gist_is_the_official_sentence(city: Statute) -> None:
    official = dict(line.split("\t", 1) for line in CLAUSES.read_text("utf-8").splitlines())
    copied = [
        str(a) for a, clause in city.pack.clauses.items() if clause.gist.rstrip("。") in official[str(a)]
    ]
    assert not copied


def test_every_operative_clause_carries_a_rule_and_the_purpose_carries_none(city: Statute) -> None:
    rested = [address for bound in city.own() for address in bound.addresses]
    bare = {a.path for a in city.pack.clauses if not any(part_of(other, a) for other in rested)}
    assert bare == {"1"}
    assert city.pack.clauses[Address.parse("city:1")].kind is ClauseKind.DECLARATORY


def test_every_rule_stands_on_the_measure_s_own_clause(city: Statute) -> None:
    assert {address.code for bound in city.own() for address in bound.addresses} == {"city"}


# --- the cases -----------------------------------------------------------------------------------------------


def test_the_cases_hold(city: Statute) -> None:
    cases = read_cases(LAW / "city")
    assert len(cases) >= 25
    assert failures(cases, city, default_schedule()) == []


@pytest.mark.parametrize(
    ("was", "becomes", "rule"),
    [
        ("min = 2", "min = 1", "inspection.officers"),
        ("min = 2", "min = 3", "inspection.officers"),
        ('strength = "must"', 'strength = "may"', "inspection.officers"),
        ('strength = "may"', 'strength = "must"', "settlement.suspension"),
        ('clause = "9/2"', 'clause = "9/1"', "settlement.suspension"),
        ("min = 3", "min = 2", "agreement.suspensions"),
        ("min = 3", "min = 4", "agreement.suspensions"),
        ("n = 3\n", "n = 2\n", "agreement.bar"),
        ("n = 3\n", "n = 3\nrolls = true\n", "agreement.bar"),
        ('strength = "must_not"', 'strength = "may"', "agreement.bar"),
        ("grave = true\n", "", "agreement.ending.licence_revoked"),
        ('strength = "must"', 'strength = "may"', "agreement.ending.licence_revoked"),
        ('also = ["20/2"]\n', "", "agreement.ending.suspended"),
        ('strength = "may"', 'strength = "must"', "agreement.measure.ending"),
        ('strength = "by_reference"', 'strength = "must"', "fund.kind.civil_servants"),
        ('strength = "by_reference"', 'strength = "must"', "contractor"),
        ('strength = "must_not"', 'strength = "must"', "insured.duty.no_lending"),
        ('to = ["relief-measures"]', 'to = ["fund-regulation"]', "decision.assistance_fraud"),
        ("blank = true", 'n = 5\nunit = "years"', "measure.validity"),
    ],
)
def test_a_changed_rule_is_caught_by_a_case(city: Statute, was: str, becomes: str, rule: str) -> None:
    before, opening, after = city.pack.text.partition(f"[{rule}]\n")
    assert opening and was in after
    changed = Statute(compile_pack(before + opening + after.replace(was, becomes, 1)), city.base)
    wrong = failures(read_cases(LAW / "city"), changed, default_schedule())
    assert rule in {mistake.key for mistake in wrong}


# --- the measure itself --------------------------------------------------------------------------------------


@pytest.mark.clauses("city:29")
def test_it_is_a_draft_whose_years_are_left_blank(city: Statute) -> None:
    head = city.pack.head
    assert city.is_draft and head.commences and head.commences.on == "publication"
    validity = city.rule("measure.validity").rule
    assert validity.blank and validity.span is None and city.pack.ends is None
    assert city.rule("measure.prevails").rule.strength is MUST


@pytest.mark.clauses("city:2/1", "city:2/2", "city:27/1", "city:27/2")
def test_funds_stand_in_three_groups(city: Statute) -> None:
    groups: dict[str, set[Strength]] = {}
    for bound in city.family("fund.kind"):
        groups.setdefault(bound.rule.group, set()).add(bound.rule.strength)
    assert groups == {"适用本办法": {MUST}, "参照本办法": {BY_REFERENCE}, "按国家规定": {MUST}}
    assert city.rule("scope.of_measure").address.path == "2/1"
    assert (city.rule("fund.watching").address.path, city.rule("fund.watching").rule.kept) == ("27/2", True)


@pytest.mark.clauses("city:3")
def test_the_principles_bind_and_stand_in_one_clause(city: Statute) -> None:
    assert clauses(city, "principle") == {"3"} and len(city.family("principle")) == 4


@pytest.mark.clauses("city:4", "city:5/1", "city:5/2")
def test_the_city_and_its_counties_share_the_work_and_governments_support_it(city: Statute) -> None:
    assert city.rule("level.coordinating").rule.levels == ("city",)
    assert city.rule("level.inspecting").rule.levels == ("city", "county")
    assert [a.path for a in city.rule("level.inspecting").addresses] == ["5/1", "5/2"]
    support = city.rule("government.support").rule
    assert (support.holder, support.strength) == ("government", MUST)


# --- inspections -----------------------------------------------------------------------------------------------


@pytest.mark.clauses("city:6.1", "city:7")
def test_ways_of_inspecting_are_for_the_bureau_to_choose(city: Statute) -> None:
    assert labels(city, "inspection.way") == ["日常检查", "专项检查"]
    assert {bound.rule.strength for bound in city.family("inspection.way")} == {MAY}
    assert city.rule("inspection.assigned").rule.strength is MAY


@pytest.mark.clauses("city:6.2")
@pytest.mark.parametrize(("number", "verdict"), [(0, "fails"), (1, "fails"), (2, "holds"), (3, "holds")])
def test_two_officers_are_the_least(city: Statute, number: int, verdict: str) -> None:
    assert judge_bounds(city.rule("inspection.officers").rule, number) == verdict
    assert city.rule("inspection.papers_shown").address.path == "6.2"


@pytest.mark.clauses("city:6.3", "city:6.4")
def test_a_record_is_made_and_a_refusal_noted(city: Statute) -> None:
    names = ("inspection.record", "inspection.refusal_noted", "inspection.by_law")
    assert strengths(city, *names) == {MUST}
    assert [city.rule(name).address.path for name in names] == ["6.3", "6.3", "6.4"]


@pytest.mark.clauses("city:8.1", "city:8.2", "city:8.3", "city:8.4", "city:8.5")
def test_the_powers_are_the_measure_s_own_and_may_be_used(city: Statute) -> None:
    assert {bound.key: bound.address.path for bound in city.family("inspection.power")} == {
        "entry": "8.1",
        "copying": "8.2",
        "sealing": "8.2",
        "questioning": "8.3",
        "documents": "8.3",
        "third_parties": "8.4",
        "other": "8.5",
    }
    assert {bound.rule.strength for bound in city.family("inspection.power")} == {MAY}


@pytest.mark.clauses("city:9/1", "city:9/2")
def test_cooperation_is_owed_and_its_refusal_may_suspend_settlement(shelf: Shelf, city: Statute) -> None:
    assert strengths(city, "cooperation.with_inspection") == {MUST}
    assert strengths(city, "settlement.suspension") == {MAY}
    (doubt,) = (d for d in conflicts(shelf, "city") if d.bites == "settlement.suspension")
    assert (
        doubt.against_citation == "《医疗保障基金使用监督管理条例》第三十条第一款"
        and "主要负责人" in doubt.says
    )


# --- cases and departments -------------------------------------------------------------------------------------


@pytest.mark.clauses("city:10")
def test_deliberation_is_a_duty_kept(city: Statute) -> None:
    rule = city.rule("deliberation").rule
    assert (rule.holder, rule.kept, rule.strength) == ("bureau", True, MUST)


@pytest.mark.clauses("city:11/1", "city:11/2")
def test_fraud_is_dealt_with_under_the_law_cited(shelf: Shelf, city: Statute) -> None:
    cited = {bound.address.path: bound.rule.to for bound in city.family("decision")}
    assert cited == {
        "11/1": ("social-insurance-law", "fund-regulation"),
        "11/2": ("relief-measures",),
    }
    assert all(name in shelf.instruments for to in cited.values() for name in to)


@pytest.mark.clauses("city:12/1", "city:12/2", "city:12/3", "city:12/4", "city:13")
def test_each_department_has_its_part(city: Statute) -> None:
    assert [(b.key, b.address.path) for b in city.family("department")] == [
        ("police", "12/1"),
        ("finance", "12/2"),
        ("health", "12/3"),
        ("market", "12/4"),
        ("joint_discipline", "13"),
    ]
    assert all(bound.rule.items for bound in city.family("department"))
    assert city.rule("credit").rule.strength is MUST


# --- the fund --------------------------------------------------------------------------------------------------


@pytest.mark.clauses("city:14", "city:15", "city:16", "city:28")
def test_the_fund_is_budgeted_kept_apart_and_returned(city: Statute) -> None:
    names = ("budget.drafting", "budget.approval", "fund.principle", "fund.accounts", "fund.recovered")
    assert [city.rule(name).address.path for name in names] == ["14", "15", "16", "16", "28"]
    assert strengths(city, *(name for name in names if name != "fund.principle")) == {MUST}
    assert strengths(city, "fund.principle") == {Strength.NORMALLY}, "it says 按照…原则 and not 应当"
    assert {bound.address.path: len(bound.rule.to) for bound in city.family("fund.rules")} == {
        "14": 1,
        "28": 2,
    }


# --- duties in catalogues ----------------------------------------------------------------------------------------


@pytest.mark.clauses("city:17.1", "city:17.2", "city:17.3", "city:17.4", "city:17.5")
def test_the_agency_s_five_duties(city: Statute) -> None:
    assert [bound.address.path for bound in city.family("agency.duty")] == [f"17.{n}" for n in range(1, 6)]
    assert {bound.rule.strength for bound in city.family("agency.duty")} == {MUST}


@pytest.mark.clauses("city:18.1", "city:18.2", "city:18.3", "city:18.4", "city:18.5", "city:18.6")
def test_the_institutions_six_duties(city: Statute) -> None:
    assert [bound.address.path for bound in city.family("institution.duty")] == [
        f"18.{n}" for n in range(1, 7)
    ]
    assert {bound.rule.of for bound in city.family("institution.duty")} == {"institution"}


@pytest.mark.clauses("city:19.1", "city:19.2", "city:19.3", "city:19.4", "city:19.5")
def test_the_insured_owe_some_things_and_may_not_do_others(city: Statute) -> None:
    assert [(b.address.path, b.rule.strength) for b in city.family("insured.duty")] == [
        ("19.1", MUST),
        ("19.1", MUST_NOT),
        ("19.2", MUST_NOT),
        ("19.3", MUST_NOT),
        ("19.4", MUST_NOT),
        ("19.5", MUST),
    ]


# --- agreements --------------------------------------------------------------------------------------------------


@pytest.mark.clauses("city:20/1")
def test_eight_measures_singly_or_together(shelf: Shelf, city: Statute) -> None:
    assert labels(city, "agreement.measure") == [
        "约谈",
        "限期整改",
        "暂停拨付",
        "拒付违规费用",
        "扣除履约保证金",
        "核减总控指标额度",
        "中止协议",
        "解除协议",
    ]
    assert {bound.rule.strength for bound in city.family("agreement.measure")} == {MAY}
    assert city.rule("agreement.combining").rule.strength is MAY
    doubted = {doubt.bites for doubt in conflicts(shelf, "city") if doubt.clause.path == "20/1"}
    assert doubted == {"agreement.measure.deposit", "agreement.measure.quota"}


@pytest.mark.clauses(
    "city:20/2",
    "city:20/2.1",
    "city:20/2.2",
    "city:20/2.3",
    "city:20/2.4",
    "city:20/2.5",
    "city:20/2.6",
)
def test_six_grounds_end_an_agreement_when_grave(city: Statute) -> None:
    grounds = city.family("agreement.ending")
    assert [bound.address.path for bound in grounds] == [f"20/2.{n}" for n in range(1, 7)]
    assert all(bound.rule.grave and bound.rule.strength is MUST for bound in grounds)
    assert all(Address.parse("city:20/2") in bound.addresses for bound in grounds)


@pytest.mark.clauses("city:20/2.1")
@pytest.mark.parametrize(
    ("number", "here", "nation"), [(1, "fails", "fails"), (2, "fails", "holds"), (3, "holds", "holds")]
)
def test_the_third_suspension_counts_here_and_the_second_in_the_nation(
    city: Statute, number: int, here: str, nation: str
) -> None:
    assert city.base
    assert judge_bounds(city.rule("agreement.suspensions").rule, number) == here
    assert judge_bounds(city.base.rule("agreement.suspensions").rule, number) == nation


@pytest.mark.clauses("city:20/3")
@pytest.mark.parametrize(
    ("ended", "barred_until"),
    [
        (date(2026, 5, 6), date(2029, 5, 6)),
        (date(2023, 10, 1), date(2026, 10, 1)),
        (date(2024, 2, 29), date(2027, 2, 28)),
    ],
)
def test_three_years_are_barred_and_the_last_day_never_moves(
    city: Statute, ended: date, barred_until: date
) -> None:
    assert reckon(city.rule("agreement.bar").rule.span, ended, default_schedule()).last == barred_until


@pytest.mark.clauses("city:21/1", "city:21/2")
def test_practitioners_may_be_dealt_with_and_their_prescriptions_are_not_settled(city: Statute) -> None:
    assert labels(city, "practitioner.measure") == [
        "约谈",
        "整改",
        "中止涉及医保基金使用的医药服务",
        "移交有关部门处理",
    ]
    assert {bound.rule.strength for bound in city.family("practitioner.measure")} == {MAY}
    assert strengths(city, "practitioner.no_settlement") == {MUST}
    with pytest.raises(Silent):
        city.rule("practitioner.measure.ended")  # the base's, where the measure has its own


@pytest.mark.clauses("city:22")
def test_an_institution_may_appeal_and_the_bureau_must_handle_it(city: Statute) -> None:
    assert (strengths(city, "dispute"), strengths(city, "dispute.handling")) == ({MAY}, {MUST})
    assert city.rule("dispute").address == city.rule("dispute.handling").address


# --- social supervision and the rest ----------------------------------------------------------------------------


@pytest.mark.clauses("city:23", "city:24")
def test_publicity_channels_and_supervisors_are_duties_kept(city: Statute) -> None:
    names = ("publicity", "exposure", "supervision.mechanism", "supervision.supervisors", "hotline")
    assert [city.rule(name).address.path for name in names] == ["23", "23", "24", "24", "24"]
    assert all(city.rule(name).rule.kept and city.rule(name).rule.strength is MUST for name in names)
    assert city.rule("suggestion.gathering").address.path == "24"


@pytest.mark.clauses("city:25")
def test_verified_reports_are_rewarded_under_the_rules_in_force(shelf: Shelf, city: Statute) -> None:
    (name,) = city.rule("reward").rule.to
    assert city.rule("reward").rule.strength is MUST
    assert not shelf.instruments[name].lapsed(date(2026, 11, 22))


@pytest.mark.clauses("city:26")
def test_contractors_are_watched_by_reference(city: Statute) -> None:
    assert strengths(city, "contractor") == {BY_REFERENCE}
