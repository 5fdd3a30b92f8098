"""Wushan's measure as data: every clause is there, its rules say what it says, and its cases can fail."""

from collections import Counter
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from zhongdu.calendar import default_schedule, reckon
from zhongdu.law.address import Address
from zhongdu.law.cases import failures, read_cases
from zhongdu.law.judging import judge_bounds, judge_condition
from zhongdu.law.library import Silent, Statute, load
from zhongdu.law.pack import compile_pack
from zhongdu.law.shapes import ClauseKind, Strength

ROOT = Path(__file__).parents[2]
LAW = ROOT / "law"
CLAUSES = ROOT.parent / "shared" / "mission" / "clauses.tsv"

# Article → its paragraphs, items and sub-items, as the document numbers them.
PARTS = {
    1: "", 2: "", 3: ".1 .2 .3 .4 .5", 4: "/1 /1.1 /1.2 /2", 5: "", 6: ".1 .2 .3 .4 .5 .6 .7 .8",
    7: ".1 .1.1 .1.2 .1.3 .1.4 .1.5 .1.6 .1.7 .1.8 .1.9 .2 .2.1 .2.2 .2.3 .2.4 .2.5"
       " .3 .3.1 .3.2 .3.3 .3.4 .4 .4.1 .4.2 .4.3 .5",
    8: ".1 .2 .3 .4", 9: ".1 .2 .3 .4 .5 .6 .7", 10: "", 11: ".1 .2 .3 .4 .5 .6", 12: "", 13: "", 14: "",
}  # fmt: skip

OFFICIAL_LABELS = [
    "姓名", "性别", "照片", "出生日期", "民族", "身份证号", "政治面貌", "健康状况", "联系电话", "学历", "毕业院校",
    "工作单位", "家庭住址", "主要工作经历", "诚信声明", "签字", "年月日",
]  # fmt: skip
OFFICIAL_DECLARATION = (
    "本人承诺：",
    "1.本表所填内容真实、有效，本人具备承担医疗保障社会监督员主要工作职责的条件；",
    "2.本人无犯罪记录及严重失信行为，自愿接受医疗保障部门的指导，依法依规开展医疗保障社会监督员工作。",
)


@pytest.fixture(scope="module")
def wushan() -> Statute:
    return load(LAW).statute("wushan")


def part_of(address: Address, whole: Address) -> bool:
    """Whether an address is a clause or lies somewhere inside it."""
    return address == whole or bool(address.parent and part_of(address.parent, whole))


# --- the clauses ------------------------------------------------------------------------------------------


def test_every_clause_of_the_document_is_there_and_no_other(wushan: Statute) -> None:
    expected = {f"{article}{part}" for article, parts in PARTS.items() for part in ["", *parts.split()]} | {
        "annex2"
    }
    assert {address.path for address in wushan.pack.clauses} == expected
    assert len(expected) == 75


@pytest.mark.skipif(not CLAUSES.exists(), reason="the mission's list of clauses is not at hand")
def test_the_clauses_are_those_of_the_mission(wushan: Statute) -> None:
    listed = {line.partition("\t")[0] for line in CLAUSES.read_text("utf-8").splitlines()}
    assert {str(address) for address in wushan.pack.clauses} == {a for a in listed if a.startswith("wushan:")}


@pytest.mark.skipif(not CLAUSES.exists(), reason="the official sentences are not at hand")
def test_no_gist_is_the_official_sentence(wushan: Statute) -> None:
    official = dict(line.split("\t", 1) for line in CLAUSES.read_text("utf-8").splitlines())
    copied = [
        str(a) for a, clause in wushan.pack.clauses.items() if clause.gist.rstrip("。") in official[str(a)]
    ]
    assert not copied


def test_every_operative_clause_carries_a_rule_and_the_purpose_carries_none(wushan: Statute) -> None:
    rested = [address for bound in wushan.own() for address in bound.addresses]
    bare = {a.path for a in wushan.pack.clauses if not any(part_of(other, a) for other in rested)}
    declaratory = {
        a.path for a, clause in wushan.pack.clauses.items() if clause.kind is ClauseKind.DECLARATORY
    }
    assert bare == declaratory == {"1"}


