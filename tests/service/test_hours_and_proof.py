"""Hours are stated, confirmed and put right; the proof of them is free, and its code tells what it is worth today."""

import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader
from serving import NAME, served, somebody, visited

from watching import signed_in, supervisor
from world import Place
from zhongdu import vault
from zhongdu.acts.allowing import may_now
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.acts import choose_practice
from zhongdu.calendar import clock
from zhongdu.papers import press
from zhongdu.record.models import Event
from zhongdu.roster.acts import end_appointment
from zhongdu.roster.queries import Appointment, list_is_public
from zhongdu.scope.roles import Role
from zhongdu.service import acts
from zhongdu.service.models import Commendation, Proof, Stint
from zhongdu.service.paper import printed, proof_of, verify_url
from zhongdu.vault.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def midday() -> None:
    clock.travel_to(date(2026, 6, 10))


def refused(act: Any, subject: Any, by: Any, **inputs: Any) -> str:
    with pytest.raises(Refused) as why:
        perform(act, subject, by, **inputs)
    return why.value.code


# --- hours -----------------------------------------------------------------------------------------------


def test_a_visit_done_proposes_its_hours_and_only_once(wushan: Place) -> None:
    visit = visited(wushan, somebody(wushan))
    me = supervisor(visit.appointment)
    stint = perform(acts.state_hours, visit, me, minutes=75)
    assert (stint.state, stint.minutes, stint.on, stint.sort) == ("proposed", 75, clock.today(), "visit")
    assert refused(acts.state_hours, visit, me, minutes=75) == "not_now"
    perform(acts.decline_service, stint, wushan.officer(Role.LIAISON), reason="没有到现场。")
    assert perform(acts.state_hours, visit, me, minutes=60).minutes == 60, (
        "what was declined may be stated anew"
    )


def test_a_bureau_may_choose_what_is_filled_in_beforehand(wushan: Place) -> None:
    term = somebody(wushan)
    visit = visited(wushan, term)
    client = signed_in(term.user)
    ask = reverse("phone:do", kwargs={"act": "service.state_hours", "number": visit.number})
    assert f"{ask}?" not in client.get(reverse("phone:service")).content.decode()
    perform(choose_practice, wushan.office, wushan.officer(Role.DECIDER), practice="service.visit_minutes=60")
    assert f"{ask}?minutes=60" in client.get(reverse("phone:service")).content.decode()
    assert 'value="60"' in client.get(f"{ask}?minutes=60").content.decode()


def test_an_officer_takes_it_as_it_is_or_says_why_not(wushan: Place) -> None:
    term = somebody(wushan)
    me, liaison = supervisor(term), wushan.officer(Role.LIAISON)
    told = {"kind": "meeting", "on": clock.today(), "minutes": 120, "words": "座谈"}
    stint = perform(acts.state_service, term, me, **told)
    assert refused(acts.confirm_service, stint, liaison, minutes=60) == "no_reason"
    done = perform(acts.confirm_service, stint, liaison, minutes=60, reason="会议只开了一个小时。")
    assert (done.state, done.minutes) == ("confirmed", 60)
    page = signed_in(term.user).get(reverse("phone:stint", kwargs={"number": stint.number})).content.decode()
    assert "会议只开了一个小时" in page, "the supervisor is told why"


@pytest.mark.parametrize(
    ("minutes", "on", "code"),
    [
        (0, date(2026, 6, 10), "no_room"),
        (-5, date(2026, 6, 10), "no_room"),
        (24 * 60 + 1, date(2026, 6, 10), "no_room"),
        (2**31 - 1, date(2026, 6, 10), "no_room"),
        (60, date(2026, 6, 11), "not_yet"),
        (60, date(2025, 12, 19), "outside_the_term"),
    ],
)
def test_what_cannot_have_been_is_refused(wushan: Place, minutes: int, on: date, code: str) -> None:
    term = somebody(wushan)
    told = {"kind": "other", "on": on, "minutes": minutes, "words": "宣传"}
    assert refused(acts.state_service, term, supervisor(term), **told) == code
    assert not Stint.objects.exists()


def test_a_day_has_twenty_four_hours_whoever_entered_them(wushan: Place) -> None:
    term = somebody(wushan)
    served(wushan, term, minutes=23 * 60)
    told = {"kind": "other", "on": clock.today(), "minutes": 61, "words": "宣传"}
    assert refused(acts.state_service, term, supervisor(term), **told) == "no_room"
    assert perform(acts.state_service, term, supervisor(term), **told | {"minutes": 60}).minutes == 60


def test_what_somebody_did_is_in_the_vault_and_not_on_the_record(wushan: Place) -> None:
    term = somebody(wushan)
    told = {"kind": "other", "on": clock.today(), "minutes": 30, "words": "陪老人去窗口"}
    stint = perform(acts.state_service, term, supervisor(term), **told)
    event = Event.objects.get(docket=stint.docket)
    assert "陪老人" not in str(event.data)
    assert vault.read(stint.number, "service_words") == {"service_words": "陪老人去窗口"}


