"""From a draft to a measure in force, superseded, expired; and what it governs never changes under it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from watching import appoint, supervisor
from world import Place, place
from zhongdu import places
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.acts import set_target
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.law import governing as lawbook
from zhongdu.law.governing import compiled, governing
from zhongdu.law.models import Commencement
from zhongdu.law.shelves import shelf
from zhongdu.leads.acts import file_lead
from zhongdu.measures import acts, queries, showing
from zhongdu.measures.models import Draft
from zhongdu.measures.shelving import restore
from zhongdu.record.models import Event
from zhongdu.roster.queries import law_as_granted
from zhongdu.scope.roles import Role

from .drafts import begin, finish, write

CHIEF = Role.DECIDER


@pytest.fixture(autouse=True)
def own_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is put on the shelf here stays here."""
    monkeypatch.setattr(places, "var", lambda: tmp_path)


def four_years(home: Place, code: str = "haibin") -> Draft:
    draft = begin(home, code=code)
    write(home, draft, "term.length", clause="6/2", strength="must", n=4, unit="years")
    return finish(home, draft)


def start(home: Place, draft: Draft, since: date | None = None) -> None:
    later = {"since": since, "reason": "衔接原来的办法"} if since else {}
    perform(acts.commence, home.office, home.officer(CHIEF), code=draft.code, **later)


@pytest.mark.clauses("hunan:12", "beijing:16")
def test_a_measure_of_the_desk_takes_the_place_of_the_one_before_from_its_day_on(hunan: Place) -> None:
    today = clock.today()
    start(hunan, four_years(hunan), today + timedelta(days=10))
    assert governing(hunan.bureau, today + timedelta(days=9)).statute.code == "hunan"
    after = governing(hunan.bureau, today + timedelta(days=10))
    assert after.statute.code == "haibin" and after.rule("term.length").rule.n == 4
    stands = {each.row.edition.code: each.stands for each in queries.in_force(hunan.bureau, today)}
    assert stands == {"haibin": "待施行", "hunan": "施行中"}
    later = {
        each.row.edition.code: each.stands
        for each in queries.in_force(hunan.bureau, today + timedelta(days=10))
    }
    assert later == {"haibin": "施行中", "hunan": "已被取代"}


def test_what_governs_a_matter_never_changes_under_it(hunan: Place) -> None:
    """A term, and a clock that runs, stay what they were when another measure comes into force."""
    term = appoint(hunan)
    head = hunan.officer(CHIEF)
    perform(set_target, hunan.office, head, concept="lead.answer", n=10, unit="working_days")
    perform(file_lead, term, supervisor(term), words="药店串换药品")
    until, granted = term.until, law_as_granted(term)
    clocks = list(Duty.objects.order_by("id").values_list("clause", "due", "period"))
    assert ("hunan:10.2", True) in [(clause, due is not None) for clause, due, _ in clocks]
    assert granted.rule("term.length").rule.n == 3
    start(hunan, four_years(hunan))
    assert hunan.law.rule("term.length").rule.n == 4
    term.refresh_from_db()
    assert term.until == until and law_as_granted(term) == granted
    assert list(Duty.objects.order_by("id").values_list("clause", "due", "period"))[: len(clocks)] == clocks
    renewed = appoint(hunan, "another")
    assert (renewed.measure, law_as_granted(renewed).rule("term.length").rule.n) == ("haibin", 4)


def test_changing_a_draft_changes_nothing_that_was_put_in_force(hunan: Place) -> None:
    draft = begin(hunan)
    perform(acts.try_out, hunan.office, hunan.officer(CHIEF), code="haibin", since=clock.today())
    before = hunan.law
    assert before.demonstration and before.rule("term.length").rule.n == 3
    write(hunan, draft, "term.length", clause="6/2", strength="must", n=9, unit="years")
    assert hunan.law.rule("term.length").rule.n == 3
    assert compiled(Commencement.objects.get(edition__code="haibin").edition).rule("term.length").rule.n == 3


def test_only_an_issued_measure_comes_into_force(hunan: Place) -> None:
    draft = begin(hunan)
    with pytest.raises(Refused) as refused:
        start(hunan, draft)
    assert refused.value.code == "a_draft"
    finish(hunan, draft, signed=clock.today())
    with pytest.raises(Refused) as refused:
        start(hunan, draft, clock.today() - timedelta(days=1))
    assert refused.value.code == "before_it_takes_effect"
    start(hunan, draft)


@pytest.mark.clauses("city:29")
def test_a_blank_validity_is_filled_in_before_it_can_come_into_force(hunan: Place) -> None:
    draft = begin(hunan, "city")
    finish(hunan, draft)
    with pytest.raises(Refused) as refused:
        start(hunan, draft)
    assert refused.value.code == "left_blank"


