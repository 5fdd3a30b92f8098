"""Inspectors who go along on a visit: asked, confirmed or not, seen by those concerned and by nobody else."""

from datetime import timedelta

import pytest
from test_assigned_visit import record, refused, words_of

from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.discipline.models import Interest
from zhongdu.fieldwork import acts, checklists, joining
from zhongdu.fieldwork.models import Joining
from zhongdu.fieldwork.papers import record_of
from zhongdu.fieldwork.queries import Visit
from zhongdu.record.models import Event
from zhongdu.scope.actor import officer
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def post_of(user):
    return str(Post.objects.get(user=user, role=Role.INSPECTOR).pk)


def assign(place, appointment, shop, *users, way="open"):
    return perform(
        acts.assign_visit, appointment, place.officer(Role.CASE_OFFICER), institution=shop.code, way=way,
        checklist=checklists.offered(place.law, place.bureau, "pharmacy")[0].name, due=clock.today() + timedelta(days=7),
        inspectors=[post_of(user) for user in users],
    )  # fmt: skip


def answers(visit):
    return {each.name: each.options[0] for each in checklists.followed(visit).rule.questions if each.options}


def as_inspector(user):
    return officer(user, clock.today())


@pytest.mark.clauses("wushan:6.6", "wushan:6.8", "wushan:8.2")
def test_asked_with_the_visit_confirmed_and_named_in_the_record(
    wushan, serving, institution, himself, signed_in
):
    appointment, shop, going = serving(wushan), institution(wushan), wushan.user(Role.INSPECTOR)
    visit = assign(wushan, appointment, shop, going)
    invitation = Joining.objects.get()
    event = Event.objects.get(docket=invitation.docket)
    assert {"wushan:8.2", "wushan:6.6", "wushan:6.8"} <= set(event.clauses)
    assert going.get_full_name() not in str(event.data)
    desk = signed_in(going)
    assert "联合检查待确认" in desk.get("/desk/").content.decode()
    page = desk.get(f"/desk/joint/{invitation.number}/").content.decode()
    assert shop.name in page and "张示例" in page
    me = as_inspector(going)
    assert refused(joining.note_joining, _confirmed(invitation, me), me, words="早了").code == "not_now"
    perform(acts.accept_visit, visit, himself(appointment))
    perform(joining.note_joining, invitation, me, words="库房没有进货单")
    told = signed_in(appointment.user).get(f"/my/visits/{visit.number}/").content.decode()
    assert going.get_full_name() in told and "库房没有进货单" not in told
    seen = signed_in(wushan.user(Role.CASE_OFFICER)).get(f"/desk/visits/{visit.number}/").content.decode()
    assert going.get_full_name() in seen and "库房没有进货单" in seen
    visit.refresh_from_db()
    done = perform(
        acts.record_visit, visit, himself(appointment), done_at=clock.now(), signature="张示例",
        answers=answers(visit),
    )  # fmt: skip
    assert going.get_full_name() in words_of(record_of(done))
    perform(joining.note_joining, invitation, me, words="回来补记一句")


def _confirmed(invitation, me):
    return perform(joining.confirm_joining, invitation, me)


@pytest.mark.clauses("hunan:7.4")
def test_one_of_the_bureau_above_is_asked_later_and_reads_the_visit(hunan, serving, institution, signed_in):
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    appointment, shop = serving(city), institution(city)
    above, elsewhere = hunan.user(Role.INSPECTOR), hunan.below("430200", "株洲市医疗保障局", "city")
    visit = assign(city, appointment, shop)
    offered = [who for _, who in joining.candidates(visit, city.law)]
    stranger = elsewhere.user(Role.INSPECTOR)
    assert any(hunan.bureau.name in who for who in offered)
    assert not any(elsewhere.bureau.name in who for who in offered)
    chief = city.officer(Role.CASE_OFFICER)
    assert refused(joining.ask_inspectors, visit, chief, inspectors=[post_of(stranger)]).code == "bad_input"
    perform(joining.ask_inspectors, visit, chief, inspectors=[post_of(above)])
    assert refused(joining.ask_inspectors, visit, chief, inspectors=[post_of(above)]).code == "asked_already"
    event = Event.objects.filter(docket=visit.docket).latest("seq")
    assert "hunan:7.4" in event.clauses
    assert signed_in(above).get(f"/desk/visits/{visit.number}/").status_code == 200
    assert Joining.objects.get().bureau == hunan.bureau


def test_one_of_a_bureau_below_reads_a_visit_of_the_bureau_above_only_while_going_along(
    shaoxing, serving, institution, signed_in
):
    district = shaoxing.below("330602", "越城分局")
    going, shop = district.user(Role.INSPECTOR), institution(shaoxing)
    visit = assign(shaoxing, serving(shaoxing), shop, going)
    colleague = district.user(Role.INSPECTOR, "other-inspector")
    assert signed_in(going).get(f"/desk/visits/{visit.number}/").status_code == 200
    assert signed_in(colleague).get(f"/desk/visits/{visit.number}/").status_code == 404
    perform(
        joining.release_inspector,
        visit,
        shaoxing.officer(Role.CASE_OFFICER),
        inspector=str(Joining.objects.get().pk),
    )
    assert Joining.objects.get().state == "called_off"
    assert signed_in(going).get(f"/desk/visits/{visit.number}/").status_code == 404


