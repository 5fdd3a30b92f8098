"""The digest of a period: counted, nobody named, and as it was read out for ever."""

import io
from datetime import date, timedelta

import pytest
from docx import Document
from speaking import afresh, brought, clerk, settled, voiced

from watching import appoint, signed_in, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role
from zhongdu.voices import acts, themes
from zhongdu.voices.digesting import figures_of, texts_of
from zhongdu.voices.models import Digest
from zhongdu.voices.rules import Figures, Told, add_up

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)
GIST = "建议异地备案在手机上办。"


def told(**more: object) -> Told:
    fields = {
        "themes": ("a",), "speaker": "citizen", "outcome": "", "filed_on": DAY, "answered_on": None, "carried_out": False,
    }  # fmt: skip
    return Told(**(fields | more))  # type: ignore[arg-type]


def test_an_opinion_of_two_themes_stands_under_both_and_once_in_the_whole() -> None:
    found = add_up(
        [
            told(themes=("a", "b"), outcome="adopted", answered_on=DAY + timedelta(days=9), carried_out=True),
            told(themes=("b",), speaker="supervisor"),
            told(themes=()),
        ],
        DAY + timedelta(days=20),
    )
    assert [(line.theme, line.brought, line.taken, line.waiting) for line in found.themes] == [
        ("b", 2, 1, 1), ("a", 1, 1, 0), ("", 1, 0, 1),
    ]  # fmt: skip
    whole = found.whole
    assert (whole.brought, whole.answered, whole.carried_out, whole.waiting) == (3, 1, 1, 2)
    assert (found.longest, found.slowest) == (20, 9)
    assert found.speakers == {"citizen": 2, "supervisor": 1} and found.outcomes == {"adopted": 1}
    assert Figures.read(found.plain()).plain() == found.plain()


def digest(place: Place, **more: object) -> Digest:
    told = {"title": "座谈会意见汇总", "since": DAY, "until": DAY + timedelta(days=30)}
    return perform(acts.prepare_digest, place.office, clerk(place, Role.LIAISON), **(told | more))


@pytest.mark.clauses("hunan:10.1")
def test_from_opinions_to_a_paper_without_names(hunan: Place) -> None:
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    officer = clerk(changsha)
    with clock.on(DAY):
        first = brought(changsha, "我是示例小区的，备案要跑三趟。", about=["suggestion.theme.management"])
        second = voiced(changsha, "希望药店中午不关门。", name="示例热心人")
        hidden = perform(
            acts.bring_opinion, term := appoint(changsha), supervisor(term), words="局长不讲理。", against="430100"
        )  # fmt: skip
        settled(changsha, first, gist=GIST)
    made = digest(changsha)
    assert [e.clauses for e in Event.objects.filter(docket=made.docket)] == [["hunan:10.1"]]
    perform(acts.choose_opinions, made, officer, opinions=[first.number])
    with pytest.raises(Refused):  # no summary, no choice; and never one about the bureau
        perform(acts.choose_opinions, made, officer, opinions=[second.number])
    with pytest.raises(Refused):
        perform(acts.choose_opinions, made, officer, opinions=[hidden.number])
    figures = figures_of(afresh(made))
    assert (figures.whole.brought, figures.whole.answered, figures.whole.taken) == (2, 1, 1)
    client = signed_in(changsha.user(Role.LIAISON))
    page = client.get(f"/desk/digests/{made.number}/").content.decode()
    pdf = client.get(f"/desk/digests/{made.number}/paper.pdf")
    word = client.get(f"/desk/digests/{made.number}/paper.docx")
    assert (
        pdf.content.startswith(b"%PDF")
        and client.get(f"/desk/digests/{made.number}/paper.exe").status_code == 404
    )
    text = "\n".join(p.text for p in Document(io.BytesIO(word.content)).paragraphs)
    for told_ in (page, text):
        assert GIST in told_ and "优化医保管理" in page
        for secret in (
            "示例小区", "药店中午", "局长不讲理", first.user.get_full_name(), "示例热心人", first.number, hidden.number,
        ):  # fmt: skip
            assert secret not in told_
    assert "1条没有答复" in text
    assert GIST not in str(list(Event.objects.filter(docket=made.docket).values_list("data", flat=True)))
    assert list(breaks()) == []


def test_finished_it_stays_as_it_was_read_out(wushan: Place) -> None:
    officer = clerk(wushan)
    with clock.on(DAY):
        opinion = settled(wushan, brought(wushan), gist=GIST)
    made = digest(wushan)
    perform(acts.choose_opinions, made, officer, opinions=[opinion.number])
    perform(acts.finish_digest, made, officer)
    perform(acts.report_carried_out, opinion, officer, done_on=clock.today(), words="上线了")
    perform(acts.sum_up, opinion, officer, gist="别的话。")
    with clock.on(DAY):
        brought(wushan)
    done = afresh(made)
    assert figures_of(done).whole.brought == 1 and figures_of(done).whole.carried_out == 0
    assert texts_of(done)["chosen"] == [{"gist": GIST, "became": "采纳，正在落实"}]
    with pytest.raises(Refused):
        perform(acts.choose_opinions, done, officer, opinions=[])


def test_only_some_themes_and_only_the_period(wushan: Place) -> None:
    officer = clerk(wushan)
    perform(acts.add_themes, wushan.office, officer, names="报销、就医")
    one, two = (code for code, _ in themes.in_use(wushan.bureau, wushan.law))
    for day, about in ((DAY, [one, two]), (DAY, [two]), (DAY - timedelta(days=1), [one])):
        with clock.on(day):
            brought(wushan, about=about)
    found = figures_of(digest(wushan, about=[one]))
    assert found.whole.brought == 1 and [line.theme for line in found.themes] == [one]


def test_an_empty_period_says_so_and_a_wrong_one_is_refused(wushan: Place) -> None:
    made = digest(wushan)
    page = signed_in(wushan.user(Role.LIAISON)).get(f"/desk/digests/{made.number}/").content.decode()
    assert "没有要汇总的意见" in page
    assert (
        signed_in(wushan.user(Role.LIAISON)).get(f"/desk/digests/{made.number}/paper.pdf").status_code == 200
    )
    with pytest.raises(Refused) as refused:
        digest(wushan, until=DAY - timedelta(days=1))
    assert "until" in refused.value.fields
