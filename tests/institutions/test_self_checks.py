"""自查自纠: the duties of the law as a list, answered one by one, to the fen, read by officers."""

import pytest
from citywide import CLINIC, ONE, TWO, city_of_three, days

from watching import at_institution, institution, institution_actor, photo, signed_in
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.institutions import checking
from zhongdu.institutions.acts import (
    ask_self_checks,
    begin_self_check,
    read_self_check,
    send_self_check,
    send_self_check_back,
)
from zhongdu.institutions.models import Institution, SelfCheck
from zhongdu.institutions.queries import dossier_of, waiting_for_officer
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

TROUBLE, BILLS = "institution.duty.records", "institution.duty.bills"
WORDS = "三月有两笔进货没有登记。"


@pytest.fixture
def city(db):
    return city_of_three()


@pytest.fixture
def account(city):
    return at_institution(city, Institution.objects.get(code=ONE))


def ask(place, **told):
    told = {"since": days(-90), "until": days(-1), "due": days(10), "kinds": ["pharmacy"], **told}
    return perform(ask_self_checks, place.office, place.officer(Role.CASE_OFFICER), **told)


def of(code: str = ONE) -> SelfCheck:
    return SelfCheck.objects.select_related("docket", "bureau", "institution").get(institution__code=code)


def answers(place, **but):
    return {bound.name: "kept" for bound in checking.duties(place.law)} | but


def send(place, account, check=None, **told):
    told = {
        "answers": answers(place, **{TROUBLE: "trouble", BILLS: "none"}), "found": {TROUBLE: WORDS},
        "amounts": {TROUBLE: "1,234.50"}, "vouched": True, **told,
    }  # fmt: skip
    return perform(send_self_check, check or of(), institution_actor(account), **told)


@pytest.mark.clauses("city:18", "city:18.1", "city:18.2", "city:18.3", "city:18.4", "city:18.5", "city:18.6")
def test_the_list_is_the_duties_of_the_law_and_each_is_answered(city, account):
    assert [str(bound.address) for bound in checking.duties(city.law)] == [
        f"city:18.{n}" for n in range(1, 7)
    ]
    ask(city)
    left_out = answers(city)
    left_out.pop(BILLS)
    with pytest.raises(Refused) as no:
        send(city, account, answers=left_out)
    assert str(no.value.clause) == "city:18.3" and f"answer.{BILLS}" in no.value.fields
    done = send(city, account)
    assert done.found_fen == 123_450 and done.findings.get(duty=TROUBLE).fen == 123_450
    told = Event.objects.get(docket=done.docket, act=send_self_check.name)
    assert {f"city:18.{n}" for n in range(1, 7)} <= set(told.clauses) and WORDS not in str(told.data)
    assert vault.read(done.number, "self_check_words")["self_check_words"] == {TROUBLE: WORDS}


@pytest.mark.parametrize(
    ("told", "beside"),
    [
        ({"found": {}}, f"found.{TROUBLE}"),
        ({"amounts": {TROUBLE: "很多"}}, f"amount.{TROUBLE}"),
        ({"amounts": {TROUBLE: "1.234"}}, f"amount.{TROUBLE}"),
        ({"vouched": False}, "vouched"),
        ({"answers": {}}, "answer.institution.duty.serving"),
    ],
)
def test_what_is_not_taken(told, beside, city, account):
    ask(city)
    with pytest.raises(Refused) as no:
        send(city, account, **told)
    assert beside in no.value.fields and of().state == "asked" and not of().findings.exists()


def test_money_counts_only_where_there_is_trouble(city, account):
    ask(city)
    assert send(city, account, amounts={TROUBLE: "0.01", BILLS: "99"}).found_fen == 1


def test_all_of_a_kind_owe_it_by_a_day(city):
    ask(city)
    assert {each.institution.code for each in SelfCheck.objects.all()} == {ONE, TWO}
    duties = Duty.objects.open().filter(docket__in=SelfCheck.objects.values("docket"))
    assert {(duty.due, duty.role, duty.clause) for duty in duties} == {(days(10), "institution", "city:18.2")}