@pytest.mark.clauses("shaoxing:13")
def test_a_covert_plan_is_seen_by_the_named_inspector_and_by_no_other(
    shaoxing, serving, institution, signed_in
):
    going, other = shaoxing.user(Role.INSPECTOR), shaoxing.user(Role.INSPECTOR, "other-inspector")
    shop = institution(shaoxing, "保密药房")
    visit = assign(shaoxing, serving(shaoxing), shop, going, way="covert")
    invitation = Joining.objects.get()
    addresses = [f"/desk/visits/{visit.number}/", f"/desk/joint/{invitation.number}/"]
    for address in addresses:
        assert signed_in(going).get(address).status_code == 200
        assert signed_in(other).get(address).status_code == 404
    assert shop.name in signed_in(going).get("/desk/joint/").content.decode()
    assert shop.name not in signed_in(other).get("/desk/joint/").content.decode()
    assert refused(joining.confirm_joining, invitation, as_inspector(other)).code == "not_there"
    perform(joining.decline_joining, invitation, as_inspector(going), words="那天有案子")
    assert signed_in(going).get(addresses[0]).status_code == 404
    for address in ("/desk/joint/", addresses[1]):
        assert shop.name not in signed_in(going).get(address).content.decode()
    chief = signed_in(shaoxing.user(Role.CASE_OFFICER)).get(addresses[0]).content.decode()
    assert "那天有案子" in chief


def test_who_stands_back_is_not_asked_again_about_the_same_legal_person(shaoxing, serving, institution):
    going, shop, sister = (
        shaoxing.user(Role.INSPECTOR),
        institution(shaoxing),
        institution(shaoxing, "姊妹店"),
    )
    with acts_allowed():
        for each in (shop, sister):
            each.credit_code = "91330600MA29000000"
            each.save()
    assign(shaoxing, serving(shaoxing), shop, going)
    declined = perform(joining.decline_joining, Joining.objects.get(), as_inspector(going), recuses=True)
    assert declined.state == "declined" and declined.recused
    again = refused_assign(shaoxing, serving(shaoxing, "李示例"), sister, going)
    assert again.code == "recusal" and "inspectors" in again.fields
    assert Visit.objects.count() == 1


def test_an_interest_declared_as_a_supervisor_counts_for_the_inspector_too(shaoxing, serving, institution):
    """One account, two capacities: what was declared in one is known in the other."""
    shop, holder = institution(shaoxing), serving(shaoxing, "王示例")
    Post.objects.create(
        user=holder.user, bureau=shaoxing.bureau, role=Role.INSPECTOR, since=clock.today() - timedelta(days=9)
    )
    with acts_allowed():
        interest = Interest.objects.create(user=holder.user, since=clock.today())
    vault.put(interest.owner, {"interest_kind": "kin", "interest_body": shop.name})
    assert refused_assign(shaoxing, serving(shaoxing), shop, holder.user).code == "recusal"


def test_no_reason_no_declining_and_a_visit_called_off_calls_off_the_company(
    shaoxing, serving, institution, himself
):
    going, waiting = shaoxing.user(Role.INSPECTOR), shaoxing.user(Role.INSPECTOR, "second")
    visit = assign(shaoxing, serving(shaoxing), institution(shaoxing), going, waiting)
    first, second = Joining.objects.order_by("id")
    me = as_inspector(going)
    assert refused(joining.decline_joining, first, me).fields.keys() == {"words"}
    perform(joining.confirm_joining, first, me)
    perform(acts.cancel_visit, visit, shaoxing.officer(Role.CASE_OFFICER), words="另有安排")
    assert {each.state for each in Joining.objects.all()} == {"called_off"}
    assert Event.objects.filter(docket=second.docket).latest("seq").actor["role"] == "system"


def test_who_never_confirmed_is_not_in_the_record(shaoxing, serving, institution, himself):
    appointment, going = serving(shaoxing), shaoxing.user(Role.INSPECTOR)
    visit = assign(shaoxing, appointment, institution(shaoxing), going)
    me = himself(appointment)
    done = record(perform(acts.accept_visit, visit, me), me, answers=answers(visit))
    assert Joining.objects.get().state == "called_off"
    assert going.get_full_name() not in words_of(record_of(done))


def refused_assign(place, appointment, shop, *users):
    from zhongdu.acts.refusal import Refused

    with pytest.raises(Refused) as no:
        assign(place, appointment, shop, *users)
    return no.value


def acts_allowed():
    from zhongdu.acts.models import acting

    return acting()
