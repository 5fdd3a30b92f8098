"""An institution's people: an account by a link used once, what they see, and how it ends."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from watching import at_institution, institution, institution_actor, signed_in
from zhongdu import vault
from zhongdu.acts.models import fetch
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.institutions import access
from zhongdu.institutions.acts import end_access, give_access, give_link, join, merge
from zhongdu.institutions.models import Access
from zhongdu.institutions.queries import answers_for, dossier_of, own
from zhongdu.record.models import Event
from zhongdu.scope.actor import ANYONE
from zhongdu.scope.roles import Role

CODE, PASSWORD = "P50023700001", "pharmacy-2026"


@pytest.fixture
def shop(wushan):
    return institution(wushan, "示例药店", CODE)


def invited(place, shop) -> tuple[Access, str]:
    secret = access.new_secret()
    made = perform(
        give_access, dossier_of(shop), place.officer(Role.CASE_OFFICER), name="张示例", phone="13800001111",
        hashed=access.token(secret),
    )  # fmt: skip
    return made, secret


def test_a_link_opens_an_account_once(wushan, shop):
    made, secret = invited(wushan, shop)
    browser = Client()
    page = browser.get(f"/institution/join/{secret}/")
    assert "示例药店" in page.content.decode() and page["Cache-Control"] == "no-store"
    done = browser.post(f"/institution/join/{secret}/", {"first": PASSWORD, "again": PASSWORD}, follow=True)
    assert done.redirect_chain[-1][0] == "/institution/" and "现在没有要办的事" in done.content.decode()
    made.refresh_from_db()
    assert (made.state, made.link, made.user.username) == ("open", None, f"{CODE}-1")
    assert Client().get(f"/institution/join/{secret}/").status_code == 404
    assert Client().login(username=f"{CODE}-1", password=PASSWORD)


def test_signing_in_leads_home(wushan, shop):
    account = at_institution(wushan, shop)
    account.user.set_password(PASSWORD)
    account.user.save()
    answer = Client().post("/sign-in/", {"login": f"{CODE}-1", "password": PASSWORD})
    assert answer["Location"] == "/institution/"


def test_who_it_is_stands_in_the_vault_alone(wushan, shop):
    made, _ = invited(wushan, shop)
    assert vault.read(made.number, "institution_person") == {"institution_person": "张示例"}
    said = "".join(str(event.data) for event in Event.objects.filter(docket=made.docket))
    assert "张示例" not in said and "13800001111" not in said
    desk = signed_in(wushan.user(Role.CASE_OFFICER)).get(f"/desk/accesses/{made.number}/").content.decode()
    assert "张示例" not in desk and "张*例" in desk


def test_a_link_that_is_too_old_opens_nothing(wushan, shop):
    made, secret = invited(wushan, shop)
    with clock.on(made.link_until):
        assert Client().get(f"/institution/join/{secret}/").status_code == 200
    with clock.on(made.link_until + timedelta(days=1)):
        assert Client().get(f"/institution/join/{secret}/").status_code == 404
        with pytest.raises(Refused, match="过期"):
            perform(join, made, ANYONE, hashed=access.token(secret))


def test_a_wrong_password_keeps_the_link(wushan, shop):
    made, secret = invited(wushan, shop)
    answer = Client().post(f"/institution/join/{secret}/", {"first": "12345678", "again": "12345678"})
    assert "field-errors" in answer.content.decode()
    made.refresh_from_db()
    assert made.state == "invited" and made.link


def test_several_people_each_have_their_own(wushan, shop):
    one, two = at_institution(wushan, shop), at_institution(wushan, shop)
    assert {one.user.username, two.user.username} == {f"{CODE}-1", f"{CODE}-2"}
    said = signed_in(one.user).get("/institution/").content.decode()
    assert f"{CODE}-2" in said


def test_another_link_sets_another_password_for_the_same_account(wushan, shop):
    account = at_institution(wushan, shop)
    secret = access.new_secret()
    perform(give_link, account, wushan.officer(Role.LIAISON), hashed=access.token(secret))
    Client().post(f"/institution/join/{secret}/", {"first": PASSWORD, "again": PASSWORD})
    assert User.objects.filter(username__startswith=CODE).count() == 1
    assert Client().login(username=f"{CODE}-1", password=PASSWORD)


@pytest.mark.parametrize("ends", ["officer", "colleague"])
def test_an_ended_account_is_out_at_once(ends, wushan, shop):
    account, colleague = at_institution(wushan, shop), at_institution(wushan, shop)
    browser = signed_in(account.user)
    assert browser.get("/institution/").status_code == 200
    by = wushan.officer(Role.CASE_OFFICER) if ends == "officer" else institution_actor(colleague)
    perform(end_access, account, by, why="离职")
    assert answers_for(account.user.pk) == frozenset()
    assert browser.get("/institution/").status_code == 302
    account.refresh_from_db()
    assert account.state == "ended" and not account.user.has_usable_password()


def test_one_institution_does_not_see_anothers(wushan, shop):
    other = at_institution(wushan, institution(wushan, "别的药店"))
    mine = at_institution(wushan, shop)
    assert signed_in(other.user).get(f"/institution/accounts/{mine.number}/").status_code == 404
    with pytest.raises(Refused) as no:
        perform(end_access, mine, institution_actor(other), why="x")
    assert no.value.code == "not_there"
    with pytest.raises(Refused):
        fetch(Access, mine.number, institution_actor(other))


def test_the_desk_is_closed_to_institutions(wushan, shop):
    browser = signed_in(at_institution(wushan, shop).user)
    assert browser.get("/desk/institutions/").status_code == 403
    assert browser.get("/my/").status_code == 403
    assert signed_in(wushan.user(Role.CASE_OFFICER)).get("/institution/").status_code == 403


def test_whose_code_was_merged_answers_for_the_one_that_stands(wushan, shop):
    stands = institution(wushan, "示例大药店", "P50023700002")
    account = at_institution(wushan, shop)
    perform(merge, dossier_of(shop), wushan.officer(Role.CASE_OFFICER), into="P50023700002", why="同一家")
    actor = institution_actor(account)
    assert actor.institutions == {shop.pk, stands.pk} and own(actor) == [stands]


def test_the_officer_hands_the_link_over_once(wushan, shop):
    desk = signed_in(wushan.user(Role.CASE_OFFICER))
    number = dossier_of(shop).number
    page = desk.post(f"/desk/dossiers/{number}/access/", {"name": "李示例", "key": "k"})
    said = page.content.decode()
    assert page["Cache-Control"] == "no-store" and "/institution/join/" in said
    made = Access.objects.get()
    assert made.number in desk.get(f"/desk/institutions/{CODE}/").content.decode()
    again = desk.post(f"/desk/accesses/{made.number}/link/", {"key": "k2"}).content.decode()
    assert "/institution/join/" in again and Access.objects.get().link != made.link
    nobody = desk.post(f"/desk/dossiers/{number}/access/", {"name": ""}).content.decode()
    assert "field-errors" in nobody and "/institution/join/" not in nobody
