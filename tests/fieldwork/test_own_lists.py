"""A bureau makes lists of its own: written on the desk or brought from an XLSForm, edition by edition."""

import re
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from watching import appoint, institution, signed_in, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts, checklists, drafting, xlsform
from zhongdu.fieldwork.models import ListDraft, OwnList
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def begun(place: Place, **more: Any) -> OwnList:
    told = {"title": "夜间药店清单", "kinds": ["pharmacy"], **more}
    made: OwnList = perform(acts.draft_list, place.office, place.officer(Role.CASE_OFFICER), **told)
    return made


def write(own: OwnList, *raws: drafting.Raw) -> None:
    ListDraft.objects.filter(of=own).update(questions=list(raws))


def use(place: Place, own: OwnList) -> OwnList:
    perform(acts.take_into_use, own, place.officer(Role.CASE_OFFICER))
    return OwnList.objects.get(pk=own.pk)


ONE = drafting.Raw(
    name="q1", text="夜里有没有药师值班？", kind="choice", options="有\n没有", trouble="没有", required=True
)
TWO = drafting.Raw(
    name="q2", text="怎样找到药师？", kind="words", after="q1", after_answers="没有", required=True
)


def desk(place: Place, role: Role = Role.CASE_OFFICER) -> Client:
    return signed_in(place.user(role))


def edit(place: Place, own: OwnList, intent: str, *raws: dict[str, str], **more: Any) -> Any:
    sent = {f"q{at}-{name}": value for at, raw in enumerate(raws) for name, value in raw.items()}
    return desk(place).post(
        reverse("desk:edit_list", kwargs={"number": own.number}), {"intent": intent, **sent, **more}
    )


# --- the life of a list -----------------------------------------------------------------------------------


def test_a_list_is_offered_only_once_it_is_in_use(wushan: Place) -> None:
    own = begun(wushan)
    with pytest.raises(Refused, match="还没有题目"):
        use(wushan, own)
    write(own, ONE, TWO)
    assert own.concept not in [bound.name for bound in checklists.offered(wushan.law, wushan.bureau)]
    own = use(wushan, own)
    offered = {bound.name: bound for bound in checklists.offered(wushan.law, wushan.bureau, "pharmacy")}
    assert offered[own.concept].rule.title == "夜间药店清单"
    assert own.concept not in [
        b.name for b in checklists.offered(wushan.law, wushan.bureau, "medical_institution")
    ]


def test_a_visit_keeps_the_edition_it_was_begun_under(wushan: Place) -> None:
    own = begun(wushan)
    write(own, ONE)
    own = use(wushan, own)
    term, shop = appoint(wushan), institution(wushan)
    ask = {"institution": shop.code, "way": "open", "checklist": own.concept}
    visit = perform(acts.choose_visit, term, supervisor(term), **ask)
    write(own, {**ONE, "text": "新的题目"}, TWO)
    own = use(wushan, own)
    assert (own.version, visit.checklist_version) == (2, 1)
    assert [question.text for question in checklists.followed(visit).rule.questions] == [ONE["text"]]
    later = perform(acts.choose_visit, term, supervisor(term), **ask)
    assert len(checklists.followed(later).rule.questions) == 2


def test_a_visit_is_recorded_by_an_own_list(wushan: Place) -> None:
    own = begun(wushan)
    write(own, ONE, TWO)
    own = use(wushan, own)
    term, shop = appoint(wushan), institution(wushan)
    visit = perform(
        acts.choose_visit, term, supervisor(term), institution=shop.code, way="open", checklist=own.concept
    )
    page = (
        signed_in(term.user)
        .get(reverse("phone:record_visit", kwargs={"number": visit.number}))
        .content.decode()
    )
    assert "夜里有没有药师值班" in page and "第1题选“没有”的才填" in page
    done = {"done_at": clock.now(), "answers": {"q1": "没有"}, "signature": "示例"}
    with pytest.raises(Refused) as refused:
        perform(acts.record_visit, visit, supervisor(term), **done)
    assert refused.value.fields == {"q2": "请填写这一项。"}, "it is asked after this answer"
    recorded = perform(acts.record_visit, visit, supervisor(term), **done, notes={"q2": "打电话"})
    assert (recorded.trouble, recorded.answers) == (True, {"q1": "没有"})