def test_it_commences_on_issue_and_no_number_or_date_is_invented(wushan: Statute) -> None:
    head = wushan.pack.head
    assert head.commences and (head.commences.on, head.commences.day, head.commences.clause) == (
        "issue",
        None,
        "14",
    )
    assert (head.issuer, head.number, head.signed, head.printed, wushan.is_draft) == (
        "500237",
        "",
        None,
        None,
        False,
    )


# --- the cases ----------------------------------------------------------------------------------------------


def test_the_cases_hold(wushan: Statute) -> None:
    cases = read_cases(LAW / "wushan")
    assert len(cases) >= 25
    assert failures(cases, wushan, default_schedule()) == []


@pytest.mark.parametrize(
    ("was", "becomes", "rule"),
    [
        ('levels = ["county"]', 'levels = ["city"]', "level.recruiting"),
        ('wants = "department"', 'wants = "person"', "liaison"),
        ("min = 25", "min = 26", "selection.number"),
        ("min = 25", "min = 24", "selection.number"),
        ('strength = "normally"', 'strength = "must"', "selection.number"),
        ("n = 2\n", "n = 3\n", "term.length"),
        ('value = "must_end"', 'value = "may_end"', "ending"),
        ('strength = "must"', 'strength = "may"', "ending.ground.breach"),
        (
            'raised_by = "own_request"',
            'needs = ["consent"]\nraised_by = "own_request"',
            "ending.ground.own_request",
        ),
        ('value = "interest"', 'value = "interest_that_may_impair"', "recusal"),
        ('every = "year"', 'every = "regularly"', "symposium"),
        ('strength = "may"', 'strength = "must"', "training"),
        ("promptly = true", 'n = 10\nunit = "working_days"', "lead.answer"),
    ],
)
def test_a_changed_rule_is_caught_by_a_case(wushan: Statute, was: str, becomes: str, rule: str) -> None:
    before, opening, after = wushan.pack.text.partition(f"[{rule}]\n")
    assert opening and was in after
    changed = Statute(compile_pack(before + opening + after.replace(was, becomes, 1)), wushan.base)
    wrong = failures(read_cases(LAW / "wushan"), changed, default_schedule())
    assert rule in {mistake.key for mistake in wrong}


# --- recruitment ----------------------------------------------------------------------------------------------


@pytest.mark.clauses("wushan:2", "wushan:5")
def test_the_county_recruits_and_manages_and_a_department_is_its_liaison(wushan: Statute) -> None:
    assert (
        wushan.rule("level.recruiting").rule.levels
        == wushan.rule("level.managing").rule.levels
        == ("county",)
    )
    liaison = wushan.rule("liaison").rule
    assert (liaison.wants, liaison.kept, liaison.strength) == ("department", True, Strength.MUST)


@pytest.mark.clauses("wushan:4/1", "wushan:4/1.1", "wushan:4/1.2")
def test_there_are_two_channels_and_only_the_open_one_waits_for_a_notice(wushan: Statute) -> None:
    assert [(c.rule.label, c.rule.route, c.rule.needs_notice) for c in wushan.family("channel")] == [
        ("公开选聘", "open", True),
        ("定向选聘", "targeted", False),
    ]
    assert wushan.rule("channel.targeted").rule.units == (
        "县人大机关",
        "县政协机关",
        "县政府有关部门",
        "有关单位",
    )


@pytest.mark.clauses("wushan:4/2")
@pytest.mark.parametrize(("number", "verdict"), [(24, "departs"), (25, "holds"), (26, "holds")])
def test_twenty_five_is_the_least_that_needs_no_reason(wushan: Statute, number: int, verdict: str) -> None:
    assert judge_bounds(wushan.rule("selection.number").rule, number) == verdict


