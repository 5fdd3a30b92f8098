"""What the components print, and that they cannot be made to print something dangerous."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from zhongdu.kit import forms, lists, parts, reading

TODAY = date(2026, 9, 29)


def shown(source: str, **context) -> str:
    """The text of a template, its white space told apart by single blanks."""
    request = context.pop("request", None) or RequestFactory().get("/list/?state=open&cursor=old")
    request.user = AnonymousUser()
    template = engines["django"].from_string(source)
    template.backend.engine.template_context_processors = ()  # no visitor is looked up for a component alone
    return " ".join(template.render({"request": request, **context}, request).split())


@pytest.fixture(autouse=True)
def without_processors():
    """The shells' context is tested with the shells."""
    engine = engines["django"].engine
    kept = engine.template_context_processors
    yield
    engine.template_context_processors = kept


# --- marks ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (-2, "逾期2天", "bad"),
        (0, "今天到期", "bad"),
        (1, "明天到期", "warn"),
        (3, "还有3天", "warn"),
        (4, "还有4天", "neutral"),
    ],
)
def test_a_last_day_says_how_far_it_is(left, words, tone):
    chip = parts.due(TODAY + timedelta(days=left), today=TODAY)
    assert (chip.label, chip.tone) == (words, tone)


def test_a_last_day_that_is_met_or_stopped_no_longer_counts():
    yesterday = TODAY - timedelta(days=1)
    assert parts.due(yesterday, today=TODAY, met=yesterday).label == "已办结"
    assert parts.due(yesterday, today=TODAY, met=TODAY).label == "逾期办结"
    assert parts.due(yesterday, today=TODAY, paused=True).label == "计时暂停"
    assert parts.due(None, today=TODAY).label == "无期限"
    assert parts.due(None, today=TODAY, met=TODAY).label == "已办结"


def test_the_bureaus_own_target_is_never_shown_as_the_laws():
    assert "本局目标" in shown("{% due day own=True today=day %}", day=TODAY)
    assert "本局目标" not in shown("{% due day today=day %}", day=TODAY)


def test_a_clause_is_cited_to_the_letter():
    assert "第六条第（四）项" in shown('{% cite "nowhere:6.4" %}')
    both = shown("{% cites clauses %}", clauses=["nowhere:6.4", "nowhere:20/2.1"])
    assert both.index("第六条第（四）项") < both.index("、") < both.index("第二十条第二款第（一）项")


def test_every_strength_has_a_word():
    words = [shown("{% strength word %}", word=word) for word in parts.STRENGTHS]
    for word, mark in zip(words, ["应当", "不得", "一般", "可以", "优先", "探索", "参照"], strict=True):
        assert f">{mark}<" in word


def test_times_are_chinas_and_machine_readable():
    late = datetime(2026, 9, 29, 16, 5, tzinfo=UTC)  # past midnight in China
    assert (
        shown("{{ at|moment }}", at=late)
        == '<time datetime="2026-09-30T00:05+08:00">2026年9月30日 00:05</time>'
    )
    assert shown("{{ at|day }}", at=late) == '<time datetime="2026-09-30">2026年9月30日</time>'
    assert shown("{{ none|day }}{{ none|moment }}", none=None) == "——"


# --- parts ---------------------------------------------------------------------------------------
EVIL = "<script>alert(1)</script>"


def test_words_from_people_stay_words():
    page = shown(
        "{% facts facts %}{% timeline entries %}{% offers offers %}{% steps steps %}{% tabs tabs %}"
        "{% nothing_here evil evil %}{% state evil %}{% notice 'warn' title=evil %}{{ evil }}{% endnotice %}"
        "{% panel evil %}{{ evil }}{% endpanel %}{% heading evil sub=evil %}{% endheading %}"
        "{% confirm 'c' label=evil title=evil action='/' %}{{ evil }}{% endconfirm %}",
        evil=EVIL,
        facts=[parts.Fact(EVIL, EVIL)],
        entries=[parts.Entry(datetime(2026, 9, 29, tzinfo=UTC), EVIL, EVIL, EVIL, details=((EVIL, EVIL),))],
        offers=[parts.Offer(EVIL, "/", EVIL), parts.Offer(EVIL, "/", refusal=EVIL)],
        steps=[parts.Step(EVIL, "now", EVIL)],
        tabs=[parts.Tab(EVIL, "/")],
    )
    assert EVIL not in page
    assert page.count("&lt;script&gt;") == 26


def test_a_masked_fact_leads_to_the_recorded_look():
    page = shown(
        "{% facts facts %}", facts=[parts.Fact("电话", "138****2468", masked=True, reveal_url="/look/")]
    )
    assert 'href="/look/"' in page
    assert "查看<span" in page
    assert "href" not in shown("{% facts facts %}", facts=[parts.Fact("电话", "138****2468", masked=True)])


