"""An officer writes a measure on the desk: from another, rule by rule, checked as the packs are."""

import json
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from lxml.html import fragment_fromstring

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.law import drafting
from zhongdu.law.checking import check_draft
from zhongdu.law.comparing import changes
from zhongdu.law.shapes import SHAPES, Shape
from zhongdu.law.shelves import shelf
from zhongdu.law.vocabulary import concept, vocabulary
from zhongdu.measures import acts, showing
from zhongdu.measures.rule_forms import ShapeForm, rule_form, words
from zhongdu.measures.shelving import checked, statute_of
from zhongdu.scope.roles import Role

from .drafts import begin, write

HEAD = {"title": "示例", "short": "示例", "issuer": "999999", "issuer_name": "示例局"}


# --- the document ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("statute", shelf().statutes, ids=lambda statute: statute.code)
def test_a_draft_begun_from_a_measure_says_what_it_says(statute: Any) -> None:
    text = drafting.begun(statute.pack, code="new", **HEAD)
    found = check_draft(text, "new", shelf())
    if statute.base is None:  # from nothing: one says what is still wanting
        assert [mistake.key for mistake in found.mistakes] == ["term.length"]
        return
    assert found.mistakes == () and found.pack
    different = [change.name for change in changes(statute, shelf().of(found.pack))]
    assert different in ([], ["measure.consultation"])  # the notice of another draft is not its own
    assert found.pack.head.status == "draft" and not found.pack.head.number


def test_a_rule_is_put_in_and_taken_out_and_deeper_ones_stay() -> None:
    text = drafting.begun(shelf().packs["shaoxing"], code="new", **HEAD)
    rule = {"clause": "8", "strength": "may", "label": "培训"}
    changed = drafting.with_rule(text, "training", rule)
    assert drafting.rule_of(changed, "training") == rule
    gone = drafting.without_rule(changed, "training")
    assert "training" not in drafting.rules_in(gone) and "training.for_supervisors" in drafting.rules_in(gone)
    assert drafting.without_rule(drafting.with_rule(text, "hotline", rule), "hotline") == drafting.written(
        drafting.read_document(text)
    )


# --- the forms -----------------------------------------------------------------------------------------------


def filled_in(form: ShapeForm) -> QueryDict:
    """What a browser sends for a form as its page shows it."""
    shown = fragment_fromstring(render_to_string("measures/rule_fields.html", {"form": form}), "form")
    into = QueryDict(mutable=True)
    for name, value in shown.form_values():
        into.appendlist(name, value)
    return into


@pytest.mark.parametrize("pack", shelf().packs.values(), ids=lambda pack: pack.code)
def test_every_rule_of_every_measure_comes_out_of_its_form_as_it_went_in(pack: Any) -> None:
    for name, table in drafting.rules_in(pack.text).items():
        word = concept(name)
        form = rule_form(word, table, filled_in(rule_form(word, table)))
        assert form.is_whole(), (name, form.errors)
        assert word.shape.model_validate(form.table()) == word.shape.model_validate(table), name


def test_every_field_and_value_is_called_something_in_chinese() -> None:
    called, shapes = words(), list(SHAPES.values())
    while shapes:
        shape = shapes.pop()
        assert shape.model_fields.keys() <= called["fields"].keys(), shape
        form = ShapeForm(shape, {}, None, "x")
        for field in form.fields.values():
            values = [value for value, says in getattr(field, "choices", ()) if value and value == says]
            assert values == [], (shape, values)
        shapes += [
            row.shape for rows in form.nested.values() for row in rows[:1] if issubclass(row.shape, Shape)
        ]
    options = {option for word in vocabulary().values() for option in word.options}
    assert options <= called["values"].keys()


# --- on the desk ---------------------------------------------------------------------------------------------


def test_a_draft_is_begun_and_stands_among_the_measures(client: Client, hunan: Place) -> None:
    draft = begin(hunan)
    client.force_login(hunan.user(Role.CASE_OFFICER))
    assert draft.title in client.get(reverse("desk:measures")).content.decode()
    page = client.get(reverse("desk:draft", kwargs={"number": draft.number})).content.decode()
    assert "第十二条" in page and "有效期" in page


@pytest.mark.parametrize("code", ["hunan", "1abc", "Ab", "penalty-law"])
def test_a_code_that_is_taken_or_no_code_is_refused(hunan: Place, code: str) -> None:
    with pytest.raises(Refused) as refused:
        begin(hunan, code=code)
    assert "code" in refused.value.fields


