"""A lead against a bureau is never seen or handled by those it names; who spoke stays sealed."""

import re

import pytest
from django.urls import reverse

from watching import appoint, institution, photo, signed_in, supervisor
from world import Place
from zhongdu import files
from zhongdu.acts.allowing import may_now
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties import board
from zhongdu.fieldwork.queries import Visit
from zhongdu.leads import acts
from zhongdu.leads.models import Lead
from zhongdu.record.keeping import open_docket
from zhongdu.record.models import Event
from zhongdu.scope.actor import officer
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
SEERS = (Role.CASE_OFFICER, Role.DECIDER)


def against(place: Place, bureau: Place | None = None) -> Lead:
    term = appoint(place)
    return perform(
        acts.file_lead, term, supervisor(term), words="窗口工作人员收礼", evidence=[photo()], against=(bureau or place).bureau.code
    )  # fmt: skip


def addresses(lead: Lead) -> list[str]:
    file = files.attached(lead.number).get().public_id
    return [
        reverse("desk:lead", kwargs={"number": lead.number}),
        reverse("desk:lead_file", kwargs={"number": lead.number, "file": file}),
        reverse("desk:lead_preview", kwargs={"number": lead.number, "file": file}),
        reverse("desk:do", kwargs={"number": lead.number, "act": "leads.take_up"}),
        reverse("desk:do", kwargs={"number": lead.number, "act": "leads.unmask"}),
    ]


@pytest.fixture
def changsha(hunan: Place) -> Place:
    return hunan.below("430100", "长沙市医疗保障局", "city")


@pytest.mark.clauses("hunan:7.3")
@pytest.mark.parametrize(
    "role", [role for role in Role if role.is_post and role is not Role.DISCIPLINE_OFFICER]
)
def test_nobody_at_the_bureau_it_names_can_find_it(hunan: Place, changsha: Place, role: Role) -> None:
    lead = against(changsha)
    assert (lead.bureau, lead.against) == (hunan.bureau, changsha.bureau)
    named = changsha.officer(role)
    client = signed_in(changsha.user(role))
    assert not Lead.objects.visible_to(named).exists()
    assert not board.visible(named).filter(docket=lead.docket).exists()
    for address in addresses(lead):
        assert client.get(address).status_code in {403, 404}, address
        assert lead.number not in client.get(address).content.decode().replace(address, "")
    for page in ("desk:leads", "desk:board", "desk:home"):
        assert lead.number not in client.get(reverse(page)).content.decode()
    for act in (acts.take_up, acts.unmask, acts.answer):
        with pytest.raises(Refused) as refused:
            perform(act, lead, named, field="speaker", reason="…", outcome="proved", words="…")
        assert refused.value.code == "not_there"
    assert Event.objects.filter(docket=lead.docket).count() == 1


@pytest.mark.clauses("hunan:7.3", "beijing:8.3")
def test_the_bureau_above_sees_and_handles_it(beijing: Place) -> None:
    district = beijing.below("110105", "朝阳区医疗保障局")
    lead = against(beijing, district)  # the city appoints, the lead names a district
    assert (lead.bureau, lead.against) == (beijing.bureau, district.bureau)
    above = beijing.officer(Role.CASE_OFFICER)
    assert "take_up" in {act.verb for act in may_now(lead, above)}
    assert board.visible(above).filter(docket=lead.docket).exists()
    assert signed_in(beijing.user(Role.CASE_OFFICER)).get(addresses(lead)[0]).status_code == 200
    assert Event.objects.get(docket=lead.docket).clauses.count("beijing:8.3") == 1


@pytest.mark.clauses("wushan:6.2")
def test_without_a_bureau_above_only_its_discipline_officer_sees_it(wushan: Place) -> None:
    lead = against(wushan)
    assert (lead.bureau, lead.against) == (wushan.bureau, wushan.bureau)
    for role in SEERS:
        assert not Lead.objects.visible_to(wushan.officer(role)).exists()
        assert not board.visible(wushan.officer(role)).filter(docket=lead.docket).exists()
        assert not board.due_for(wushan.officer(role), clock.today())
    discipline = wushan.officer(Role.DISCIPLINE_OFFICER)
    assert list(Lead.objects.visible_to(discipline)) == [lead]
    lead = perform(acts.take_up, lead, discipline)
    assert perform(acts.answer, lead, discipline, outcome="partly", words="已谈话。").state == "answered"


@pytest.mark.clauses("wushan:7.4", "wushan:7.4.2")
def test_what_only_an_agency_can_have_done_is_against_the_bureau_without_being_said(wushan: Place) -> None:
    term = appoint(wushan)
    lead = perform(
        acts.file_lead, term, supervisor(term), words="违规支付", violations=["violation.agency_unlawful_payment"]
    )  # fmt: skip
    assert lead.against == wushan.bureau
    assert not Lead.objects.visible_to(wushan.officer(Role.CASE_OFFICER)).exists()


def test_a_discipline_officer_sees_no_other_leads(wushan: Place) -> None:
    term = appoint(wushan)
    lead = perform(acts.file_lead, term, supervisor(term), words="药店的事")
    discipline = wushan.officer(Role.DISCIPLINE_OFFICER)
    assert not Lead.objects.visible_to(discipline).exists()
    with pytest.raises(Refused) as refused:
        perform(acts.take_up, lead, discipline)
    assert refused.value.code == "not_there"


