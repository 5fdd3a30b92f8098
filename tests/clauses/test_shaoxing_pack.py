"""Shaoxing's draft as data: every clause is there, its rules say what it says, and its cases can fail."""

from datetime import date
from pathlib import Path

import pytest

from zhongdu.calendar import default_schedule, reckon
from zhongdu.law.address import Address
from zhongdu.law.cases import failures, read_cases
from zhongdu.law.library import Silent, Statute, load
from zhongdu.law.pack import compile_pack
from zhongdu.law.shapes import ClauseKind, Strength

ROOT = Path(__file__).parents[2]
LAW = ROOT / "law"
CLAUSES = ROOT.parent / "shared" / "mission" / "clauses.tsv"

# Article → its items, as the document numbers them; it has no paragraphs.
PARTS = {
    1: "", 2: "", 3: "", 4: ".1 .2 .3 .4", 5: ".1 .2 .3 .4 .5 .6 .7 .8 .9", 6: ".1 .2 .3 .4 .5", 7: "", 8: "",
    9: "", 10: "", 11: "", 12: "", 13: "", 14: "", 15: "",
}  # fmt: skip

OFFICIAL_QUESTIONS = [
    ("是否存在销售食品、日用品、化妆品的情况？", ("存在", "不存在"), ("存在",)),
    ("药品的医保价格和现金价格是否一致？", ("一致", "不一致"), ("不一致",)),
    ("是否存在通过促销、抽奖、赠送礼品等方式诱导参保人员购药的行为？", ("存在", "不存在"), ("存在",)),
    ("参保人员是否持本人的医保卡配药？", ("是", "不是"), ("不是",)),
]


@pytest.fixture(scope="module")
def shaoxing() -> Statute:
    return load(LAW).statute("shaoxing")


def part_of(address: Address, whole: Address) -> bool:
    """Whether an address is a clause or lies somewhere inside it."""
    return address == whole or bool(address.parent and part_of(address.parent, whole))


def document() -> str:
    """The document without its spaces and marks of layout; skips the test where it is not at hand."""
    found = list((ROOT.parent / "shared" / "seeds").glob("001_*.txt"))
    if not found:
        pytest.skip("the document is not at hand")
    return "".join(found[0].read_text("utf-8").split())


# --- the clauses ------------------------------------------------------------------------------------------


def test_every_clause_of_the_document_is_there_and_no_other(shaoxing: Statute) -> None:
    expected = {f"{article}{part}" for article, parts in PARTS.items() for part in ["", *parts.split()]}
    expected |= {"notice", "annex1", "annex2"}
    assert {address.path for address in shaoxing.pack.clauses} == expected
    assert len(expected) == 36


@pytest.mark.skipif(not CLAUSES.exists(), reason="the mission's list of clauses is not at hand")
def test_the_clauses_are_those_of_the_mission(shaoxing: Statute) -> None:
    listed = {line.partition("\t")[0] for line in CLAUSES.read_text("utf-8").splitlines()}
    assert {str(address) for address in shaoxing.pack.clauses} == {
        a for a in listed if a.startswith("shaoxing:")
    }


@pytest.mark.skipif(not CLAUSES.exists(), reason="the official sentences are not at hand")
def test_no_gist_is_the_official_sentence(shaoxing: Statute) -> None:
    official = dict(line.split("\t", 1) for line in CLAUSES.read_text("utf-8").splitlines())
    copied = [
        str(a) for a, clause in shaoxing.pack.clauses.items() if clause.gist.rstrip("。") in official[str(a)]
    ]
    assert not copied


def test_every_operative_clause_carries_a_rule_and_the_purpose_carries_none(shaoxing: Statute) -> None:
    rested = [address for bound in shaoxing.own() for address in bound.addresses]
    bare = {a.path for a in shaoxing.pack.clauses if not any(part_of(other, a) for other in rested)}
    declaratory = {
        a.path for a, clause in shaoxing.pack.clauses.items() if clause.kind is ClauseKind.DECLARATORY
    }
    assert bare == declaratory == {"1", "2"}


def test_it_is_a_draft_without_number_signature_or_commencement(shaoxing: Statute) -> None:
    head = shaoxing.pack.head
    assert shaoxing.is_draft
    assert (head.issuer, head.number, head.signed, head.printed, head.commences) == (
        "330600",
        "",
        None,
        None,
        None,
    )


# --- the cases ----------------------------------------------------------------------------------------------


def test_the_cases_hold(shaoxing: Statute) -> None:
    cases = read_cases(LAW / "shaoxing")
    assert len(cases) >= 20
    assert failures(cases, shaoxing, default_schedule()) == []