def test_an_act_that_is_refused_is_no_link():
    page = shown("{% offers offers %}", offers=[parts.Offer("移送", "/move/", refusal="请先核实。")])
    assert "/move/" not in page
    assert "请先核实。" in page


def test_a_step_says_its_state_to_those_who_do_not_see_colours():
    steps = [parts.Step("报名", "done"), parts.Step("公示", "now"), parts.Step("聘任", "ahead")]
    page = shown("{% steps steps %}", steps=steps)
    assert [page.count(words) for words in ("：已完成", "：正在进行", "：未开始", 'aria-current="step"')] == [
        1,
        1,
        1,
        1,
    ]


def test_the_pager_keeps_the_filters():
    page = shown("{% pager page %}", page=lists.Page([object()], next="new", previous=None))
    assert 'href="?state=open&amp;cursor=new"' in page
    assert shown("{% pager page %}", page=lists.Page([], None, None)) == ""


def test_filters_show_what_was_chosen():
    offered = [
        lists.Choice("state", "状态", [("open", "办理中"), ("done", "已办结")]),
        lists.Text("q", "查找", ["number"]),
    ]
    request = RequestFactory().get("/", {"state": "open", "q": '"甲"'})
    page = shown("{% filters filters %}", filters=lists.Filters.read(request, *offered))
    assert '<option value="open" selected>' in page
    assert 'value="&quot;甲&quot;"' in page
    assert "清除条件" in page


# --- forms ---------------------------------------------------------------------------------------
class Report(forms.Form):
    from django import forms as plain

    place = plain.CharField(label="地点", help_text="写到门牌号")
    kind = plain.ChoiceField(label="类别", choices=[("a", "串换"), ("b", "虚记")], widget=forms.TwoWay)
    true = plain.BooleanField(label="内容真实")
    note = plain.CharField(label="补充", required=False)
    photos = forms.FilesField(label="照片", required=False)


def test_each_error_stands_beside_its_field_and_above_the_form():
    form = Report({"place": "", "note": "原先写的"})
    form.fields["place"].clause = "nowhere:7.1"
    page = shown("{{ form }}", form=form)
    for anchor, words in [
        ("id_place", "请填写地点。"),
        ("id_kind_0", "请选择类别。"),
        ("id_true", "内容真实：请确认并勾选这一项。"),
    ]:
        assert f'<a href="#{anchor}">{words}</a>' in page
        assert f'id="{anchor}"' in page
    assert 'aria-invalid="true" aria-describedby="id_place_helptext id_place_error"' in page
    assert 'id="id_place_helptext"' in page
    assert '<ul class="field-errors" id="id_place_error">' in page
    assert "第七条第（一）项" in page
    assert 'value="原先写的"' in page, "nothing typed is lost"


def test_an_untouched_form_blames_nobody():
    page = shown("{{ form }}", form=Report())
    assert "需要改正" not in page
    assert page.count("选填") == 2


def test_one_summary_for_several_forms():
    first, second = Report({}, prefix="one"), Report({}, prefix="two")
    page = shown("{% errors first second %}", first=first, second=second)
    assert "有 6 处需要改正" in page
    assert "#id_two-place" in page


def test_every_one_of_several_files_is_checked():
    full, empty = SimpleUploadedFile("a.jpg", b"x"), SimpleUploadedFile("b.jpg", b"")
    data = {"place": "东街", "kind": "a", "true": "on"}
    good = Report(data, MultiValueDict({"photos": [full, SimpleUploadedFile("c.jpg", b"y")]}))
    assert good.is_valid()
    assert [file.name for file in good.cleaned_data["photos"]] == ["a.jpg", "c.jpg"]
    bad = Report(data, MultiValueDict({"photos": [full, empty]}))
    assert list(bad.errors) == ["photos"]
    assert Report(data, MultiValueDict()).is_valid()


def test_an_autosaved_form_says_where_it_is_kept():
    attributes = shown("<form {% autosave url %}>{% saved %}</form>", url="/draft/?a=1&b=2")
    assert 'hx-post="/draft/?a=1&amp;b=2"' in attributes
    assert """hx-vals='{"intent":"autosave"}'""" in attributes
    assert 'class="saved" role="status"' in attributes


# --- the size of type ------------------------------------------------------------------------------
def test_large_type_is_remembered_and_given_up():
    ask = RequestFactory()
    large = reading.remember(ask.post("/type-size/", {"size": "large", "next": "/leads/?q=1"}))
    assert (large.url, large.cookies[reading.COOKIE].value) == ("/leads/?q=1", "large")
    ask.cookies[reading.COOKIE] = "large"
    assert reading.is_large(ask.get("/"))
    normal = reading.remember(ask.post("/type-size/", {"size": "normal"}))
    assert normal.cookies[reading.COOKIE]["max-age"] == 0


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_changing_the_size_leads_nowhere_else(elsewhere):
    assert (
        reading.remember(RequestFactory().post("/type-size/", {"size": "large", "next": elsewhere})).url
        == "/"
    )
