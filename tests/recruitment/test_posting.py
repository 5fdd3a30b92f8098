"""Where a list stands and the proof of it; one person's public notice extended; the list as a paper."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from recruiting import TODAY, accepted, id_number, notice, photograph

from zhongdu import files
from zhongdu.acts.performing import perform, perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.measures import acts as measures
from zhongdu.record.models import Event
from zhongdu.recruitment import acts, outlets, receipts
from zhongdu.recruitment.models import Application, Outlet
from zhongdu.scope.actor import ANYONE
from zhongdu.scope.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.clauses("beijing:6.4")]

LAST = date(2026, 10, 10)  # five working days after 28 September
LATER = date(2026, 10, 16)


@pytest.fixture
def two(beijing) -> list[Application]:
    under = notice(beijing)
    people = [
        accepted(beijing, under, name=name, signature=name, id_number=id_number(sequence=sequence))
        for name, sequence in (("示例李强", "001"), ("示例王芳", "002"))
    ]
    return perform_all(acts.post_for_public_notice, people, beijing.officer(Role.RECRUITER), posted_on=TODAY)


def desk(place, role: Role = Role.RECRUITER) -> Client:
    client = Client()
    client.force_login(place.user(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def outlet(place, people, **more) -> list[Any]:
    given = {"kind": "newspaper", "where": "示例日报第3版", "on": TODAY} | more
    return perform_all(acts.add_outlet, people, place.officer(Role.RECRUITER), **given)


def extend(place, person, until=LATER, reason="证据还在核实", role=Role.RECRUITER):
    return perform(acts.extend_public_notice, person, place.officer(role), until=until, reason=reason)


def state(person: Application) -> str:
    person.refresh_from_db()
    return person.state


# --- where it stands


def test_an_outlet_is_the_lists_and_stands_on_every_docket(beijing, two) -> None:
    outlet(beijing, two, proof=[photograph("版面.jpg")])
    [entered] = Outlet.objects.all()
    assert (entered.posting, entered.where) == (two[0].posting, "示例日报第3版")
    [proof] = files.attached(entered.owner, outlets.PROOF)
    for person in two:
        event = Event.objects.get(docket=person.docket_id, act=acts.add_outlet.name)
        assert event.data["proof"] == [[proof.public_id, proof.blob_id]] and "beijing:6.4" in event.clauses


def test_proof_is_added_while_the_list_stands_and_the_same_file_is_one_proof(beijing, two) -> None:
    outlet(beijing, two)
    [entered] = Outlet.objects.all()
    officer = beijing.officer(Role.RECRUITER)
    for _ in range(2):
        again = {"outlet": entered.number, "proof": [photograph("版面.jpg")]}
        perform_all(acts.add_posting_proof, two, officer, **again)
    assert files.attached(entered.owner, outlets.PROOF).count() == 1
    clock.travel_to(date(2026, 10, 11))
    sweep(clock.today())
    with pytest.raises(Refused) as caught:
        perform(acts.add_posting_proof, Application.objects.get(pk=two[0].pk), officer, **again)
    assert caught.value.code == "wrong_state"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"on": date(2026, 9, 27)}, "on"),
        ({"on": date(2026, 9, 29)}, "on"),
        ({"kind": "tv"}, "kind"),
        ({"where": ""}, "where"),
        ({"proof": [SimpleUploadedFile("x.exe", b"MZ\x90\x00" * 40)]}, "proof"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_entered(beijing, two, more, field) -> None:
    with pytest.raises(Refused) as caught:
        outlet(beijing, two, **more)
    assert field in caught.value.fields and not Outlet.objects.exists()


def test_one_place_is_entered_once_and_proof_needs_a_place(beijing, two) -> None:
    with pytest.raises(Refused) as caught:
        perform(
            acts.add_posting_proof, two[0], beijing.officer(Role.RECRUITER), outlet="x", proof=[photograph()]
        )
    assert "先登记发布在哪里" in caught.value.says
    outlet(beijing, two)
    with pytest.raises(Refused) as caught:
        outlet(beijing, two)
    assert "已经登记过" in caught.value.fields["where"]


def test_the_public_reads_where_else_it_stands_and_officers_fetch_the_proof(beijing, two) -> None:
    client = desk(beijing)
    where = reverse("desk:add_outlet", kwargs={"number": two[1].number})
    assert "共2人" in client.get(where).content.decode()
    given = {"kind": "site", "where": "https://example.org/gs", "on": TODAY.isoformat(), "key": "o1"}
    wrong = client.post(where, given | {"on": "2026-09-01"}).content.decode()
    assert "不能晚于今天" in wrong and "https://example.org/gs" in wrong
    done = client.post(where, given | {"proof": [photograph("截图.jpg")]})
    listed = reverse("desk:posting", kwargs={"posting": two[0].posting})
    assert done["Location"] == listed
    page = client.get(listed).content.decode()
    assert "截图.jpg" in page and "示例李强" in page and "补充发布证明" in page
    [entered] = Outlet.objects.all()
    [proof] = files.attached(entered.owner)
    fetched = reverse("desk:posting_proof", kwargs={"posting": entered.posting, "file": proof.public_id})
    assert client.get(fetched)["Content-Disposition"].startswith("attachment")
    assert desk(beijing, Role.ACCOUNTANT).get(fetched).status_code == 403
    public = Client().get(reverse("public:public_notices")).content.decode()
    assert "官方网站" in public and 'href="https://example.org/gs"' in public and "截图" not in public
    assert "1处" in client.get(reverse("desk:postings")).content.decode()


def test_a_list_is_not_found_from_another_territory(beijing, shaoxing, two) -> None:
    for name in ("posting", "posting_paper"):
        where = reverse(f"desk:{name}", kwargs={"posting": two[0].posting})
        assert desk(shaoxing).get(where).status_code == 404
        assert desk(beijing).get(where.replace(two[0].posting, "0" * 32)).status_code == 404
    assert "还没有发布过公示" in desk(shaoxing).get(reverse("desk:postings")).content.decode()


def test_the_list_as_an_official_document(beijing, two) -> None:
    extend(beijing, two[0])
    paper = desk(beijing).get(reverse("desk:posting_paper", kwargs={"posting": two[0].posting}))
    assert paper.content.startswith(b"%PDF")


def test_once_it_is_over_names_are_masked_and_the_list_is_printed_no_more(beijing, two) -> None:
    client, where = desk(beijing), {"posting": two[0].posting}
    assert "示例李强" in client.get(reverse("desk:posting", kwargs=where)).content.decode()
    clock.travel_to(date(2026, 10, 11))
    client = desk(beijing)
    assert "示例李强" not in client.get(reverse("desk:posting", kwargs=where)).content.decode()
    assert client.get(reverse("desk:posting_paper", kwargs=where)).status_code == 404


# --- one person's public notice extended


def test_only_the_one_concerned_stands_longer_and_the_clock_with_it(beijing, two) -> None:
    extend(beijing, two[0])
    two[0].refresh_from_db()
    duty = Duty.objects.get(docket=two[0].docket_id, concept="public_notice.period")
    assert (two[0].notice_ends_on, duty.due) == (LATER, LATER)
    assert Duty.objects.get(docket=two[1].docket_id, concept="public_notice.period").due == LAST
    sweep(date(2026, 10, 11))
    assert [state(person) for person in two] == ["on_notice", "cleared"]
    sweep(LATER)
    assert state(two[0]) == "on_notice"
    sweep(date(2026, 10, 17))
    assert state(two[0]) == "cleared"
    duty.refresh_from_db()
    assert duty.met_on == LATER and not duty.was_late(date(2026, 10, 17))


@pytest.mark.parametrize("reading", ["the_person", "the_list"])
def test_an_extension_stops_nobody_else_whatever_the_reading(beijing, two, reading) -> None:
    chosen = f"public_notice.objection_stops={reading}"
    perform(
        measures.choose_reading, beijing.office, beijing.officer(Role.DECIDER), reading=chosen, reason="示例"
    )
    extend(beijing, two[0], role=Role.DECIDER)
    sweep(date(2026, 10, 11))
    assert state(two[1]) == "cleared"


def test_one_objects_to_the_one_concerned_through_the_later_day(beijing, two) -> None:
    extend(beijing, two[0])
    clock.travel_to(LATER)
    receipt = receipts.token(receipts.new_code())
    assert perform(acts.object, two[0], ANYONE, account="示例", receipt=receipt).state == "open"
    with pytest.raises(Refused) as caught:
        perform(acts.object, two[1], ANYONE, account="示例", receipt=receipts.token(receipts.new_code()))
    assert caught.value.code == "notice_over"


@pytest.mark.parametrize(
    ("until", "day", "code"),
    [
        (LAST, TODAY, "not_later"),
        (date(2026, 10, 9), TODAY, "not_later"),
        (LATER, date(2026, 10, 11), "notice_over"),
    ],
)
def test_an_extension_is_later_and_made_in_time(beijing, two, until, day, code) -> None:
    clock.travel_to(day)
    with pytest.raises(Refused) as caught:
        extend(beijing, two[0], until)
    assert caught.value.code == code
    two[0].refresh_from_db()
    assert two[0].notice_ends_on == LAST


def test_an_extension_without_a_reason_is_none(beijing, two) -> None:
    with pytest.raises(Refused) as caught:
        extend(beijing, two[0], reason="")
    assert "reason" in caught.value.fields


def test_the_person_reads_the_reason_the_public_only_the_day(beijing, two) -> None:
    extend(beijing, two[0], reason="核实需要时间")
    public = Client().get(reverse("public:public_notices")).content.decode()
    assert "本局决定延长到" in public and "10月16日" in public and "核实需要时间" not in public
    own = Client()
    session = own.session
    session[receipts.SESSION] = [two[0].number]
    session.save()
    page = own.get(reverse("public:application", kwargs={"number": two[0].number})).content.decode()
    assert "10月16日" in page and "核实需要时间" in page and "10月10日" in page


def test_after_an_upheld_objection_nobody_is_posted_again(beijing, two) -> None:
    receipt = receipts.token(receipts.new_code())
    raised = perform(acts.object, two[0], ANYONE, account="示例", receipt=receipt)
    perform(acts.settle_objection, raised, beijing.officer(Role.RECRUITER), outcome="upheld", reason="属实")
    with pytest.raises(Refused) as caught:
        perform(acts.post_for_public_notice, two[0], beijing.officer(Role.RECRUITER), posted_on=TODAY)
    assert caught.value.code == "wrong_state"
    with pytest.raises(Refused):
        extend(beijing, two[0])
    outlet(beijing, two[1:])  # the list goes on without that person
    assert "异议成立" in desk(beijing).get(reverse("desk:objections")).content.decode()


def test_a_last_day_beyond_the_announced_holidays_is_told_as_provisional(beijing) -> None:
    clock.travel_to(date(2026, 12, 29))
    person = accepted(
        beijing,
        notice(beijing, opens_on=date(2026, 12, 29), closes_on=date(2027, 1, 31)),
        id_number=id_number(),
    )
    [person] = perform_all(
        acts.post_for_public_notice, [person], beijing.officer(Role.RECRUITER), posted_on=date(2026, 12, 29)
    )
    assert person.notice_ends_on is not None and person.notice_ends_on.year == 2027
    own = Client()
    session = own.session
    session[receipts.SESSION] = [person.number]
    session.save()
    assert "暂定" in own.get(reverse("public:application", kwargs={"number": person.number})).content.decode()