@pytest.mark.parametrize(
    ("was", "becomes", "rule"),
    [
        ("until = 2020-07-08", "until = 2020-07-09", "measure.consultation"),
        ('levels = ["city", "county"]', 'levels = ["city"]', "level.recruiting"),
        ("n = 3\n", "n = 2\n", "term.length"),
        ("photo = true", "photo = false", "appointment.badge"),
        ("by_fact = true", "by_fact = false", "ending.ground.inability"),
        (
            'effects = ["letter_void", "badge_void"]',
            'effects = ["letter_recalled"]',
            "ending.ground.inability",
        ),
        ('"public_cancellation", ', "", "ending.ground.tipping_off"),
        (', "may_transfer"', "", "ending.ground.extortion"),
        ('value = "shown"', 'value = "held"', "badge.at_work"),
        ('strength = "may"', 'strength = "must"', "visit.platform_tasks"),
        ('every = "regularly"', 'every = "year"', "symposium"),
        ("official = true", "official = false", "checklist.annex2"),
        ("promptly = true", 'n = 7\nunit = "days"', "suggestion.answer"),
    ],
)
def test_a_changed_rule_is_caught_by_a_case(shaoxing: Statute, was: str, becomes: str, rule: str) -> None:
    before, opening, after = shaoxing.pack.text.partition(f"[{rule}]\n")
    assert opening and was in after
    changed = Statute(compile_pack(before + opening + after.replace(was, becomes, 1)), shaoxing.base)
    wrong = failures(read_cases(LAW / "shaoxing"), changed, default_schedule())
    assert rule in {mistake.key for mistake in wrong}


# --- consultation, recruitment, appointment ---------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:notice")
def test_a_reply_is_owed_by_the_day_the_notice_names(shaoxing: Statute) -> None:
    duty = shaoxing.rule("measure.consultation").rule
    assert (duty.until, duty.strength, duty.levels) == (date(2020, 7, 8), Strength.MUST, ("county",))


@pytest.mark.clauses("shaoxing:3")
def test_each_place_builds_manages_and_trains_its_own(shaoxing: Statute) -> None:
    for name in ("level.recruiting", "level.managing", "training.for_supervisors"):
        bound = shaoxing.rule(name)
        assert (bound.rule.levels, bound.address.path) == (("city", "county"), "3")


def test_where_it_is_silent_the_national_base_speaks(shaoxing: Statute) -> None:
    for name in ("application.form", "liaison", "recusal", "lead.explanation", "appointment.list_public"):
        assert name not in shaoxing.pack.rules
        assert shaoxing.rule(name).pack == "national"
    assert {channel.pack for channel in shaoxing.family("channel")} == {"national"}
    assert {kind.pack for kind in shaoxing.family("violation")} == {"national"}


@pytest.mark.clauses("shaoxing:11")
@pytest.mark.parametrize(
    ("granted", "last"),
    [
        (date(2026, 10, 1), date(2029, 10, 1)),  # a holiday
        (date(2026, 9, 30), date(2029, 9, 30)),  # a Sunday
        (date(2028, 2, 29), date(2031, 2, 28)),  # no such day
    ],
)
def test_a_term_of_three_years_ends_on_its_day_whatever_day_it_is(
    shaoxing: Statute, granted: date, last: date
) -> None:
    assert reckon(shaoxing.rule("term.length").rule.span, granted, default_schedule()).last == last


@pytest.mark.clauses("shaoxing:annex1", "shaoxing:10")
def test_the_badge_is_the_sample_to_the_letter(shaoxing: Statute) -> None:
    badge = shaoxing.rule("appointment.badge").rule
    assert badge.title == "医保社会监督员工作证" and badge.photo
    assert badge.fields == (("photo", "照片"), ("name", "姓名"), ("number", "编号"), ("validity", "有效期"))
    validity = badge.validity.format(from_year=2020, from_month="x", until_year=2023, until_month="x")
    sample = document().partition("###")[2]
    place = 0
    for words in (
        badge.title,
        "照片",
        "姓名：",
        "编号：",
        validity,
        badge.issuer.format(bureau="xx医疗保障局"),
    ):
        place = sample.index(words, place)


# --- ending ---------------------------------------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:11")
def test_who_gives_notice_of_inability_loses_letter_and_badge_by_that_fact(shaoxing: Statute) -> None:
    ground = shaoxing.rule("ending.ground.inability").rule
    assert ground.by_fact and ground.raised_by == "notice_of_inability"
    assert ground.effects == ("letter_void", "badge_void")
    assert shaoxing.rule("inability.notice").rule.promptly


@pytest.mark.clauses("shaoxing:13")
def test_leaks_and_extortion_are_cancelled_in_public_and_must_end(shaoxing: Statute) -> None:
    assert shaoxing.rule("ending").rule.value == "must_end"
    found = [ground for ground in shaoxing.family("ending.ground") if ground.address.path == "13"]
    assert [ground.key for ground in found] == ["tipping_off", "extortion"]
    for ground in found:
        assert ground.rule.effects == ("public_cancellation", "may_transfer")
        assert not (ground.rule.by_fact or ground.rule.grave)


def test_there_is_no_ground_of_ones_own_request_and_no_renewal(shaoxing: Statute) -> None:
    assert "own_request" not in {ground.rule.raised_by for ground in shaoxing.family("ending.ground")}
    with pytest.raises(Silent):
        shaoxing.rule("term.renewal")


@pytest.mark.clauses("shaoxing:4", *(f"shaoxing:4{part}" for part in PARTS[4].split()))
def test_each_task_rests_on_its_own_item(shaoxing: Statute) -> None:
    assert [task.address.path for task in shaoxing.family("task")] == [
        f"4{part}" for part in PARTS[4].split()
    ]
    assert shaoxing.rule("suggestion.filing").rule.holder == "supervisor"


