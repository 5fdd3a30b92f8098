"""Public notice: its clock, its list, objections to one person, and whom they stop."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from recruiting import TODAY, accepted, id_number, notice, photograph

from zhongdu import files, vault
from zhongdu.acts.performing import perform, perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.measures import acts as measures
from zhongdu.record.models import Event
from zhongdu.recruitment import acts, receipts
from zhongdu.recruitment.models import Application
from zhongdu.scope.actor import ANYONE
from zhongdu.scope.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.clauses("beijing:6.4")]

LAST = date(2026, 10, 10)  # five working days after 28 September: 29, 30, 8, 9 and a make-up Saturday


@pytest.fixture
def two(beijing) -> list[Application]:
    """Two people posted as one list."""
    under = notice(beijing)
    people = [
        accepted(beijing, under, name=name, signature=name, id_number=id_number(sequence=sequence))
        for name, sequence in (("示例李强", "001"), ("示例王芳", "002"))
    ]
    return perform_all(acts.post_for_public_notice, people, beijing.officer(Role.RECRUITER), posted_on=TODAY)


def objected(person: Application, **more):
    code = receipts.new_code()
    given = {"account": "与某药店有利益关系", "receipt": receipts.token(code)} | more
    return perform(acts.object, person, ANYONE, **given)


def read(place, reading: str) -> None:
    chosen = f"public_notice.objection_stops={reading}"
    perform(measures.choose_reading, place.office, place.officer(Role.DECIDER), reading=chosen, reason="示例")


def state(person: Application) -> str:
    person.refresh_from_db()
    return person.state


def cannot_clear(place, person: Application) -> Refused:
    with pytest.raises(Refused) as caught:
        perform(acts.clear, person, place.officer(Role.RECRUITER))
    return caught.value


def test_one_deed_is_one_list_with_one_last_day(two) -> None:
    assert len({person.posting for person in two}) == 1 and all(person.posting for person in two)
    assert {person.notice_ends_on for person in two} == {LAST}


def test_the_list_is_all_or_none(beijing, two) -> None:
    third = accepted(beijing, name="示例赵敏", signature="示例赵敏", channel="channel.self_nominated")
    with pytest.raises(Refused):
        perform_all(
            acts.post_for_public_notice, [third, two[0]], beijing.officer(Role.RECRUITER), posted_on=TODAY
        )
    assert state(third) == "accepted"


@pytest.mark.parametrize("posted_on", [date(2026, 9, 29), date(2026, 9, 27)])
def test_posting_has_a_day_that_can_be(beijing, posted_on) -> None:
    person = accepted(beijing, notice(beijing))
    with pytest.raises(Refused) as caught:
        perform(acts.post_for_public_notice, person, beijing.officer(Role.RECRUITER), posted_on=posted_on)
    assert "posted_on" in caught.value.fields


def test_a_measure_without_public_notice_has_no_such_step(wushan) -> None:
    person = accepted(wushan, notice(wushan))
    with pytest.raises(Refused) as caught:
        perform(acts.post_for_public_notice, person, wushan.officer(Role.RECRUITER), posted_on=TODAY)
    assert caught.value.code == "not_in_this_law"


def test_nobody_clears_on_the_last_day_and_the_duty_is_met_by_clearing(beijing, two) -> None:
    clock.travel_to(LAST)
    assert "10月10日" in cannot_clear(beijing, two[0]).says
    clock.travel_to(date(2026, 10, 11))
    assert perform(acts.clear, two[0], beijing.officer(Role.RECRUITER)).state == "cleared"
    duty = Duty.objects.get(docket=two[0].docket_id, concept="public_notice.period")
    assert (duty.met_on, duty.clause) == (LAST, "beijing:6.4")  # it ran its time, whenever that is said


def test_read_as_the_person_an_objection_stops_one_and_not_the_other(beijing, two) -> None:
    read(beijing, "the_person")
    objected(two[0])
    sweep(date(2026, 10, 11))
    assert [state(person) for person in two] == ["on_notice", "cleared"]


def test_read_as_the_list_an_objection_stops_both_until_it_is_settled(beijing, two) -> None:
    read(beijing, "the_list")
    raised = objected(two[0])
    sweep(date(2026, 10, 11))
    assert [state(person) for person in two] == ["on_notice", "on_notice"]
    clock.travel_to(date(2026, 10, 12))
    assert "整份名单" in cannot_clear(beijing, two[1]).says
    perform(
        acts.settle_objection, raised, beijing.officer(Role.DECIDER), outcome="dismissed", reason="查无实据"
    )
    sweep(date(2026, 10, 12))
    assert [state(person) for person in two] == ["cleared", "cleared"]


def test_while_the_bureau_has_not_chosen_a_reading_the_others_wait_and_are_told_why(beijing, two) -> None:
    objected(two[0])
    sweep(date(2026, 10, 11))
    assert [state(person) for person in two] == ["on_notice", "on_notice"]
    clock.travel_to(date(2026, 10, 11))
    says = cannot_clear(beijing, two[1])
    assert "先选定一种" in says.says and str(says.clause) == "beijing:6.4"


def test_another_list_is_not_stopped(beijing, two) -> None:
    read(beijing, "the_list")
    other = accepted(beijing, name="示例赵敏", signature="示例赵敏", channel="channel.self_nominated")
    perform(acts.post_for_public_notice, other, beijing.officer(Role.RECRUITER), posted_on=TODAY)
    objected(two[0])
    sweep(date(2026, 10, 11))
    assert state(other) == "cleared"


def test_upheld_the_person_is_refused_in_the_same_deed_and_owes_no_more(beijing, two) -> None:
    raised = objected(two[0], name="示例群众", phone="13900000000", evidence=[photograph("e.jpg")])
    assert raised.signed and files.attached(raised.number, "evidence").count() == 1
    assert "13900000000" not in str(list(Event.objects.values_list("data", flat=True)))
    assert vault.read(raised.number, "reporter_name")["reporter_name"] == "示例群众"
    settled = perform(
        acts.settle_objection, raised, beijing.officer(Role.RECRUITER), outcome="upheld", reason="属实"
    )
    assert settled.state == "upheld" and state(two[0]) == "refused"
    event = Event.objects.filter(docket=two[0].docket_id).last()
    assert (
        event.actor["role"] == "system"
        and event.deed == Event.objects.filter(docket=raised.docket_id).last().deed
    )
    assert not Duty.objects.open().filter(docket=two[0].docket_id).exists()
    assert state(two[1]) == "on_notice"


@pytest.mark.parametrize(("day", "open_"), [(LAST, True), (date(2026, 10, 11), False)])
def test_one_objects_through_the_last_day(two, day, open_) -> None:
    clock.travel_to(day)
    if open_:
        assert objected(two[0]).state == "open"
        return
    with pytest.raises(Refused) as caught:
        objected(two[0])
    assert caught.value.code == "notice_over"


def test_nobody_objects_to_a_person_who_is_not_on_notice(beijing) -> None:
    person = accepted(beijing, notice(beijing))
    with pytest.raises(Refused) as caught:
        objected(person)
    assert caught.value.code == "not_there"  # the public does not even learn that there is one


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"phone": "123"}, "phone"),
        ({"evidence": [SimpleUploadedFile("x.exe", b"MZ\x90\x00" * 40)]}, "evidence"),
        ({"account": ""}, "account"),
    ],
)
def test_a_bad_objection_says_so_beside_its_field(two, more, field) -> None:
    with pytest.raises(Refused) as caught:
        objected(two[0], **more)
    assert field in caught.value.fields