def test_nobody_else_states_or_reads_them(wushan: Place, shaoxing: Place) -> None:
    term, other = somebody(wushan), somebody(wushan, "示例·另一人")
    stint = served(wushan, term)
    address = reverse("phone:stint", kwargs={"number": stint.number})
    assert signed_in(other.user).get(address).status_code == 404
    assert refused(acts.confirm_service, stint, shaoxing.officer(Role.LIAISON)) == "not_there"
    assert refused(
        acts.state_service, term, supervisor(other), kind="other", on=clock.today(), minutes=1, words="x"
    )


def test_several_are_confirmed_at_once_and_a_stranger_among_them_is_not(
    wushan: Place, shaoxing: Place
) -> None:
    mine = [
        perform(
            acts.state_service,
            term,
            supervisor(term),
            kind="other",
            on=clock.today(),
            minutes=30,
            words="宣传",
        )
        for term in (somebody(wushan), somebody(wushan, "示例·另一人"))
    ]
    far = somebody(shaoxing)
    foreign = perform(
        acts.state_service, far, supervisor(far), kind="other", on=clock.today(), minutes=30, words="宣传"
    )
    numbers = [stint.number for stint in (*mine, foreign)]
    client = signed_in(wushan.user(Role.LIAISON))
    client.post(reverse("desk:confirm_many"), {"who": numbers, "key": "k"})
    states = dict(Stint.objects.values_list("docket__number", "state"))
    assert [states[number] for number in numbers] == ["confirmed", "confirmed", "proposed"]
    assert Event.objects.filter(act="service.confirm_service").values("deed").distinct().count() == 1


def test_one_entry_is_made_for_those_ticked(wushan: Place) -> None:
    first, second = somebody(wushan), somebody(wushan, "示例·另一人")
    client = signed_in(wushan.user(Role.LIAISON))
    told = {"kind": "training", "on": "2026-06-09", "minutes": "120", "words": "业务培训", "key": "once"}
    page = client.post(reverse("desk:enter_many"), told)
    assert "请勾选监督员" in page.content.decode() and "业务培训" in page.content.decode(), (
        "nothing typed is lost"
    )
    assert client.post(reverse("desk:enter_many"), told | {"who": [first.number]}).status_code == 302
    assert list(Stint.objects.values_list("user_id", "state", "minutes")) == [
        (first.user_id, "confirmed", 120)
    ]
    assert second.user_id not in Stint.objects.values_list("user_id", flat=True)


@pytest.mark.django_db(transaction=True)
def test_everybody_is_entered_by_a_job_and_the_words_do_not_stay_behind(wushan: Place) -> None:
    people = [somebody(wushan, f"示例·某{n}") for n in range(3)]
    client = signed_in(wushan.user(Role.LIAISON))
    told = {
        "kind": "publicity",
        "on": "2026-06-09",
        "minutes": "45",
        "words": "宣传月",
        "key": "once",
        "all": "yes",
    }
    answer = client.post(reverse("desk:enter_many"), told)
    assert "/desk/jobs/" in answer["Location"]
    assert Stint.objects.filter(state="confirmed", minutes=45).count() == len(people)
    assert not Entry.objects.filter(owner__startswith="many:", erased_at=None).exists()


# --- the proof ------------------------------------------------------------------------------------------


def proof(term: Appointment, **more: Any) -> Proof:
    told = {"since": term.since, "until": clock.today()} | more
    return perform(acts.request_proof, term, supervisor(term), **told)


def scanned(made: Proof) -> set[str]:
    """What the codes on the sheet say, as a camera reads them."""
    data = printed(made)
    inputs = {"data": f"[{press._told('notice', data)}]", "setting": press._setting([data], "示例", "zh")}
    sheet = press._press().compile(press.TEMPLATES / "notice.typ", format="png", ppi=200, sys_inputs=inputs)
    return {code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(sheet)))}


def test_only_what_is_confirmed_is_proved(wushan: Place) -> None:
    term = somebody(wushan)
    told = {"kind": "other", "on": clock.today(), "minutes": 600, "words": "宣传"}
    perform(acts.state_service, term, supervisor(term), **told)
    dates = {"since": term.since, "until": clock.today()}
    assert refused(acts.request_proof, term, supervisor(term), **dates) == "nothing_to_prove"
    served(wushan, term, minutes=90)
    assert proof(term).minutes == 90


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (date(2026, 1, 1), date(2026, 6, 11), "in_the_future"),
        (date(2026, 6, 2), date(2026, 6, 1), "ends_before_it_begins"),
    ],
)
def test_a_period_that_is_none_is_refused(wushan: Place, since: date, until: date, code: str) -> None:
    term = somebody(wushan)
    served(wushan, term)
    assert refused(acts.request_proof, term, supervisor(term), since=since, until=until) == code