@pytest.mark.clauses("hunan:12")
def test_a_measure_takes_effect_on_the_day_it_names_and_its_years_run_from_there(db: None) -> None:
    """自印发之日起: signed on 26 March, printed on 22 April 2025; the five years run from the printing."""
    home = place("430000", "湖南省医疗保障局", "province")
    chief = home.officer(CHIEF)

    def refused(**given: Any) -> str:
        with pytest.raises(Refused) as caught:
            perform(acts.commence, home.office, chief, code="hunan", **given)
        return caught.value.code

    assert refused(since=date(2025, 3, 26)) == "before_it_takes_effect"
    assert refused(since=date(2025, 4, 21), reason="提前") == "before_it_takes_effect"
    assert refused(since=date(2026, 1, 1)) == "why_later"
    late = {"since": date(2026, 1, 1), "reason": "系统从这一天起用"}
    perform(acts.commence, home.office, chief, code="hunan", **late)
    begun = Commencement.objects.get()
    assert (begun.since, begun.until) == (date(2026, 1, 1), date(2030, 4, 22))
    other = place("430100", "长沙市医疗保障局", "city", parent=home.bureau)
    perform(acts.commence, other.office, other.officer(CHIEF), code="hunan")
    begun = Commencement.objects.get(bureau=other.bureau)
    assert (begun.since, begun.until) == (date(2025, 4, 22), date(2030, 4, 22))


def test_a_measure_of_another_line_needs_a_reason_and_one_without_a_day_its_day(hunan: Place) -> None:
    chief = hunan.officer(CHIEF)
    with pytest.raises(Refused) as refused:
        perform(acts.commence, hunan.office, chief, code="beijing")
    assert refused.value.code == "of_another_line" and "reason" in refused.value.fields
    perform(acts.commence, hunan.office, chief, code="beijing", reason="委托试点")
    alone = place("500237", "巫山县医疗保障局", "county")
    with pytest.raises(Refused) as refused:
        perform(acts.commence, alone.office, alone.officer(CHIEF), code="wushan")
    assert refused.value.code == "which_day" and "since" in refused.value.fields


def test_what_is_over_is_not_put_in_force_again(hunan: Place) -> None:
    with pytest.raises(Refused) as refused:
        late = {"since": date(2031, 5, 1), "reason": "续用"}
        perform(acts.commence, hunan.office, hunan.officer(CHIEF), code="hunan", **late)
    assert refused.value.code == "over_already"


def test_signing_printing_and_commencement_are_three_dates(hunan: Place) -> None:
    today = clock.today()
    draft = finish(
        hunan, begin(hunan), printed=today + timedelta(days=2), starts="date", day=today + timedelta(days=5)
    )
    statute = showing.statute_of(draft)
    assert statute and (statute.pack.head.signed, statute.pack.head.printed) == (
        today,
        today + timedelta(days=2),
    )
    assert statute.pack.head.since == today + timedelta(days=5)
    assert statute.pack.head.status == "in_force" and statute.pack.head.number == "海医保发〔2031〕1号"


@pytest.mark.parametrize(
    ("given", "field"),
    [({"printed": -1}, "printed"), ({"starts": "date"}, "day"), ({"starts": "issue", "day": 1}, "day")],
)
def test_dates_that_do_not_fit_are_refused(hunan: Place, given: dict[str, Any], field: str) -> None:
    draft = begin(hunan)
    dates = {k: clock.today() + timedelta(days=v) if isinstance(v, int) else v for k, v in given.items()}
    with pytest.raises(Refused) as refused:
        finish(hunan, draft, **dates)
    assert field in refused.value.fields


def test_once_reviewed_it_is_changed_only_after_it_was_sent_back(hunan: Place) -> None:
    draft, writer = begin(hunan), hunan.officer(Role.CASE_OFFICER)
    perform(acts.pass_review, draft, hunan.officer(Role.LEGAL_REVIEWER), opinion="合法", unasked="急用")
    with pytest.raises(Refused) as refused:
        write(hunan, draft, "term.length", clause="6/2", strength="must", n=4, unit="years")
    assert refused.value.code == "wrong_state"
    perform(acts.send_back, draft, writer, reason="聘期再议")
    write(hunan, draft, "term.length", clause="6/2", strength="must", n=4, unit="years")


def test_a_measure_is_filed_after_it_was_issued(hunan: Place) -> None:
    draft, writer = begin(hunan), hunan.officer(Role.CASE_OFFICER)
    given = {"filed_on": clock.today(), "filing_number": "海备〔2031〕7号"}
    with pytest.raises(Refused):
        perform(acts.record_filing, draft, writer, **given)
    finish(hunan, draft)
    with pytest.raises(Refused):
        perform(acts.record_filing, draft, writer, **given | {"filed_on": clock.today() + timedelta(days=1)})
    perform(acts.record_filing, draft, writer, **given)
    draft.refresh_from_db()
    assert {step.label: step.note for step in showing.steps(draft, clock.today())}[
        "备案"
    ] == "海备〔2031〕7号"


