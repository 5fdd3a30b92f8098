"""A hotline hands leads in over HTTP: each once, like any other lead, and nothing of one against the bureau comes back."""

import json
from base64 import b64encode
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from other_side import OtherSide

from watching import institution, photo, signed_in
from world import Place
from zhongdu import files, vault
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.kit.searching import Search
from zhongdu.leads import acts, searching
from zhongdu.leads.models import Lead
from zhongdu.platforms import acts as platforms
from zhongdu.platforms.handing import hand_in
from zhongdu.platforms.models import HandedIn, Platform
from zhongdu.platforms.queries import secret_of
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


def connected(place: Place) -> Platform:
    made: Platform = perform(
        platforms.connect_platform, place.office, place.officer(Role.DECIDER), name="12345热线", digest="sm3"
    )
    return made


def hotline(server: Any, place: Place) -> OtherSide:
    platform = connected(place)
    return OtherSide(server.url, platform.key, secret_of(platform))


def told(**more: Any) -> dict[str, Any]:
    return {
        "id": "H-1",
        "words": "店员用医保卡卖洗衣粉",
        "institution": "示例大药房",
        "place": "示例路1号",
        **more,
    }


def lead() -> Lead:
    return Lead.objects.select_related("docket", "bureau").get()


def clerk(place: Place) -> Any:
    return place.officer(Role.CASE_OFFICER)


@pytest.mark.clauses("fund-regulation:35/1", "fund-regulation:35/2")
def test_a_lead_is_handed_in_answered_and_read_back_in_plain_words(hunan: Place, live_server: Any) -> None:
    shop, other = institution(hunan), hotline(live_server, hunan)
    kind = next(bound for bound in hunan.law.family("violation") if bound.rule.of != "agency")
    jpeg = photo().read()
    status, answer = other.hand_in(
        **told(
            institution=shop.code, violations=[kind.label], happened_at="2026-09-01T08:30:00", name="张三", phone="13900000000",
            agreed=True, attachments=[{"name": "小票.jpg", "base64": b64encode(jpeg).decode()}],
        )
    )  # fmt: skip
    made = lead()
    assert (status, answer["number"], len(answer["code"])) == (200, made.number, 19)
    assert (made.speaker, made.handed_by, made.state) == ("handed_in", "12345热线", "filed")
    assert (made.institution, made.violations, made.filed_on) == (shop, [kind.name], clock.today())
    assert made.happened_at and made.happened_at.astimezone(clock.CHINA).hour == 8
    kept = vault.read(made.number, "reporter_name", "reporter_phone", "narrative", "event_place")
    assert set(kept.values()) == {"张三", "13900000000", "店员用医保卡卖洗衣粉", "示例路1号"}
    assert files.original(files.attached(made.number).get()).read() == jpeg
    assert Duty.objects.open().filter(docket=made.docket, concept="lead.answer").exists()
    perform(acts.take_up, made, clerk(hunan))
    assert other.ask("GET", "/leads/H-1")[1]["says"] == "办理中"
    perform(acts.answer, lead(), clerk(hunan), outcome="proved", words="已责令改正。")
    standing = other.ask("GET", "/leads/H-1")[1]
    assert (standing["outcome_says"], standing["told"][-1]["words"]) == ("查证属实", "已责令改正。")
    assert "张三" not in str(standing) and hunan.user(Role.CASE_OFFICER).get_full_name() not in str(standing)
    assert [each["id"] for each in other.ask("GET", "/leads")[1]] == ["H-1"]


def test_whoever_spoke_follows_it_by_the_code(hunan: Place, live_server: Any, client: Any) -> None:
    code = hotline(live_server, hunan).hand_in(**told())[1]["code"]
    page = client.post(reverse("public:reports"), {"code": code}, follow=True)
    assert lead().number in page.content.decode() and "示例大药房" in page.content.decode()


def test_the_same_number_is_one_lead_and_its_code_is_told_once(hunan: Place, live_server: Any) -> None:
    other = hotline(live_server, hunan)
    first, again = other.hand_in(**told())[1], other.hand_in(**told(words="别的话"))[1]
    assert again == {name: value for name, value in first.items() if name != "code"}
    assert Lead.objects.count() == HandedIn.objects.count() == 1


def test_another_system_gets_at_nobody_elses_lead(hunan: Place, live_server: Any) -> None:
    one, other = hotline(live_server, hunan), hotline(live_server, hunan)
    one.hand_in(**told())
    assert other.ask("GET", "/leads/H-1")[0] == 404 and other.ask("GET", "/leads")[1] == []
    assert other.add("H-1", id="A-1", words="不是我的")[0] == 404
    assert other.hand_in(**told())[0] == 200 and Lead.objects.count() == 2