def test_a_retired_list_is_offered_no_more_and_can_come_back(wushan: Place) -> None:
    own = begun(wushan)
    write(own, ONE)
    own = use(wushan, own)
    perform(acts.retire_list, own, wushan.officer(Role.DECIDER))
    assert own.concept not in [bound.name for bound in checklists.offered(wushan.law, wushan.bureau)]
    write(own, ONE, TWO)
    assert use(wushan, OwnList.objects.get(pk=own.pk)).state == OwnList.State.IN_USE


def test_what_has_not_changed_is_not_taken_into_use_again(wushan: Place) -> None:
    own = begun(wushan)
    write(own, ONE)
    own = use(wushan, own)
    with pytest.raises(Refused, match="没有改动"):
        use(wushan, own)


def test_one_may_begin_from_a_list_there_is(wushan: Place) -> None:
    own = begun(wushan, pattern="checklist.pharmacy")
    made = checklists.draft_made(own).rule
    assert made
    assert [q.text for q in made.questions] == [
        q.text for q in wushan.law.rule("checklist.pharmacy").rule.questions
    ]


def test_a_list_is_its_own_bureaus(wushan: Place, beijing: Place) -> None:
    own = begun(wushan)
    write(own, ONE)
    own = use(wushan, own)
    assert own.concept not in [bound.name for bound in checklists.offered(beijing.law, beijing.bureau)]
    assert desk(beijing).get(reverse("desk:ownlist", kwargs={"number": own.number})).status_code == 404


# --- writing it on the desk -------------------------------------------------------------------------------


def test_questions_are_added_moved_and_dropped_and_nothing_typed_is_lost(wushan: Place) -> None:
    own = begun(wushan)
    edit(wushan, own, "add")
    edit(wushan, own, "add", {"name": "q1", "text": "第一", "kind": "words"})
    edit(
        wushan,
        own,
        "up-1",
        {"name": "q1", "text": "第一", "kind": "words"},
        {"name": "q2", "text": "第二", "kind": "photo"},
    )
    assert [raw["text"] for raw in ListDraft.objects.get(of=own).questions] == ["第二", "第一"]
    edit(
        wushan,
        own,
        "drop-0",
        {"name": "q2", "text": "第二", "kind": "photo"},
        {"name": "q1", "text": "第一", "kind": "words"},
    )
    assert [raw["text"] for raw in ListDraft.objects.get(of=own).questions] == ["第一"]


def test_what_is_wrong_is_said_beside_its_question_and_kept(wushan: Place) -> None:
    own = begun(wushan)
    edit(wushan, own, "add")
    wrong = {"name": "q1", "text": "", "kind": "choice", "options": "有\n没有", "trouble": "也许"}
    page = edit(wushan, own, "done", wrong).content.decode()
    assert "题目：请写题目。" in page and "也许" in page
    wrong["text"] = "写了"
    page = edit(wushan, own, "done", wrong).content.decode()
    assert "要是上面选项里的" in page
    assert edit(wushan, own, "done", {**wrong, "trouble": "没有"}).status_code == 302


def test_a_question_can_hang_only_on_one_before_it(wushan: Place) -> None:
    own = begun(wushan)
    write(own, TWO, ONE)
    made = checklists.draft_made(own)
    assert made.rule is None and made.wrong == {0: {"after": "要接在前面的一道选择题后面。"}}
    write(own, ONE, {**TWO, "after_answers": "也许"})
    assert checklists.draft_made(own).wrong == {1: {"after": "那道题没有“也许”这个选项。"}}


# --- XLSForm ----------------------------------------------------------------------------------------------