def test_a_term_is_changed_in_its_form(client: Client, hunan: Place) -> None:
    draft = begin(hunan)
    client.force_login(hunan.user(Role.CASE_OFFICER))
    page = f"{reverse('desk:write_rule', kwargs={'number': draft.number})}?concept=term.length"
    shown = client.get(page).content.decode()
    assert "蓝本怎么写" in shown and "3年" in shown.replace(" ", "")
    form = rule_form(concept("term.length"), drafting.rule_of(draft.text, "term.length"))
    data = filled_in(form)
    data["rule-n"] = ""
    wrong = client.post(page, data)
    assert wrong.status_code == 200 and "n（数）与 unit（单位）要写就一起写" in wrong.content.decode()
    data["rule-n"] = "4"
    assert client.post(page, data).status_code == 302
    draft.refresh_from_db()
    assert drafting.rule_of(draft.text, "term.length")["n"] == 4
    statute = statute_of(draft)
    assert statute and statute.rule("term.length").rule.n == 4


def test_a_rule_needs_a_clause_that_is_written(hunan: Place) -> None:
    draft = begin(hunan)
    with pytest.raises(Refused) as refused:
        write(hunan, draft, "hotline", clause="99", strength="must")
    assert refused.value.fields["rule"] == "稿子里还没有第九十九条，请先写条款。"
    by = hunan.officer(Role.CASE_OFFICER)
    perform(acts.write_clause, draft, by, clause="99", nature="duty", gist="公布电话。")
    write(hunan, draft, "hotline", clause="99", strength="must")
    draft.refresh_from_db()
    assert not checked(draft).mistakes and "hotline" in drafting.rules_in(draft.text)


@pytest.mark.parametrize(
    ("name", "rule", "code"),
    [
        ("no.such", "{}", "unknown_concept"),
        ("hotline", "{", "bad_rule"),
        ("hotline", '{"clause": "6", "strength": "perhaps"}', "bad_rule"),
        (
            "eligibility.Über",
            json.dumps({"clause": "5", "strength": "must", "label": "x", "how": "judged"}),
            "bad_name",
        ),
    ],
)
def test_what_is_no_rule_is_refused(hunan: Place, name: str, rule: str, code: str) -> None:
    draft = begin(hunan)
    with pytest.raises(Refused) as refused:
        perform(acts.write_rule, draft, hunan.officer(Role.CASE_OFFICER), concept_name=name, rule=rule)
    assert refused.value.code == code


def test_taking_a_clause_out_is_told_by_the_check(client: Client, hunan: Place) -> None:
    draft = begin(hunan)
    perform(acts.drop_clause, draft, hunan.officer(Role.CASE_OFFICER), clause="12")
    draft.refresh_from_db()
    client.force_login(hunan.user(Role.CASE_OFFICER))
    page = client.get(reverse("desk:draft_check", kwargs={"number": draft.number})).content.decode()
    assert "本办法没有登记第十二条" in page
    with pytest.raises(Refused) as refused:
        perform(acts.try_out, hunan.office, hunan.officer(Role.DECIDER), code="haibin", since=clock.today())
    assert refused.value.code == "not_sound"


def test_the_cases_of_the_base_say_what_is_decided_otherwise(client: Client, hunan: Place) -> None:
    draft = begin(hunan)
    assert all(each.is_same for each in showing.tried(draft))
    write(hunan, draft, "term.length", clause="6/2", strength="must", n=4, unit="years")
    draft.refresh_from_db()
    different = [each for each in showing.tried(draft) if not each.is_same]
    assert different and {each.ask for each in different} == {"term.length"}
    client.force_login(hunan.user(Role.CASE_OFFICER))
    page = client.get(reverse("desk:draft_check", kwargs={"number": draft.number})).content.decode()
    assert different[0].says in page


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"strength": "must", "promptly": False}, "约束力：应当，只写了“及时”：否"),
        ({"count": 3}, "几项：3"), ("silent", "没有写"), (["open", "invited"], "公开报名、特邀"), ("2030-04-22", "2030-04-22"),
    ],
)  # fmt: skip
def test_what_a_case_answers_is_said_in_words(answer: Any, says: str) -> None:
    assert showing.in_words(answer) == says


def test_the_diff_says_for_whom_and_what_it_touches(client: Client, hunan: Place) -> None:
    from watching import appoint

    appoint(hunan)
    draft = begin(hunan)
    write(hunan, draft, "term.length", clause="6/2", strength="must", n=4, unit="years")
    perform(acts.drop_rule, draft, hunan.officer(Role.CASE_OFFICER), concept_name="liaison")
    draft.refresh_from_db()
    found = {each.change.name: each for each in showing.compared(draft, clock.today())}
    term = found["term.length"]
    assert (term.change.sort, term.change.whom, term.people) == ("changed", "社会监督员", 1)
    assert "照聘任时的不变" in term.says and "4" in term.change.becomes and "3" in term.change.was
    client.force_login(hunan.user(Role.DECIDER))
    page = client.get(reverse("desk:draft_changes", kwargs={"number": draft.number})).content.decode()
    assert "1名在聘的社会监督员照聘任时的不变" in page