@pytest.mark.clauses("beijing:8.6/2")
def test_a_thin_lead_is_registered_and_asked_to_be_completed(beijing: Place, live_server: Any) -> None:
    other = hotline(live_server, beijing)
    status, answer = other.hand_in(id="H-1", institution="某诊所")
    assert status == 200 and answer["lacks"] and lead().state == "returned"
    standing = other.ask("GET", "/leads/H-1")[1]
    assert standing["asked"] and standing["complete_by"] == lead().complete_by.isoformat()  # type: ignore[union-attr]
    assert answer["lacks"][0] in standing["told"][-1]["words"]
    perform(acts.take_up, lead(), clerk(beijing))
    assert lead().state == "taken_up", "as it is"


@pytest.mark.clauses("beijing:8.6/2")
def test_what_is_passed_on_completes_it_once(beijing: Place, live_server: Any) -> None:
    other = hotline(live_server, beijing)
    other.hand_in(id="H-1", institution="某诊所")
    said = {"id": "A-1", "words": "9月1日在柜台看到的", "attachments": [_file()]}
    assert other.add("H-1", **said)[1]["state"] == "filed"
    assert other.add("H-1", **said)[0] == 200
    docket = Event.objects.filter(docket=lead().docket)
    assert [event.act for event in docket.order_by("seq")][-1] == "leads.complete"
    assert files.attached(lead().number).count() == 1
    other.add("H-1", id="A-2", words="又想起来一件事")
    assert lead().turn == Lead.Turn.BUREAU
    assert Search(searching.LEADS, Lead.objects.all(), "又想起来").beyond(None, 5, True) == [lead().pk]


@pytest.mark.clauses("hunan:7.3")
def test_nothing_of_a_lead_against_the_bureau_comes_back(hunan: Place, live_server: Any) -> None:
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    other = hotline(live_server, changsha)
    status, answer = other.hand_in(**told(words="窗口工作人员收礼", institution="长沙市医保局"))
    accusing = lead()
    assert status == 200 and (accusing.bureau, accusing.against) == (hunan.bureau, changsha.bureau)
    ordinary = other.hand_in(**told(id="H-2"))[1]
    assert answer.keys() == ordinary.keys(), "the answer does not tell"
    strange = other.ask("GET", "/leads/strange")
    assert other.ask("GET", "/leads/H-1") == strange and strange[0] == 404
    assert other.add("H-1", id="A-1", words="补充") == other.add("strange", id="A-1", words="补充")
    assert [each["id"] for each in other.ask("GET", "/leads")[1]] == ["H-2"]
    for role in (Role.DECIDER, Role.SYSTEM_ADMIN, Role.CASE_OFFICER):
        page = signed_in(changsha.user(role))
        number = Platform.objects.get().number
        for address in (reverse("desk:platform", kwargs={"number": number}), reverse("desk:home")):
            assert accusing.number not in page.get(address).content.decode()


def test_officers_read_who_handed_it_in_and_not_who_spoke(hunan: Place, live_server: Any) -> None:
    hotline(live_server, hunan).hand_in(**told(name="张三", agreed=True))
    page = signed_in(hunan.user(Role.CASE_OFFICER)).get(
        reverse("desk:lead", kwargs={"number": lead().number})
    )
    said = page.content.decode()
    assert "12345热线" in said and "其他系统转来（身份封存）" in said and "张三" not in said