def workbook(survey: list[list[str]], choices: list[list[str]] = ()) -> bytes:  # type: ignore[assignment]
    kept = BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        for name, rows in (
            ("survey", survey),
            ("choices", choices),
            ("settings", [["form_title"], ["外来清单"]]),
        ):
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return kept.getvalue()


SURVEY = [
    ["type", "name", "label", "required", "relevant", "hint", "constraint"],
    ["start", "start", "", "", "", "", ""],
    ["select_one yn", "sell", "有没有卖日用品？", "yes", "", "", ""],
    ["select_multiple goods", "which", "哪几种？", "", "${sell} = 'y'", "看货架", ""],
    ["integer", "count", "几件？", "", "${sell} = 'y' and ${count} > 1", "", ". >= 1 and . <= 9"],
    ["begin_group", "group", "一组", "", "", "", ""],
    ["barcode", "code", "追溯码", "", "", "", ""],
    ["end_group", "", "", "", "", "", ""],
    ["geopoint", "here", "位置", "yes", "", "", ""],
    [],
    ["image", "shelf", "拍货架", "yes", "", "", ""],
    ["audio", "talk", "录下怎么说的", "", "${sell} = 'y'", "", ""],
    ["video", "walk", "走一圈", "", "", "", ""],
    ["geotrace", "way", "走过的路", "", "", "", ""],
    ["background-audio", "spy", "", "", "", "", ""],
]
CHOICES = [
    ["list_name", "name", "label"],
    ["yn", "y", "有"],
    ["yn", "n", "未发现"],
    ["goods", "a", "食品"],
    ["goods", "b", "化妆品"],
]


def test_an_xlsform_is_read_with_what_hangs_on_what() -> None:
    read = xlsform.read(workbook(SURVEY, CHOICES))
    assert (read.title, [raw["kind"] for raw in read.questions]) == (
        "外来清单",
        ["choice", "choices", "number", "trace_code", "place", "photo", "sound", "video"],
    )
    first, second, third, *rest = read.questions
    assert [(raw["name"], raw["required"], raw.get("after", "")) for raw in rest[1:]] == [
        ("here", True, ""), ("shelf", True, ""), ("talk", False, "sell"), ("walk", False, ""),
    ]  # fmt: skip
    assert (first["required"], first["options"]) == (True, "有\n未发现")
    assert (second["after"], second["after_answers"], second["hint"]) == ("sell", "有", "看货架")
    assert (third["min"], third["max"]) == ("1", "9")
    assert [sentence.partition("”")[0] for sentence in read.left_out] == [
        "第5行“几件？",
        "第14行“走过的路",
        "第15行“spy",
    ], "what has no place is told, by the row it stands in"
    assert (
        "（路线，geotrace）" in read.left_out[1]
        and "（不告诉人的录音，background-audio）" in read.left_out[2]
    )


def test_it_comes_after_the_questions_there_are_and_can_be_used(wushan: Place) -> None:
    own = begun(wushan)
    file = SimpleUploadedFile("form.xlsx", workbook(SURVEY, CHOICES))
    edit(wushan, own, "add")
    answer = edit(wushan, own, "bring", {**{k: str(v) for k, v in ONE.items()}}, file=file)
    assert answer.status_code == 302
    made = checklists.draft_made(own)
    assert made.rule and [q.name for q in made.rule.questions] == [
        "q1", "sell", "which", "count", "code", "here", "shelf", "talk", "walk",
    ]  # fmt: skip
    assert use(wushan, own).version == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 no zip", b"%PDF-1.7", workbook([["a"], ["b"]])],
    ids=["empty", "broken", "pdf", "no survey"],
)
def test_what_is_no_xlsform_gets_one_sentence_and_changes_nothing(wushan: Place, content: bytes) -> None:
    own = begun(wushan)
    write(own, ONE)
    file = SimpleUploadedFile("form.xlsx", content)
    page = edit(wushan, own, "bring", {k: str(v) for k, v in ONE.items()}, file=file).content.decode()
    assert re.search(r'class="field[^"]*field-wrong', page), "it is said beside the file"
    assert len(ListDraft.objects.get(of=own).questions) == 1