@pytest.mark.clauses("shaoxing:9")
def test_the_reward_cites_the_city_s_trial_rules_and_the_tension_is_told(shaoxing: Statute) -> None:
    assert shaoxing.rule("reward").rule.to == ("绍兴市欺诈骗取医疗保险资金举报奖励实施细则（试行）",)
    told = {
        (tension.clause, tension.bites, tension.against.partition(":")[0])
        for tension in shaoxing.pack.tensions
    }
    assert ("9", "reward", "reward-rules") in told


# --- work -----------------------------------------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:7", "shaoxing:10")
def test_visits_may_be_open_or_covert_and_the_badge_stands_against_the_second(shaoxing: Statute) -> None:
    assert [(way.rule.label, way.rule.strength) for way in shaoxing.family("visit.way")] == [
        ("明察", Strength.MAY),
        ("暗访", Strength.MAY),
    ]
    assert shaoxing.rule("badge.at_work").rule.value == "shown"
    told = {(tension.clause, tension.against, tension.bites) for tension in shaoxing.pack.tensions}
    assert ("10", "shaoxing:7", "badge.at_work") in told


@pytest.mark.clauses("shaoxing:annex2")
def test_the_record_asks_the_four_questions_of_the_form_exactly(shaoxing: Statute) -> None:
    record = shaoxing.rule("checklist.annex2").rule
    *four, rest = record.questions
    assert [(question.text, question.options, question.trouble) for question in four] == OFFICIAL_QUESTIONS
    assert (rest.text, rest.kind, rest.required) == ("其他问题", "words", False)
    assert record.official and record.head == ("一、单位名称", "二、地点", "三、巡检查时间", "四、巡检查内容")


@pytest.mark.clauses("shaoxing:annex2")
def test_the_record_reads_as_the_document_does(shaoxing: Statute) -> None:
    record = shaoxing.rule("checklist.annex2").rule
    printed = document().rpartition("##")[2]
    place = printed.index(record.title)
    for head in record.head:
        place = printed.index(head, place)
    for number, question in enumerate(record.questions, 1):
        place = printed.index(f"{number}、{question.text}", place)
        for letter, option in zip("AB", question.options, strict=False):
            place = printed.index(f"{letter}:{option}", place)
    assert printed.index(record.signature.rstrip("："), place)


@pytest.mark.clauses("shaoxing:5", *(f"shaoxing:5{part}" for part in PARTS[5].split()))
def test_the_pharmacy_list_asks_after_each_item_and_is_no_official_form(shaoxing: Statute) -> None:
    asked = shaoxing.rule("checklist.pharmacy").rule
    assert list(dict.fromkeys(question.clause for question in asked.questions)) == [
        f"5.{n}" for n in range(1, 10)
    ]
    assert (asked.kinds, asked.official) == (("pharmacy",), False)
    goods = next(question for question in asked.questions if question.clause == "5.2")
    assert "保健品" in goods.text  # which annex 2 leaves out
    assert "保健品" not in OFFICIAL_QUESTIONS[0][0]


@pytest.mark.clauses("shaoxing:6", *(f"shaoxing:6{part}" for part in PARTS[6].split()))
def test_the_medical_list_asks_after_each_item(shaoxing: Statute) -> None:
    asked = shaoxing.rule("checklist.medical").rule
    assert [question.clause for question in asked.questions] == [f"6.{n}" for n in range(1, 6)]
    assert asked.kinds == ("medical_institution",)


@pytest.mark.clauses("shaoxing:5", "shaoxing:6", "shaoxing:annex2")
def test_every_answer_that_means_trouble_can_be_given_and_another_cannot_be_trouble(
    shaoxing: Statute,
) -> None:
    for checklist in shaoxing.family("checklist"):
        for question in checklist.rule.questions:
            if question.kind == "choice":
                assert set(question.trouble) < set(question.options) and question.trouble
            else:
                assert not question.trouble


@pytest.mark.clauses("shaoxing:8")
def test_answers_are_owed_promptly_and_symposia_regularly_without_a_number(shaoxing: Statute) -> None:
    for name in ("lead.answer", "suggestion.answer"):
        duty = shaoxing.rule(name).rule
        assert (duty.promptly, duty.span, duty.strength) == (True, None, Strength.MUST)
    assert shaoxing.rule("symposium").rule.every == "regularly"


@pytest.mark.clauses("shaoxing:12", "shaoxing:13", "shaoxing:14", "shaoxing:15")
def test_what_is_forbidden_and_what_is_asked_are_told_apart(shaoxing: Statute) -> None:
    strengths = {rule.key: rule.rule.strength for rule in shaoxing.family("discipline")}
    assert {key for key, strength in strengths.items() if strength is Strength.MUST_NOT} == {
        "no_tipping_off",
        "no_extortion",
        "no_unapproved_publication",
    }
    assert strengths["integrity"] is strengths["other"] is strengths["badge_shown"] is Strength.MUST