def test_an_officer_of_both_bureaus_is_one_of_those_it_names(hunan: Place, changsha: Place) -> None:
    lead = against(changsha)
    user = hunan.user(Role.CASE_OFFICER)
    assert Lead.objects.visible_to(officer(user, clock.today())).exists()
    Post.objects.create(user=user, bureau=changsha.bureau, role=Role.RECRUITER, since=clock.today())
    assert not Lead.objects.visible_to(officer(user, clock.today())).exists()
    assert signed_in(user).get(addresses(lead)[0]).status_code == 404


def test_the_speaker_still_sees_it_and_is_told_who_deals_with_it(hunan: Place, changsha: Place) -> None:
    lead = against(changsha)
    page = signed_in(lead.user).get(reverse("phone:lead", kwargs={"number": lead.number})).content.decode()
    assert "这条线索由上级湖南省医疗保障局办理，长沙市医疗保障局的人看不到。" in page
    assert [row.duty.concept for row in board.for_person(supervisor(lead.user.appointments.get())).owed] == [
        "lead.answer"
    ]


def test_another_supervisor_finds_nothing(beijing: Place) -> None:
    term = appoint(beijing)
    lead = perform(acts.file_lead, term, supervisor(term), words="…", evidence=[photo()])
    other = appoint(beijing)
    client = signed_in(other.user)
    file = files.attached(lead.number).get().public_id
    for name, extra in (("lead", {}), ("lead_file", {"file": file}), ("lead_preview", {"file": file})):
        assert (
            client.get(reverse(f"phone:{name}", kwargs={"number": lead.number, **extra})).status_code == 404
        )
    assert lead.number not in client.get(reverse("phone:leads")).content.decode()


# --- who spoke ---------------------------------------------------------------------------------------
def test_officers_do_not_see_who_spoke_until_they_ask_and_the_speaker_learns_of_it(beijing: Place) -> None:
    term, shop = appoint(beijing), institution(beijing)
    lead = perform(acts.file_lead, term, supervisor(term), words="…", institution=shop.code)
    name, client = term.user.first_name, signed_in(beijing.user(Role.CASE_OFFICER))
    address = reverse("desk:lead", kwargs={"number": lead.number})
    for page in (address, reverse("desk:leads"), reverse("desk:board"), reverse("desk:home")):
        assert name not in client.get(page).content.decode(), page
    assert "身份封存" in client.get(address).content.decode()

    ask = reverse("desk:do", kwargs={"number": lead.number, "act": "leads.unmask"})
    refused = client.post(ask, {"field": "speaker", "reason": ""})
    assert name not in refused.content.decode()
    assert Event.objects.filter(docket=lead.docket).count() == 1
    seen = client.post(ask, {"field": "speaker", "reason": "需要当面核实"}, follow=True)
    assert name in seen.content.decode()
    assert name not in signed_in(beijing.user(Role.DECIDER)).get(address).content.decode()  # his own asking

    mine = signed_in(term.user).get(reverse("phone:lead", kwargs={"number": lead.number})).content.decode()
    assert "有人查看了您的身份" in mine
    assert not re.search(f"{beijing.user(Role.CASE_OFFICER).first_name}|需要当面核实|经办人员", mine)


def test_the_visit_a_lead_came_from_names_its_supervisor_and_waits_as_long_as_the_name(
    beijing: Place,
) -> None:
    term, shop = appoint(beijing), institution(beijing)
    with acting():
        visit = Visit.objects.create(
            docket=open_docket(Visit.kind(), term.bureau), bureau=term.bureau, appointment=term, user=term.user,
            institution=shop, checklist="checklist.pharmacy", state=Visit.State.DONE, done_at=clock.now(),
        )  # fmt: skip
    lead = perform(acts.file_lead, term, supervisor(term), words="…", visit=visit.number)
    desk, address = (
        signed_in(beijing.user(Role.CASE_OFFICER)),
        reverse("desk:lead", kwargs={"number": lead.number}),
    )
    assert visit.number not in desk.get(address).content.decode()
    perform(acts.unmask, lead, beijing.officer(Role.CASE_OFFICER), field="speaker", reason="核实")
    assert visit.number in desk.get(address).content.decode()
    mine = signed_in(term.user).get(reverse("phone:lead", kwargs={"number": lead.number})).content.decode()
    assert visit.number in mine, "to the speaker it is no secret"


def test_the_name_is_sealed_again_after_a_quarter_of_an_hour(beijing: Place, monkeypatch) -> None:
    from datetime import timedelta

    term = appoint(beijing)
    lead = perform(acts.file_lead, term, supervisor(term), words="…")
    me = beijing.officer(Role.CASE_OFFICER)
    perform(acts.unmask, lead, me, field="speaker", reason="核实")
    client, address = (
        signed_in(beijing.user(Role.CASE_OFFICER)),
        reverse("desk:lead", kwargs={"number": lead.number}),
    )
    assert term.user.first_name in client.get(address).content.decode()
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(minutes=16))
    assert term.user.first_name not in client.get(address).content.decode()
