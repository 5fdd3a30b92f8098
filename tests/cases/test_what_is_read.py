"""Who deliberates and who hears reads what the decision rests on; who stands back reads no further; outsiders nothing."""

from datetime import date, datetime
from typing import Any

import casework as at
import pytest
from django.test import Client
from inspecting import City, begun, city_of, copied, fresh, record, refused, taken_up
from test_from_inspection import opened

from watching import photo
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.cases import acts, paper, queries
from zhongdu.cases.models import Case, Deliberation
from zhongdu.inspections import acts as inspections
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(beijing: Any) -> City:
    clock.travel_to(date(2026, 6, 10))
    return city_of(beijing)


@pytest.fixture
def town(db: None) -> Place:
    clock.travel_to(date(2026, 6, 10))
    return at.town()


def desk(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def with_a_record(city: City) -> Case:
    """A case on two pieces: a photograph, and a record stamped on paper."""
    made, one, two = begun(city)
    made = record(made, one, two, ending="stamped", reason="", scan=[photo()])
    made = taken_up(copied(made, one, two), one, two)
    perform(
        inspections.propose_evidence, made, one, piece=f"record:{made.records.get().pk}", kind="evidence.kind.site_record",
        shows="货架上是日用品。", obtained="当场制作。",
    )  # fmt: skip
    perform(
        inspections.check_evidence, fresh(made), two, evidence="2", holds="taken_up", checked="与录像一致。"
    )
    perform(
        inspections.write_report, fresh(made), one, outcomes=dict.fromkeys(made.allegations, "proved"), words="已查明。",
        proposes="case",
    )  # fmt: skip
    head = city.east.officer(Role.DECIDER)
    made = perform(inspections.close_inspection, fresh(made), head, outcome="case", words="将核查。")
    return opened(city, made)


def addresses(page: str, case: Case) -> list[str]:
    parts = [part.partition('"')[0] for part in page.split('href="')[1:]]
    start = f"/desk/cases/{case.number}/"
    return [each for each in parts if each.startswith((f"{start}evidence/", f"{start}report/"))]


@pytest.mark.clauses("city:8.3", "city:10")
@pytest.mark.parametrize("role", [Role.DELIBERATOR, Role.HEARING_OFFICER])
def test_who_deliberates_or_hears_opens_what_the_inspection_took_up(city: City, role: Role) -> None:
    case = with_a_record(city)
    reader = desk(city.east.user(role))
    found = addresses(reader.get(f"/desk/cases/{case.number}/").text, case)
    assert len(found) == 4  # the report; the photograph; the record, and its stamped scan
    for address in found:
        given = reader.get(address)
        content = b"".join(given.streaming_content) if given.streaming else given.content  # type: ignore[attr-defined]
        assert given.status_code == 200 and content
    led = queries.inspection_of(case)
    assert led and reader.get(f"/desk/inspections/{led.number}/").status_code == 403  # nor its draft


def test_outsiders_and_who_reads_no_cases_open_none_of_it(city: City) -> None:
    case = with_a_record(city)
    head = desk(city.east.user(Role.DECIDER))
    found = addresses(head.get(f"/desk/cases/{case.number}/").text, case)
    assert found
    for stranger in (city.west.user(Role.DELIBERATOR), city.west.user(Role.HEARING_OFFICER)):
        assert {desk(stranger).get(each).status_code for each in found} == {404}
    assert {desk(city.east.user(Role.DISCIPLINE_OFFICER)).get(each).status_code for each in found} == {403}
    assert {Client().get(each).status_code for each in found} == {302}  # asked to sign in


def test_material_that_was_not_taken_up_is_not_given_out(city: City) -> None:
    made, one, two = begun(city)
    made = taken_up(copied(record(made, one, two), one, two), one, two)
    made = copied(made, one, two)  # looked at by nobody yet
    perform(
        inspections.write_report, made, one, outcomes=dict.fromkeys(made.allegations, "proved"), words="已查明。", proposes="case",
    )  # fmt: skip
    made = perform(
        inspections.close_inspection,
        fresh(made),
        city.east.officer(Role.DECIDER),
        outcome="case",
        words="将核查。",
    )
    case = opened(city, made)
    from zhongdu.inspections.evidence import material

    taken = {each.file for each in queries.taken_by_inspections(case)}
    (left,) = [piece.public_id for piece, _ in material(made) if piece.public_id not in taken]
    reader = desk(city.east.user(Role.DELIBERATOR))
    assert left not in reader.get(f"/desk/cases/{case.number}/").text
    assert reader.get(f"/desk/cases/{case.number}/evidence/1/{left}/").status_code == 404
    assert reader.get(f"/desk/cases/{case.number}/evidence/1/record/").status_code == 404
    assert reader.get(f"/desk/cases/{case.number}/evidence/2/{left}/").status_code == 404


# --- standing back --------------------------------------------------------------------------------------------


@pytest.mark.clauses("city:6.2")
def test_an_inspector_who_stood_back_sees_neither_the_inspection_nor_what_came_of_it(city: City) -> None:
    """They hold a post in the very bureau: need to know subtracts all the same, to the end."""
    from inspecting import planned, post_of, show, team

    kin, one, two = (city.inspector(city.east, name) for name in ("kin", "one", "two"))
    planner, made = city.east.officer(Role.CASE_OFFICER), planned(city)
    perform(inspections.name_team, made, planner, posts=[post_of(kin)])
    perform(inspections.say_conflict, made, kin, conflict="recuse", words="店主是我表哥。")
    made = team(fresh(made), planner, one, two)
    show(made, one, two)
    made = fresh(made)
    (respondent,) = made.respondents.all()
    made = taken_up(copied(record(made, one, two), one, two), one, two)
    (file, *_) = queries.evidence(made)
    perform(
        inspections.seal_items, made, one, sort="sealing", urgent=True, sealed_at=clock.now(), officers=[str(one.user_id), str(two.user_id)],
        place="店里", inventory="账册一本", keeper="示例店长", words="可能灭失。",
    )  # fmt: skip
    from django.contrib.auth import get_user_model

    theirs = desk(get_user_model().objects.get(pk=kin.user_id))
    number, sealing = made.number, made.sealings.get().number
    pages = [
        f"/desk/inspections/{number}/", f"/desk/inspections/{number}/records/1/", f"/desk/inspections/{number}/papers/record-1.pdf",
        f"/desk/inspections/{number}/files/{file.file}/", f"/desk/sealings/{sealing}/",
    ]  # fmt: skip
    assert [theirs.get(each).status_code for each in pages] == [404] * len(pages)
    colleague = desk(get_user_model().objects.get(pk=one.user_id))
    assert [colleague.get(each).status_code for each in pages] == [200] * len(pages)
    assert number not in theirs.get("/desk/inspections/").text
    assert number in colleague.get("/desk/inspections/").text
    assert number not in theirs.get(f"/desk/institutions/{respondent.institution.code}/").text
    assert refused(lambda: perform(inspections.say_conflict, made, kin, conflict="none")).code == "not_there"


def sat(town: Place) -> tuple[Any, list[Actor]]:
    sitting = at.called(
        town, at.reviewed(town), members=[str(at.member(town, n).user_id) for n in (1, 2, 3, 4)]
    )
    return sitting, [at.member(town, n) for n in (1, 2, 3, 4)]


@pytest.mark.clauses("city:10")
def test_a_member_who_stood_back_reads_no_further(town: Place) -> None:
    sitting, (_, kin, third, _) = sat(town)
    pages = [f"/desk/cases/{sitting.case.number}/", f"/desk/deliberations/{sitting.number}/", f"/desk/deliberations/{sitting.number}/minutes/"]  # fmt: skip
    from django.contrib.auth import get_user_model

    theirs, others = (desk(get_user_model().objects.get(pk=each.user_id)) for each in (kin, third))
    assert [theirs.get(each).status_code for each in pages] == [200] * 3
    silent = refused(lambda: perform(acts.say_conflict, sitting, kin, answer="conflicted"))
    assert silent.code == "what_interest"
    perform(acts.say_conflict, sitting, kin, answer="conflicted", reason="配偶在该店工作")
    assert [theirs.get(each).status_code for each in pages] == [404] * 3
    assert sitting.case.number not in theirs.get("/desk/cases/").text
    assert [others.get(each).status_code for each in pages] == [200] * 3
    assert sitting.case.number in others.get("/desk/cases/").text
    assert (
        refused(lambda: perform(acts.give_opinion, sitting, kin, vote="for", words="x")).code == "not_there"
    )
    assert not Deliberation.objects.visible_to(kin).exists()


@pytest.mark.clauses("city:10")
def test_a_chair_who_must_stand_back_gives_the_chair_to_another(town: Place) -> None:
    sitting, (chair, second, third, fourth) = sat(town)
    for each in (second, third, fourth):
        perform(acts.say_conflict, sitting, each, answer="none")
    assert (
        refused(lambda: perform(acts.take_chair, sitting, second, words="x")).code == "not_now"
    )  # it is held
    perform(acts.say_conflict, sitting, chair, answer="conflicted", reason="当事人是我姐姐")
    for each in (second, third, fourth):
        perform(acts.read_materials, sitting, each, read=True)
        perform(acts.give_opinion, sitting, each, vote="for", words="同意")
    assert refused(lambda: perform(acts.resolve, sitting, chair, words="x")).code == "not_there"
    why = refused(lambda: perform(acts.resolve, sitting, second, words="x"))
    assert why.code == "not_now" and "接替主持" in why.sentence
    stranger = town.officer(Role.DELIBERATOR, "stranger")
    assert refused(lambda: perform(acts.take_chair, sitting, stranger, words="x")).code == "no_seat"
    perform(acts.take_chair, sitting, second, words="到会成员一致推举。")
    event = sitting.docket.events.get(act="cases.take_chair")
    assert event.data["gone"] == chair.user_id and event.actor["user"] == second.user_id
    assert refused(lambda: perform(acts.resolve, fresh(sitting), third, words="x")).code == "not_the_chair"
    made = perform(acts.resolve, fresh(sitting), second, words="按处理意见办。")
    assert made.state == "carried"
    names = str(paper.minutes(made)["body"])
    assert "应当回避" in names and made.chair == second.user_id


@pytest.mark.clauses("city:10")
def test_who_stood_back_is_not_seated_again(town: Place) -> None:
    sitting, (_, kin, *_) = sat(town)
    perform(acts.say_conflict, sitting, kin, answer="conflicted", reason="配偶在该店工作")
    perform(acts.cancel_deliberation, sitting, at.inspector(town), reason="另行召集。")
    why = refused(lambda: at.called(town, fresh(sitting.case)))
    assert why.code == "stood_back" and "members" in why.fields
    members = [str(at.member(town, which).user_id) for which in (1, 3, 4)]
    assert at.called(town, fresh(sitting.case), members=members).state == "called"


@pytest.mark.clauses("penalty-law:64.4", "penalty-law:43/1")
def test_who_stands_back_from_hearing_reads_no_further_and_cannot_be_called_again(town: Place) -> None:
    case = perform(acts.ask_hearing, at.notified(town), at.inspector(town), asked_on=clock.today())
    first, second = town.officer(Role.HEARING_OFFICER), town.officer(Role.HEARING_OFFICER, "another")
    given = {
        "place": "三楼", "notified_on": clock.today(), "hearing_at": datetime(2026, 6, 25, 9, tzinfo=clock.CHINA),
    }  # fmt: skip
    case = perform(acts.call_hearing, case, at.inspector(town), officer=str(first.user_id), **given)
    assert (
        refused(lambda: perform(acts.stand_back_from_hearing, case, second, reason="x")).code
        == "not_presiding"
    )
    case = perform(acts.stand_back_from_hearing, case, first, reason="当事人是亲属")
    assert case.hearing_officer is None
    assert not Case.objects.visible_to(first).filter(pk=case.pk).exists()
    assert Case.objects.visible_to(second).filter(pk=case.pk).exists()
    again = {"officer": str(first.user_id), **given}
    assert (
        refused(lambda: perform(acts.call_hearing, case, at.inspector(town), **again)).code
        == "must_stand_back"
    )
    assert perform(
        acts.call_hearing, case, at.inspector(town), officer=str(second.user_id), **given
    ).hearing_officer


@pytest.mark.clauses("penalty-law:43/1")
def test_an_officer_who_must_stand_back_handles_the_case_no_more_and_reads_no_further(town: Place) -> None:
    case = at.filed(town)
    one, two, three = (at.inspector(town, which) for which in (1, 2, 3))
    back, gone = [str(two.user_id), str(three.user_id)], [str(one.user_id)]
    both = [str(one.user_id), str(two.user_id)]
    chief = at.chief(town)

    def why_not(**given: Any) -> str:
        return str(refused(lambda: perform(acts.change_handlers, case, chief, reason="亲属", **given)).code)

    assert why_not(officers=both, recused=gone) == "must_stand_back"
    assert why_not(officers=gone) == "too_few_officers"
    case = perform(acts.change_handlers, case, chief, officers=back, recused=gone, reason="亲属")
    assert case.handlers == sorted(map(int, back))
    assert not Case.objects.visible_to(one).filter(pk=case.pk).exists()
    assert why_not(officers=both) == "must_stand_back"