@pytest.mark.parametrize(
    ("told", "beside"),
    [
        ({"due": -1}, "due"),
        ({"since": 0, "until": -1}, "until"),
        ({"until": 1}, "until"),
    ],
)
def test_what_cannot_be_asked(told, beside, city):
    with pytest.raises(Refused) as no:
        ask(city, **{name: days(n) for name, n in told.items()})
    assert beside in no.value.fields and not SelfCheck.objects.exists()


def test_an_institution_may_begin_by_itself(city, account):
    mine = dossier_of(Institution.objects.get(code=ONE))
    made = perform(begin_self_check, mine, institution_actor(account), since=days(-30), until=days(-1))
    assert (made.state, made.due) == ("asked", None) and not Duty.objects.filter(docket=made.docket).exists()
    with pytest.raises(Refused) as no:
        other = dossier_of(Institution.objects.get(code=TWO))
        perform(begin_self_check, other, institution_actor(account), since=days(-30), until=days(-1))
    assert no.value.code == "not_there"


def test_sent_back_mended_and_read(city, account):
    ask(city)
    officer = city.officer(Role.AGENCY_OFFICER)
    send(city, account)
    assert [pile[:2] for pile in waiting_for_officer(officer)] == [("机构自查待审阅", 1)]
    perform(send_self_check_back, of(), officer, words="金额没有算全。", due=days(3))
    assert Duty.objects.open().get(docket=of().docket).due == days(3)
    again = send(city, account, amounts={TROUBLE: "2000"})
    assert again.found_fen == 200_000 and again.findings.count() == 6
    perform(read_self_check, of(), officer, words="请把款退回。")
    said = signed_in(account.user).get(f"/institution/self-checks/{again.number}/").content.decode()
    assert "请把款退回。" in said and "2,000.00元" in said and waiting_for_officer(officer) == []


def test_where_no_measure_has_duties_there_is_no_list(wushan):
    shop = institution(wushan, "某店", "P50023700001")
    account = at_institution(wushan, shop)
    with pytest.raises(Refused) as no:
        perform(
            begin_self_check, dossier_of(shop), institution_actor(account), since=days(-9), until=days(-1)
        )
    assert no.value.code == "not_in_this_law"
    said = signed_in(account.user).get("/institution/self-checks/").content.decode()
    assert "没有规定自查的内容" in said and "开始一次自查" not in said


def test_on_the_pages(city, account):
    ask(city, kinds=[], codes=ONE)
    face, desk, number = signed_in(account.user), signed_in(city.user(Role.CASE_OFFICER)), of().number
    assert "自查：" in face.get("/institution/").content.decode()
    form = face.get(f"/institution/self-checks/{number}/send/").content.decode()
    assert form.count("<fieldset") >= 6 and "核验凭证" in form
    told = {f"answer.{name}": value for name, value in answers(city, **{TROUBLE: "trouble"}).items()}
    told |= {f"found.{TROUBLE}": WORDS, f"amount.{TROUBLE}": "12.3x", "vouched": "on"}
    wrong = face.post(f"/institution/self-checks/{number}/send/", {**told, "key": "a"}).content.decode()
    assert "最多两位小数" in wrong and WORDS in wrong and "12.3x" in wrong
    told |= {f"amount.{TROUBLE}": "12.30", "proof": photo()}
    sent = face.post(
        f"/institution/self-checks/{number}/send/", {**told, "key": "b"}, follow=True
    ).content.decode()
    assert "已经报送" in sent and "12.30元" in sent
    listed = desk.get("/desk/self-checks/", {"state": "sent"}).content.decode()
    assert "甲药店" in listed and "12.30元" in listed
    read = desk.get(f"/desk/self-checks/{number}/").content.decode()
    assert WORDS in read and "现场.jpg" in read and "审阅" in read
    assert "自查和制止骗保" in desk.get(f"/desk/institutions/{ONE}/").content.decode()
    stranger = at_institution(city, Institution.objects.get(code=CLINIC))
    assert signed_in(stranger.user).get(f"/institution/self-checks/{number}/").status_code == 404
    assert clock.today() == of().sent_on