def test_a_name_without_consent_is_not_taken(hunan: Place, live_server: Any) -> None:
    status, answer = hotline(live_server, hunan).hand_in(**told(name="张三"))
    assert (status, answer["code"], list(answer["fields"])) == (409, "not_agreed", ["agreed"])
    assert not Lead.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "status", "code", "field"),
    [
        ({"words": "", "institution": "", "place": ""}, 409, "nothing_said", "words"),
        ({"id": ""}, 422, "bad_input", "id"),
        ({"id": "有空格 的"}, 422, "bad_input", "id"),
        ({"words": "长" * 20_001}, 422, "bad_input", "words"),
        ({"words": "空\x00字符"}, 422, "bad_input", "words"),
        ({"happened_at": "昨天"}, 422, "bad_input", "happened_at"),
        ({"happened_at": "2199-01-01T00:00:00Z"}, 409, "in_the_future", "happened_at"),
        ({"violations": ["没有这一类"]}, 409, "no_such_kind", "violations"),
        ({"against": "999999"}, 409, "bad_input", "against"),
        ({"attachments": [{"base64": "!"}]}, 409, "bad_file", "attachments"),
        ({"attachments": [{"base64": b64encode(b"MZ program").decode()}]}, 409, "bad_file", "evidence"),
        ({"attachments": "不是数组"}, 422, "bad_input", "attachments"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_sentence_and_leaves_nothing(
    hunan: Place, live_server: Any, wrong: dict[str, Any], status: int, code: str, field: str
) -> None:
    got, answer = hotline(live_server, hunan).hand_in(**told(**wrong))
    assert (got, answer["code"], list(answer["fields"])) == (status, code, [field])
    assert all(sentence.endswith("。") for sentence in [answer["says"], *answer["fields"].values()])
    assert not Lead.objects.exists() and not HandedIn.objects.exists()


def test_what_is_no_json_or_too_large_is_answered_in_json(
    hunan: Place, live_server: Any, monkeypatch: Any
) -> None:
    other = hotline(live_server, hunan)
    status, answer = other.ask("POST", "/leads", b"\xff not json")
    assert (status, answer["code"]) == (400, "bad_request") and answer["says"].startswith("请求体读不懂")
    assert other.ask("POST", "/leads", b"")[0] in {400, 422}
    monkeypatch.setattr("zhongdu.api.platforms.LARGEST", 2000)
    status, answer = other.hand_in(**told(words="长" * 3000))
    assert (status, answer["code"]) == (413, "too_large")


def test_a_file_as_large_as_allowed_gets_in(hunan: Place, live_server: Any) -> None:
    large = photo().read() + b"\0" * 6_000_000  # more than Django takes of itself
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE < len(large) < settings.UPLOAD_LIMIT
    attached = [{"name": "大图.jpg", "base64": b64encode(large).decode()}]
    assert hotline(live_server, hunan).hand_in(**told(attachments=attached))[0] == 200
    assert files.attached(lead().number).get().blob.size == len(large)


def test_two_at_the_same_moment_are_one(hunan: Place, monkeypatch: Any) -> None:
    """The other one's row comes in between looking and writing."""
    platform = connected(hunan)
    hand_in(platform, "H-1", words="先到的")
    rows, looked = HandedIn.objects.filter, []

    def blind_once(**asked: Any) -> Any:
        looked.append(asked)
        return rows(pk=None) if len(looked) == 1 else rows(**asked)

    monkeypatch.setattr(HandedIn.objects, "filter", blind_once)
    assert hand_in(platform, "H-1", words="后到的")["number"] == lead().number
    assert Lead.objects.count() == 1


def test_it_waits_from_the_day_it_came_and_returns_by_itself(beijing: Place) -> None:
    from zhongdu.duties.sweep import sweep

    hand_in(connected(beijing), "H-1", institution="某诊所")
    day = lead().complete_by
    assert day
    with clock.on(day + timedelta(days=1)):
        sweep(day + timedelta(days=1))
    assert lead().state == "filed"


# --- the contract ---------------------------------------------------------------------------------------------
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ("id", "words", "institution", "violations", "happened_at", "place", "against", "name", "phone", "agreed", "attachments")  # fmt: skip


@trying(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(body=st.dictionaries(st.sampled_from(FIELDS), json_values) | json_values)
def test_whatever_is_sent_gets_an_answer_the_interface_describes(
    hunan: Place, client: Any, body: Any
) -> None:
    platform = Platform.objects.first() or connected(hunan)
    side = OtherSide("", platform.key, secret_of(platform))
    sent = json.dumps(body).encode()
    headers = side.signed("POST", "/api/platforms/v1/leads", sent)
    answer = client.post("/api/platforms/v1/leads", sent, content_type="application/json", headers=headers)
    assert answer.status_code in described()["paths"]["/api/platforms/v1/leads"]["post"]["responses"]
    told = answer.json()
    if answer.status_code == 200:
        assert {"id", "number", "lacks"} <= told.keys()
    else:
        assert {"code", "says"} <= told.keys() and told["says"].endswith("。")


@cache
def described() -> dict[str, Any]:
    from zhongdu.api.platforms import api

    return dict(api.get_openapi_schema())


def test_the_interface_describes_itself_in_words() -> None:
    schema = described()
    lead = schema["components"]["schemas"]["HandedLead"]["properties"]
    assert all(each.get("description") for each in lead.values())
    paths = {path.removeprefix("/api/platforms/v1") for path in schema["paths"]}
    assert {"/leads", "/leads/{id}", "/leads/{id}/additions", "/tasks"} <= paths


def _file() -> dict[str, str]:
    return {"name": "照片.jpg", "base64": b64encode(photo().read()).decode()}