def test_the_paper_says_what_is_confirmed_and_its_code_leads_to_the_answer(wushan: Place) -> None:
    term = somebody(wushan)
    served(wushan, term, minutes=90)
    visit = visited(wushan, term)
    stint = perform(acts.state_hours, visit, supervisor(term), minutes=30)
    perform(acts.confirm_service, stint, wushan.officer(Role.LIAISON))
    perform(acts.commend, term, wushan.officer(Role.DECIDER), words="巡查认真")
    made = proof(term)
    pdf = proof_of(made)
    assert pdf == proof_of(made), "the same bytes again"
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    for word in (NAME, "2次", "2小时", "培训", "巡查认真", "志愿服务条例", wushan.bureau.name):
        assert word in text, word
    assert visit.institution.name not in text, "where somebody looked is nobody's business"
    assert scanned(made) == {verify_url(made)}


def test_the_public_page_tells_no_more_than_the_paper(beijing: Place, client: Any) -> None:
    term = somebody(beijing)
    served(beijing, term)
    made = proof(term)
    page = client.get(
        reverse("public:verify_proof", kwargs={"code": made.verify_code.lower().replace("-", " ")})
    )
    content = page.content.decode()
    assert page.status_code == 200 and "有效" in content and "1小时30分钟" in content
    assert (NAME in content) == list_is_public(beijing.law), (
        "masked, unless the list of supervisors is public"
    )
    assert made.number not in content and term.letter_number not in content
    assert page["Cache-Control"] == "no-store" and page["X-Robots-Tag"] == "noindex"


def test_an_unknown_code_gets_the_same_page(client: Any, db: None) -> None:
    page = client.get("/s/AAAA-BBBB-CCCC-DDDD/")
    assert page.status_code == 404 and "查无此证明" in page.content.decode()


@pytest.mark.parametrize("act", ["correct_service", "strike_service"])
def test_a_later_correction_is_told_to_whoever_verifies(wushan: Place, client: Any, act: str) -> None:
    term = somebody(wushan)
    stint, untouched = served(wushan, term, minutes=90), served(wushan, term, minutes=30)
    made = proof(term)
    more = {"minutes": 60} if act == "correct_service" else {}
    perform(getattr(acts, act), stint, wushan.officer(Role.LIAISON), reason="签到表上没有。", **more)
    made.refresh_from_db()
    assert made.state == Proof.State.OUTDATED and made.minutes == 120, "its figures stay as they were issued"
    assert (
        "已更新"
        in client.get(reverse("public:verify_proof", kwargs={"code": made.verify_code})).content.decode()
    )
    assert (
        "重新开一份"
        in signed_in(term.user).get(reverse("phone:proof", kwargs={"number": made.number})).content.decode()
    )
    assert proof(term).minutes == untouched.minutes + more.get("minutes", 0)


def test_a_proof_withdrawn_is_worth_nothing_and_tells_no_particulars(wushan: Place, client: Any) -> None:
    term = somebody(wushan)
    served(wushan, term)
    made = proof(term)
    perform(acts.withdraw_proof, made, wushan.officer(Role.DECIDER), reason="开错了人。")
    page = client.get(reverse("public:verify_proof", kwargs={"code": made.verify_code})).content.decode()
    assert "已撤回" in page and "1小时30分钟" not in page and "开错了人" not in page
    mine = signed_in(term.user).get(reverse("phone:proof", kwargs={"number": made.number})).content.decode()
    assert "开错了人" in mine


def test_who_has_left_still_has_a_proof_and_may_ask_for_one(wushan: Place, client: Any) -> None:
    term = somebody(wushan)
    served(wushan, term)
    before = proof(term)
    clock.travel_to(clock.today() + timedelta(days=5))
    ended = perform(
        end_appointment, term, wushan.officer(Role.DECIDER), ground="ending.ground.other", facts="示例", conduct_on=clock.today()
    )  # fmt: skip
    assert ended.state == "ended"
    assert "request_proof" in {act.verb for act in may_now(ended, supervisor(ended))}
    assert proof(ended).minutes == before.minutes
    assert (
        "有效"
        in client.get(reverse("public:verify_proof", kwargs={"code": before.verify_code})).content.decode()
    )
    assert signed_in(term.user).get(reverse("phone:service")).status_code == 200


@pytest.mark.clauses("beijing:13")
def test_praise_is_an_incentive_where_the_measure_explores_them(beijing: Place) -> None:
    term = somebody(beijing)
    perform(acts.commend, term, beijing.officer(Role.DECIDER), words="认真负责")
    assert "beijing:13" in Event.objects.get(docket=term.docket, act="service.commend").clauses
    page = signed_in(term.user).get(reverse("phone:service")).content.decode()
    assert "公益属性" in page and "/law/beijing/13/" in page


@pytest.mark.clauses("hunan:6/2")
def test_praise_is_the_heads_and_costs_nothing(hunan: Place) -> None:
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    term = somebody(city)
    assert refused(acts.commend, term, city.officer(Role.LIAISON), words="好") == "not_your_role"
    perform(acts.commend, term, city.officer(Role.DECIDER), words="全年巡查二十次")
    assert Commendation.objects.get().words == "全年巡查二十次"
    page = signed_in(term.user).get(reverse("phone:service")).content.decode()
    assert "全年巡查二十次" in page
    assert "不领取报酬" in page and "/law/hunan/6/2/" in page, "hunan:6/2"