@pytest.mark.clauses("wushan:3", "wushan:3.1", "wushan:3.2", "wushan:3.3", "wushan:3.4", "wushan:3.5")
def test_conditions_gate_and_a_preference_does_not(wushan: Statute) -> None:
    verdicts = {
        bound.key: judge_condition(bound.rule, age=None, citizen=None, answer=False)
        for bound in wushan.family("eligibility")
    }
    assert verdicts.pop("preferred") == "departs"
    assert set(verdicts.values()) == {"unmet"} and len(verdicts) == 5
    assert len(wushan.rule("eligibility.preferred").rule.options) == 7


@pytest.mark.clauses("wushan:annex2")
def test_the_form_is_the_official_one_to_the_letter(wushan: Statute) -> None:
    form = wushan.rule("application.form").rule
    assert (form.title, form.complete) == ("巫山县医疗保障社会监督员报名表", True)
    assert [field.label for field in form.fields] == OFFICIAL_LABELS
    assert (form.declaration_title, form.declaration) == ("诚信声明", OFFICIAL_DECLARATION)
    assert {field.name for field in form.fields if field.read_from_id} == {"sex", "born"}
    assert "citizenship" not in {field.name for field in form.fields}


@pytest.mark.clauses("wushan:annex2")
def test_the_printed_table_holds_every_field_once_and_in_order(wushan: Statute) -> None:
    form = wushan.rule("application.form").rule
    cells = [name for row in form.layout for name in row]
    assert list(dict.fromkeys(cells)) == [field.name for field in form.fields]
    again = {name for name in cells if cells.count(name) > 1}
    assert again == {"photo"}
    runs = [(beside, len(list(rows))) for beside, rows in groupby("photo" in row for row in form.layout)]
    assert runs == [(True, 5), (False, 5)]  # one cell over the first five rows


@pytest.mark.skipif(not CLAUSES.exists(), reason="the document is not at hand")
@pytest.mark.clauses("wushan:annex2")
def test_the_form_reads_as_the_document_does(wushan: Statute) -> None:
    (document,) = (ROOT.parent / "shared" / "seeds").glob("000_*.txt")
    printed = "".join(document.read_text("utf-8").partition("附件2")[2].split())
    form, place = wushan.rule("application.form").rule, 0
    for word in [
        form.title,
        *(field.label for field in form.fields if field.name not in {"signature", "signed_on"}),
    ]:
        place = printed.index(word, place) + len(word)
    for line in (*form.declaration, "签字：", "年月日"):
        place = printed.index("".join(line.split()), place)


# --- appointment and ending -----------------------------------------------------------------------------------


@pytest.mark.clauses("wushan:5")
@pytest.mark.parametrize(
    ("granted", "last"),
    [
        (date(2026, 5, 1), date(2028, 5, 1)),  # a holiday
        (date(2026, 9, 30), date(2028, 9, 30)),  # a Saturday
        (date(2028, 2, 29), date(2030, 2, 28)),  # no such day
    ],
)
def test_a_term_of_two_years_ends_on_its_day_whatever_day_it_is(
    wushan: Statute, granted: date, last: date
) -> None:
    assert reckon(wushan.rule("term.length").rule.span, granted, default_schedule()).last == last


@pytest.mark.clauses("wushan:5")
def test_there_is_a_letter_and_a_public_list_but_no_badge(wushan: Statute) -> None:
    assert wushan.rule("appointment.letter").rule.title == "聘书"
    assert wushan.rule("appointment.list_public").rule.strength is Strength.MUST
    for absent in ("appointment.badge", "badge.at_work", "public_notice.period", "selection.best"):
        with pytest.raises(Silent):
            wushan.rule(absent)


@pytest.mark.clauses("wushan:11", *(f"wushan:11{part}" for part in PARTS[11].split()))
def test_every_ground_must_end_the_appointment_and_none_asks_how_grave(wushan: Statute) -> None:
    grounds = wushan.family("ending.ground")
    assert wushan.rule("ending").rule.value == "must_end"
    assert [ground.address.path for ground in grounds] == ["11.1", "11.2", "11.3", "11.4", "11.5", "11.6"]
    assert {ground.rule.strength for ground in grounds} == {Strength.MUST}
    assert not any(ground.rule.grave or ground.rule.needs or ground.rule.effects for ground in grounds)
    assert [ground.key for ground in grounds if ground.rule.by_fact] == ["term_over"]