def test_a_filing_is_entered_once_and_corrected_with_a_reason(hunan: Place) -> None:
    draft, writer = finish(hunan, begin(hunan)), hunan.officer(Role.CASE_OFFICER)
    today = clock.today()

    def refused(act: Any, **given: Any) -> str:
        with pytest.raises(Refused) as caught:
            perform(act, draft, writer, **given)
        return caught.value.code

    filed = {"filed_on": today, "filing_number": "海备〔2031〕7号"}
    assert refused(acts.correct_filing, **filed, reason="更正") == "not_now"
    early = {**filed, "filed_on": today - timedelta(days=1)}
    assert refused(acts.record_filing, **early) == "before_it_was_signed"
    perform(acts.record_filing, draft, writer, **filed)
    assert refused(acts.record_filing, filed_on=today, filing_number="海备〔2031〕8号") == "not_now"
    assert refused(acts.correct_filing, **filed, reason="再看") == "nothing_changed"
    right = {"filed_on": today, "filing_number": "海备〔2031〕8号"}
    perform(acts.correct_filing, draft, writer, **right, reason="号抄错了")
    draft.refresh_from_db()
    assert draft.filing_number == "海备〔2031〕8号"
    event = Event.objects.get(docket=draft.docket, act="measures.correct_filing")
    assert event.data["before"] == [f"{today:%F}", "海备〔2031〕7号"]


def test_a_measure_is_not_signed_in_the_future(hunan: Place) -> None:
    with pytest.raises(Refused) as refused:
        finish(hunan, begin(hunan), signed=clock.today() + timedelta(days=1))
    assert refused.value.code == "not_signed_yet"


def test_whoever_wrote_in_a_draft_does_not_review_it(hunan: Place) -> None:
    """Not only who began it: one sentence or one rule is enough."""
    draft, reviewer = begin(hunan), hunan.officer(Role.LEGAL_REVIEWER)
    perform(acts.change_title, draft, reviewer, title="海滨市社会监督员办法", short="海滨办法")
    with pytest.raises(Refused) as refused:
        perform(acts.pass_review, draft, reviewer, opinion="合法", unasked="急用")
    assert refused.value.code == "own_draft"
    another = hunan.officer(Role.LEGAL_REVIEWER, "another-reviewer")
    perform(acts.pass_review, draft, another, opinion="合法", unasked="急用")


def test_its_clauses_open_like_those_of_every_other_measure(
    client: Client, hunan: Place, django_capture_on_commit_callbacks: Any
) -> None:
    page = reverse("public:clause", kwargs={"code": "haibin", "clause": "6"})
    assert client.get(page).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        start(hunan, four_years(hunan))
    assert client.get(page).status_code == 200
    assert shelf().packs["haibin"].version == hunan.law.statute.pack.version


def test_another_machine_puts_back_what_its_shelf_lacks(
    hunan: Place, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=False):
        start(hunan, four_years(hunan))
    assert "haibin" not in shelf().packs
    assert restore() == ["haibin"] and "haibin" in shelf().packs
    assert restore() == []


@pytest.mark.parametrize("page", ["/law/haibin/", "/law/haibin/6/", "/law/"])
def test_whoever_asks_another_machine_is_shown_what_it_lacked(
    client: Client, hunan: Place, page: str, django_capture_on_commit_callbacks: Any
) -> None:
    """A measure put in force elsewhere opens here at the next request, not after the night."""
    with django_capture_on_commit_callbacks(execute=False):
        start(hunan, four_years(hunan))
    assert "haibin" not in shelf().packs
    shown = client.get(page, follow=True)
    assert shown.status_code == 200 and "海滨" in shown.content.decode()
    assert client.get("/law/haibin-2/").status_code == 404


def test_what_governs_here_stands_on_the_shelf_here(
    hunan: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    """The first officer whose bureau it governs brings it to this process's shelf; asking again costs nothing more."""
    with django_capture_on_commit_callbacks(execute=False):
        start(hunan, four_years(hunan))
    monkeypatch.setattr(lawbook, "_statutes", {})  # a process that has not seen it
    with django_capture_on_commit_callbacks(execute=True):
        assert hunan.law.statute.code == "haibin"
    assert "haibin" in shelf().packs
    with django_capture_on_commit_callbacks() as asked_again:
        assert hunan.law.statute.code == "haibin"
    assert asked_again == []
