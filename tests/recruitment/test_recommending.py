"""Units that recommend people: letters, one-time links, lists, and the consent of those who were named."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from recruiting import TODAY, answers, id_number, notice, photograph
from test_desk_pages import at, desk

from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.verifying import astray
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.kit.links import LENGTH
from zhongdu.kit.receipts import TRIES
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.recruitment import acts, links
from zhongdu.recruitment.models import Application, Draft, Recommendation
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_guessed_yet() -> Iterator[None]:
    yield
    cache.clear()


CONTACT = {"contact_name": "示例经办", "contact_phone": "13700000000"}


def person(at: int, name: str = "示例田甜", phone: str = "13800000000") -> dict[str, str]:
    return {
        f"name-{at}": name,
        f"phone-{at}": phone,
        f"employer-{at}": "示例大学教师",
        f"why-{at}": "熟悉医保",
    }


TWO = CONTACT | person(1) | person(2, "示例乙", "13900000000")


def asked(
    place, under=None, *, units: str = "示例大学", channel: str = "channel.recommended", **more
) -> Recommendation:
    """A letter to one unit, and the last of several."""
    under = under or notice(place, channels=[channel])
    told = {"channel": channel, "units": units, "expires_on": date(2026, 10, 20)} | more
    perform(acts.write_to_units, under, place.officer(Role.RECRUITER), **told)
    return Recommendation.objects.select_related("docket", "bureau").latest("id")


def unit(letter: Recommendation) -> Client:
    """The browser of a unit that has opened its link."""
    client = Client()
    opened = client.get(reverse("public:unit_link", kwargs={"secret": links.secret_of(letter)}))
    assert opened["Location"] == own(letter)
    return client


def own(letter: Recommendation) -> str:
    return reverse("public:recommendation", kwargs={"number": letter.number})


def handed_in(letter: Recommendation, told: dict[str, str] = TWO) -> Client:
    client = unit(letter)
    answer = client.post(own(letter), told | {"intent": "submit"})
    assert answer.status_code == 302, answer.content.decode()
    return client


def refused(act, subject, by, **inputs) -> Refused:
    with pytest.raises(Refused) as caught:
        perform(act, subject, by, **inputs)
    return caught.value


# --- letters


@pytest.mark.clauses("hunan:6/1.1", "beijing:6.1")
def test_each_unit_gets_a_letter_and_a_link_of_its_own(beijing) -> None:
    under, client = notice(beijing, channels=["channel.recommended"]), desk(beijing)
    page = client.get(at("notice", under)).content.decode()
    assert "请单位推荐" in page
    writing = at("write_to_units", under)
    form = client.get(writing).content.decode()
    assert "新闻媒体" in form and "第五条第一款第（三）项" in form
    told = {
        "channel": "channel.recommended", "units": "示例大学\n\n 示例日报社 \n示例大学", "expires_on": "2026-10-31",
        "words": "希望推荐懂财务的人。", "key": "w", "seen": under.docket.length,
    }  # fmt: skip
    assert client.post(writing, told).status_code == 302
    letters = list(Recommendation.objects.order_by("id"))
    assert [each.unit for each in letters] == ["示例大学", "示例日报社"]
    assert len({links.secret_of(each) for each in letters}) == 2
    assert "示例日报社" in client.get(at("notice", under)).content.decode()
    assert "示例日报社" in client.get(reverse("desk:recommendations")).content.decode()
    letter = client.get(at("working_letter", letters[0]))
    assert letter.content.startswith(b"%PDF")
    event = Event.objects.filter(docket=letters[0].docket_id).get()
    assert {"beijing:6.1", "beijing:5/1.3"} <= set(event.clauses)
    assert links.secret_of(letters[0]) not in str(event.data) and list(breaks()) == []


@pytest.mark.clauses("wushan:4/1.2")
def test_where_the_measure_has_no_letters_units_are_asked_all_the_same(wushan) -> None:
    letter = asked(wushan, channel="channel.targeted", units="示例县政协机关")
    assert "wushan:4/1.2" in Event.objects.get(docket=letter.docket_id).clauses
    page = unit(letter).get(own(letter)).content.decode()
    assert "定向选聘" in page and "第四条第一款第（二）项" in page


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"units": " \n "}, "units"),
        ({"units": "长" * 61}, "units"),
        ({"units": "\n".join(map(str, range(51)))}, "units"),
        ({"expires_on": date(2026, 9, 27)}, "expires_on"),
        ({"expires_on": date(2026, 11, 1)}, "expires_on"),
        ({"channel": "channel.open"}, "channel"),
    ],
)
def test_a_letter_that_cannot_be_is_refused_beside_its_field(beijing, told, field) -> None:
    under = notice(beijing, channels=["channel.recommended", "channel.open"])
    given = {"channel": "channel.recommended", "units": "示例大学", "expires_on": date(2026, 10, 31)} | told
    assert field in refused(acts.write_to_units, under, beijing.officer(Role.RECRUITER), **given).fields
    assert not Recommendation.objects.exists()


@pytest.mark.clauses("beijing:6.1", "hunan:6/1.1")
def test_publishing_writes_to_the_units_named(hunan) -> None:
    place = hunan.below("430100", "长沙市医疗保障局", "city")
    recruiter, client = place.officer(Role.RECRUITER), desk(place)
    drafted = perform(
        acts.draft_notice, place.office, recruiter, title="示例公告", body="示例", quota=30,
        channels=["channel.open", "channel.recommended", "channel.invited"], opens_on=TODAY, closes_on=date(2026, 10, 31),
    )  # fmt: skip
    page = client.get(at("publish_notice", drafted)).content.decode()
    assert "同时请哪些单位推荐" in page and "社区" in page
    told = {"units": "示例社区\n示例大学", "key": "p", "seen": drafted.docket.length}
    assert "请选这些单位按哪种方式推荐" in client.post(at("publish_notice", drafted), told).content.decode()
    assert not Recommendation.objects.exists()
    assert (
        client.post(at("publish_notice", drafted), told | {"channel": "channel.invited"}).status_code == 302
    )
    drafted.refresh_from_db()
    assert drafted.state == "open"
    assert {each.expires_on for each in Recommendation.objects.all()} == {date(2026, 10, 31)}


# --- the link


def test_a_wrong_link_opens_nothing_and_is_not_guessed_often(beijing) -> None:
    letter, client = asked(beijing), Client()
    wrong = reverse("public:unit_link", kwargs={"secret": links.new_secret()})
    for _ in range(TRIES):
        assert client.get(wrong).status_code == 404
    right = reverse("public:unit_link", kwargs={"secret": links.secret_of(letter)})
    assert client.get(right).status_code == 404
    assert Client().get(own(letter)).status_code == 404


def test_a_link_is_found_however_it_is_spelt_and_kept_as_a_hash(beijing) -> None:
    letter = asked(beijing)
    secret = links.secret_of(letter)
    assert links.found(secret.lower().replace("-", "")) == letter
    assert secret not in letter.link and len(secret.replace("-", "")) == LENGTH


def test_the_link_ends_with_its_day(beijing) -> None:
    letter = asked(beijing)
    client = unit(letter)
    client.post(own(letter), CONTACT | person(1) | {"intent": "save"})
    clock.travel_to(date(2026, 10, 21))
    assert "已经失效" in client.get(own(letter)).content.decode()
    client.post(own(letter), TWO | {"intent": "submit"})
    holder = Actor(roles=frozenset({Role.ANYONE, Role.UNIT}), holds=frozenset({letter.number}))
    assert refused(acts.recommend, letter, holder).code == "expired"
    sweep(clock.today())
    letter.refresh_from_db()
    assert letter.state == "closed" and not vault.read(letter.typing) and not Draft.objects.exists()


def test_called_off_early_takes_a_reason_and_shuts_the_link(beijing) -> None:
    letter = asked(beijing)
    client, recruiter = unit(letter), beijing.officer(Role.RECRUITER)
    assert "reason" in refused(acts.call_off, letter, recruiter).fields
    perform(acts.call_off, letter, recruiter, reason="发错了单位")
    assert "已经失效" in client.get(own(letter)).content.decode()


def test_only_the_unit_itself_recommends(beijing) -> None:
    letter = asked(beijing)
    for by in (Actor(), beijing.officer(Role.RECRUITER), Actor(roles=frozenset({Role.ANYONE, Role.UNIT}))):
        assert refused(acts.recommend, letter, by).code in {"not_there", "not_your_role"}


# --- the list


@pytest.mark.clauses("hunan:6/1.2", "beijing:6.2", "hunan:4", "beijing:5/1.3")
def test_several_people_are_handed_in_at_once_and_each_waits_for_their_own_consent(beijing) -> None:
    letter = asked(beijing)
    client = handed_in(letter)
    assert Draft.objects.count() == 2 and not Application.objects.exists()
    assert all(each.consented_at is None and not vault.read(each.owner) for each in Draft.objects.all())
    page = client.get(own(letter)).content.decode()
    codes = [links.code(links.secret_of(letter), place) for place in (1, 2)]
    assert all(code in page for code in codes) and codes[0] != codes[1]
    assert "提交推荐" not in page
    again = client.post(own(letter), CONTACT | person(1, "示例丙", "13600000000") | {"intent": "submit"})
    assert "示例丙" not in again.content.decode() and Draft.objects.count() == 2
    event = Event.objects.filter(docket=letter.docket_id).last()
    assert event.actor["role"] == "unit" and "示例田甜" not in str(event.data)
    assert list(breaks()) == [] and list(astray()) == []


def test_what_a_unit_typed_is_there_again_and_every_mistake_stands_beside_its_field(beijing) -> None:
    letter = asked(beijing)
    client = unit(letter)
    told = person(1) | person(2) | {"phone-1": "1380000", "intent": "submit"}
    page = client.post(own(letter), told).content.decode()
    assert page.count("field-wrong") == 3  # a telephone, and both of the contact
    assert "示例田甜" in page and not Draft.objects.exists()
    assert "示例田甜" in unit(letter).get(own(letter)).content.decode()
    more = client.post(own(letter), told | {"intent": "more", "rows": "2"}).content.decode()
    assert "第3人" in more and "示例田甜" in more


def test_the_same_person_twice_is_said_beside_the_second(beijing) -> None:
    letter = asked(beijing)
    page = (
        unit(letter)
        .post(own(letter), CONTACT | person(1) | person(2) | {"intent": "submit"})
        .content.decode()
    )
    assert page.count("field-wrong") == 1 and "上面已经填过了" in page


def test_nobody_on_the_list_is_a_mistake(beijing) -> None:
    letter = asked(beijing)
    assert (
        "请至少推荐一个人" in unit(letter).post(own(letter), CONTACT | {"intent": "submit"}).content.decode()
    )


# --- the people


def applied_by(client: Client, place, **changes) -> Application:
    """The form filled in and handed in, as a browser sends it."""
    client.post(reverse("public:photo", kwargs={"which": "new"}), {"photo": photograph()})
    typed = answers(place.law, **changes)
    done = client.post("/apply/", typed | dict.fromkeys(typed.pop("declared"), "on") | {"intent": "submit"})
    assert done.status_code == 302, done.content.decode()
    return Application.objects.latest("id")


def consented(code: str, unit: str = "示例大学") -> Client:
    """Whoever was recommended comes with the code and consents."""
    client = Client()
    follow = client.post(reverse("public:follow"), {"code": code})
    assert follow["Location"] == "/apply/"
    assert f"{unit}推荐您" in client.get("/apply/").content.decode()
    assert client.post("/apply/", {"agree": "on"}).status_code == 302
    return client


@pytest.mark.clauses("beijing:6.2", "hunan:6/1.2")
def test_with_consent_the_code_is_a_new_one_and_the_unit_can_look_no_longer(beijing) -> None:
    letter = asked(beijing)
    at_unit = handed_in(letter)
    code = links.code(links.secret_of(letter), 1)
    client = consented(code)
    fresh = client.cookies["receipt"].value
    assert fresh != code
    assert "没有找到" in Client().post(reverse("public:follow"), {"code": code}).content.decode()
    assert code not in at_unit.get(own(letter)).content.decode()
    assert "本人正在填写" in at_unit.get(own(letter)).content.decode()
    form = client.get("/apply/").content.decode()
    assert 'value="示例田甜"' in form and fresh in form
    made = applied_by(client, beijing)
    assert (made.unit, made.channel, made.recommended.place) == ("示例大学", "channel.recommended", 1)
    page = desk(beijing).get(at("application", made)).content.decode()
    assert "示例大学推荐" in page and letter.number in page
    assert made.number in desk(beijing).get(at("recommendation", letter)).content.decode()


def test_who_does_not_want_to_be_recommended_is_forgotten_at_once(beijing) -> None:
    letter = asked(beijing)
    at_unit = handed_in(letter)
    client = Client()
    client.post(reverse("public:follow"), {"code": links.code(links.secret_of(letter), 1)})
    assert client.post("/apply/", {"intent": "decline"}).status_code == 302
    assert Draft.objects.count() == 1
    gone, other = letter.people.all()
    assert gone.released_on == TODAY and not vault.read(gone.owner) and vault.read(other.owner)
    assert "未接受推荐" in at_unit.get(own(letter)).content.decode()
    assert list(breaks()) == []


def test_who_never_answers_is_forgotten_after_thirty_days(beijing) -> None:
    letter = asked(beijing)
    handed_in(letter)
    later = TODAY + timedelta(days=31)
    with clock.on(later):
        sweep(later)
    assert not Draft.objects.exists() and not any(vault.read(each.owner) for each in letter.people.all())
    assert list(breaks()) == []


def test_officers_see_names_masked_until_they_say_why(beijing) -> None:
    letter = asked(beijing)
    handed_in(letter)
    client = desk(beijing)
    page = client.get(at("recommendation", letter)).content.decode()
    assert "13800000000" not in page and "示例田甜" not in page
    unmask = reverse("desk:do", kwargs={"act": "recruitment.unmask_recommended", "number": letter.number})
    client.post(unmask, {"reason": "电话转交回执号", "key": "u"})
    assert "13800000000" in client.get(at("recommendation", letter)).content.decode()
    other = desk(beijing, Role.DECIDER).get(at("recommendation", letter)).content.decode()
    assert "13800000000" not in other and links.code(links.secret_of(letter), 1) not in other


# --- the district


@pytest.mark.clauses("beijing:5/1.3", "beijing:3")
def test_a_district_brings_units_together_for_the_city_and_sees_its_own_alone(beijing) -> None:
    under = notice(beijing, channels=["channel.recommended"])
    here, there = beijing.below("110108", "海淀区医疗保障局"), beijing.below("110101", "东城区医疗保障局")
    client = desk(here, Role.LIAISON)
    page = client.get(reverse("desk:notices")).content.decode()
    assert under.title in page and "为北京市医疗保障局推荐人选" in page and "第三条" in page
    told = {
        "channel": "channel.recommended", "units": "示例区政协", "notice": under.number, "expires_on": "2026-10-20",
        "key": "k", "seen": here.office.docket.length,
    }  # fmt: skip
    assert client.post(at("ask_units", here.office), told).status_code == 302
    letter = Recommendation.objects.select_related("docket", "bureau", "to").get()
    assert (letter.bureau, letter.to) == (here.bureau, beijing.bureau)
    assert {"beijing:3", "beijing:5/1.3"} <= set(Event.objects.get(docket=letter.docket_id).clauses)
    handed_in(letter, CONTACT | person(1))
    assert Draft.objects.get().bureau == beijing.bureau
    assert "等本人同意" in client.get(at("recommendation", letter)).content.decode()
    made = applied_by(consented(links.code(links.secret_of(letter), 1), "示例区政协"), beijing)
    page = client.get(at("recommendation", letter)).content.decode()
    assert "本人已报名" in page and "待审核" in page and made.number not in page
    assert client.get(at("application", made)).status_code == 404, "the application is the city's"
    city = desk(beijing).get(at("application", made)).content.decode()
    assert "海淀区医疗保障局协调" in city
    assert desk(there, Role.LIAISON).get(at("recommendation", letter)).status_code == 404
    city = desk(beijing).get(reverse("desk:recommendations")).content.decode()
    assert "示例区政协" in city and "海淀区医疗保障局" in city


@pytest.mark.clauses("hunan:3", "hunan:4")
def test_where_the_measure_has_no_district_coordinate_none_does(hunan) -> None:
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    county = city.below("430102", "芙蓉区医疗保障局")
    told = {"channel": "channel.recommended", "units": "示例社区", "expires_on": date(2026, 10, 20)}
    assert refused(acts.ask_units, county.office, county.officer(Role.RECRUITER), **told).code == "not_now"
    perform(acts.ask_units, city.office, city.officer(Role.RECRUITER), **told)
    assert Recommendation.objects.get().notice is None, "a letter is enough, no notice need stand"


def test_who_was_recommended_without_a_notice_applies_without_one(hunan) -> None:
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    told = {"channel": "channel.recommended", "units": "示例大学", "expires_on": date(2026, 10, 20)}
    perform(acts.ask_units, city.office, city.officer(Role.RECRUITER), **told)
    letter = Recommendation.objects.select_related("docket", "bureau").get()
    handed_in(letter)
    client = consented(links.code(links.secret_of(letter), 2))
    made = applied_by(client, city, name="示例乙", signature="示例乙", id_number=id_number(sequence="004"))
    assert made.notice is None