# --- discipline, work, leads ----------------------------------------------------------------------------------


@pytest.mark.clauses("wushan:9.6")
def test_any_interest_is_enough_to_stand_aside(wushan: Statute) -> None:
    assert wushan.rule("recusal").rule.value == "interest"


@pytest.mark.clauses("wushan:9", *(f"wushan:9{part}" for part in PARTS[9].split()))
def test_each_item_of_discipline_can_be_found_broken(wushan: Statute) -> None:
    rules = wushan.family("discipline")
    assert {rule.address.path for rule in rules} == {f"9.{item}" for item in range(1, 8)}
    forbidden = {rule.address.path for rule in rules if rule.rule.strength is Strength.MUST_NOT}
    assert forbidden == {"9.2", "9.5", "9.6"}


@pytest.mark.clauses("wushan:7", *(f"wushan:7{part}" for part in PARTS[7].split()))
def test_the_catalogue_names_every_kind_of_violation_and_whose_it_is(wushan: Statute) -> None:
    catalogue = wushan.family("violation")
    assert {bound.address for bound in catalogue} == {
        address
        for address in wushan.pack.clauses
        if address.article == 7 and (address.subitem or address.item == 5)
    }
    assert Counter(bound.rule.of for bound in catalogue) == {
        "medical_institution": 9,
        "pharmacy": 5,
        "insured": 4,
        "agency": 3,
        "other": 1,
    }


@pytest.mark.clauses("wushan:6", *(f"wushan:6{part}" for part in PARTS[6].split()))
def test_each_task_rests_on_its_own_item_and_one_of_them_is_to_watch_the_bureau(wushan: Statute) -> None:
    tasks = wushan.family("task")
    assert [task.address.path for task in tasks] == [f"6{part}" for part in PARTS[6].split()]
    assert [task.address.path for task in tasks if task.rule.of == "bureau"] == ["6.2"]
    assert wushan.rule("bulletin").address.path == "6.7"


@pytest.mark.clauses("wushan:8.1", "wushan:8.2", "wushan:6.5")
def test_a_supervisor_passes_views_on_promptly_and_may_be_picked_for_activities(wushan: Statute) -> None:
    assert len(wushan.family("visit.way")) == 4
    filing = wushan.rule("suggestion.filing")
    assert (filing.rule.holder, filing.rule.promptly, filing.rule.span) == ("supervisor", True, None)
    assert [address.path for address in filing.addresses] == ["8.1", "6.5"]
    assert (
        wushan.rule("work.dispatch").rule.strength
        is wushan.rule("joint_activity").rule.strength
        is Strength.MAY
    )


@pytest.mark.clauses("wushan:10")
def test_every_answer_is_owed_promptly_and_no_number_is_made_up(wushan: Statute) -> None:
    for name in ("lead.answer", "lead.explanation", "suggestion.answer", "forwarded.answer"):
        duty = wushan.rule(name).rule
        assert (duty.strength, duty.promptly, duty.span, duty.holder) == (Strength.MUST, True, None, "bureau")


@pytest.mark.clauses("wushan:8.3", "wushan:8.4")
def test_a_symposium_is_owed_each_year_and_training_is_not_owed(wushan: Statute) -> None:
    symposium = wushan.rule("symposium").rule
    assert (symposium.every, symposium.at_least, symposium.strength) == ("year", 1, Strength.MUST)
    assert (
        wushan.rule("training").rule.strength is wushan.rule("special_meeting").rule.strength is Strength.MAY
    )


@pytest.mark.clauses("wushan:12")
def test_the_reward_cites_the_county_s_own_rules_and_the_tension_is_told(wushan: Statute) -> None:
    (cited,) = wushan.rule("reward").rule.to
    assert "巫山医保发〔2020〕66号" in cited
    told = {
        (tension.clause, tension.bites, tension.against.partition(":")[0]) for tension in wushan.pack.tensions
    }
    assert ("12", "reward", "reward-rules") in told
