"""A department's own system tells what became of institutions and people: each line once, by its own numbers, and in
no other department's name; what is wrong with a line is told of that line."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import agreeing as at
import casework
import pytest
from other_side import BASE, OtherSide
from test_platforms import connected
from test_settlement import answer, key, states

from watching import at_institution, institution, practitioner
from world import Place
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.agreements import acts as agreements
from zhongdu.api.platforms import api
from zhongdu.calendar import clock
from zhongdu.cases import acts as cases
from zhongdu.cases.models import DepartmentNotice
from zhongdu.messages.models import Message
from zhongdu.platforms import acts
from zhongdu.platforms.models import Platform
from zhongdu.platforms.queries import secret_of
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


def of_health(city: Place, **more: Any) -> Platform:
    return connected(city, name="卫健执法系统", department="department.health", **more)


def system(server: Any, platform: Platform) -> OtherSide:
    return OtherSide(server.url, platform.key, secret_of(platform), platform.digest)


def line(id: str = "W-1", **more: Any) -> dict[str, Any]:
    told = {"what": "certificate", "document": "示卫健撤〔2026〕1号", "day": clock.today().isoformat()}
    return {"id": id, **told, **more}


def one(system: OtherSide, *lines: dict[str, Any]) -> Any:
    status, told = system.inform(*lines)
    assert status == 200, told
    return told["answers"]


@pytest.mark.clauses("city:12/3", "city:21/1", "city:21/2")
def test_a_withdrawn_certificate_told_by_api_ends_in_the_settlement_answer(
    city: Place, live_server: Any
) -> None:
    of = at.institution(city)
    at.signed(city, of)
    account, token = at_institution(city, of), key(city)
    who = practitioner(city, of, name="周示例")
    (told,) = one(system(live_server, of_health(city)), line(code=who.code, words="周示例的执业证书已注销"))
    assert (told["taken"], told["state"], told["matched"]) == (True, "received", "practitioner")
    notice = DepartmentNotice.objects.select_related("docket", "bureau").get(docket__number=told["number"])
    assert (notice.practitioner, notice.department, notice.outside) == (who, "department.health", "W-1")
    assert "city:12/3" in city.office.docket.events.latest("seq").clauses
    assert vault.read(notice.number, "notice_words") == {"notice_words": "周示例的执业证书已注销"}
    assert "周示例" not in str(list(Event.objects.values_list("data", flat=True)))
    assert answer(who.code, token)["may_settle"]  # what is told changes nothing by itself
    perform(cases.hand_notice, notice, casework.inspector(city), words="转经办机构")
    handling = perform(
        agreements.propose_practitioner_of_told, notice, at.agency(city), institution=of.code,
        measures=["practitioner.measure.suspension"], conduct_on=clock.today(), facts="执业证书已注销。",
        proportion="没有执业资格。", answer_by=clock.today() + at.DAY,
    )  # fmt: skip
    assert (handling.practitioner, handling.institution, handling.state) == (who, of, "proposed")
    assert Event.objects.filter(docket=handling.docket).latest("seq").data["from"] == notice.number
    notice.refresh_from_db()
    assert (notice.state, notice.outcome, notice.opened) == ("acted", "agency", handling.number)
    perform(agreements.hear_practitioner, handling, at.agency(city), how="spoken", words="属实。")
    before = Message.objects.filter(user=account.user).count()
    perform(
        agreements.decide_practitioner, at.afresh(handling), at.agency(city), words="查实。", graveness="证书已注销。",
        suspended_from=clock.today(),
    )  # fmt: skip
    assert states(answer(who.code, token)) == [("practitioner_suspended", "city:21/2")]
    assert Message.objects.filter(user=account.user).count() == before + 1
    assert system(live_server, Platform.objects.get()).ask("GET", "/notices/W-1")[1]["says"] == "已处理"


@pytest.mark.clauses("city:12/4", "city:20/1")
def test_what_is_told_of_an_institution_becomes_a_handling_under_its_agreement(city: Place) -> None:
    agreement = at.signed(city)
    notice = perform(
        cases.enter_notice, city.office, casework.inspector(city), department="department.market", what="penalty",
        code=agreement.institution.code, document="示市监罚〔2026〕1号", happened_on=clock.today(),
    )  # fmt: skip
    perform(cases.hand_notice, notice, casework.inspector(city), words="按协议处理")
    notice.refresh_from_db()
    assert notice.state == "handed"  # a penalty of others is no ground by itself: the agency decides
    given = {"measures": ["agreement.measure.talk"], "conduct_on": clock.today(), "article": "第九条", "facts": "见通报",
             "proportion": "初次", "answer_by": clock.today() + at.DAY}  # fmt: skip
    with pytest.raises(Refused) as person:
        perform(agreements.propose_practitioner_of_told, notice, at.agency(city), institution="x", measures=[],
                conduct_on=clock.today(), facts="x", proportion="x", answer_by=clock.today() + at.DAY)  # fmt: skip
    assert person.value.code == "not_now"
    made = perform(
        agreements.propose_handling_of_told, notice, at.agency(city), agreement=agreement.number, **given
    )
    assert made.agreement == agreement
    notice.refresh_from_db()
    assert (notice.state, notice.opened) == ("acted", made.number)


def test_each_line_is_answered_for_itself_and_the_good_ones_are_taken(city: Place, live_server: Any) -> None:
    shop = institution(city)
    health = system(live_server, of_health(city))
    answers = one(
        health, line("A", code=shop.code, what="penalty"), line("B", code=shop.code, what="deceased", document="2"),
        line("C", code="H1", what="下雨", document="", day="明天"), line("D", code="D430100000001", document="3"),
        line("E", code=shop.code, what="受到行政处罚"),
    )  # fmt: skip
    assert [each["taken"] for each in answers] == [True, False, False, True, False]
    assert [each.get("matched") for each in answers] == ["institution", None, None, "", None]
    codes = [each["problem"]["code"] for each in answers if not each["taken"]]
    assert codes == ["does_not_fit", "no_such_matter", "told_already"]
    assert set(answers[2]["problem"]["fields"]) == {"what", "code", "document", "day"}
    assert all(says for says in answers[2]["problem"]["fields"].values())
    assert DepartmentNotice.objects.count() == 2 and answers[3]["says"].startswith("已收到")
    assert [each["id"] for each in health.ask("GET", "/notices")[1]] == ["A", "D"]
    assert [each["id"] for each in health.ask("GET", "/notices?after=A")[1]] == ["D"]


def test_the_same_number_is_one_notice_and_another_thing_under_it_is_said(
    city: Place, live_server: Any
) -> None:
    shop = institution(city)
    health = system(live_server, of_health(city))
    told = line(code=shop.code, what="penalty")
    first, again = one(health, told), one(health, told)
    assert first == again and DepartmentNotice.objects.count() == 1
    (other,) = one(health, told | {"document": "别的文书"})
    assert (other["taken"], other["problem"]["code"], list(other["problem"]["fields"])) == (
        False,
        "number_taken",
        ["id"],
    )
    status, fault = health.inform(told, told)
    assert (status, fault["code"]) == (409, "number_twice")


def test_only_a_departments_system_may_tell_and_only_in_its_own_name(city: Place, live_server: Any) -> None:
    shop, told = institution(city), line(code="P1")
    hotline = system(live_server, connected(city))
    for asked in (
        ("POST", "/notices", b'{"notices": [{"id": "1"}]}'),
        ("GET", "/notices"),
        ("GET", "/notices/W-1"),
    ):
        status, fault = hotline.ask(*asked)
        assert (status, fault["code"]) == (403, "not_a_department")
    health, market = of_health(city), connected(city, department="department.market")
    one(system(live_server, health), line(code=shop.code, what="penalty", department="department.market"))
    assert DepartmentNotice.objects.get().department == "department.health"
    assert system(live_server, market).ask("GET", "/notices/W-1")[0] == 404
    forged = OtherSide(live_server.url, health.key, "nobody")
    assert forged.inform(told)[0] == 401
    perform(acts.stop_platform, health, city.officer(Role.DECIDER), reason="换系统")
    assert OtherSide(live_server.url, health.key, "nobody").inform(told)[0] == 401
    assert DepartmentNotice.objects.count() == 1


def test_a_message_that_cannot_be_read_says_so_and_takes_nothing(city: Place, live_server: Any) -> None:
    health = system(live_server, of_health(city))
    assert health.inform()[0] == 422
    status, fault = health.inform(*(line(f"N{n}", code="P1") for n in range(501)))
    assert (status, fault["fields"]) == (422, {"notices": "太多了，最多 500 项。"})
    assert not DepartmentNotice.objects.exists()


def test_the_interface_describes_it() -> None:
    told = api.get_openapi_schema()
    assert {f"{BASE}/notices", f"{BASE}/notices/{{id}}"} <= told["paths"].keys()
    assert 403 in told["paths"][f"{BASE}/notices"]["post"]["responses"]


def test_the_same_message_at_the_same_moment_is_taken_once(city: Place, live_server: Any) -> None:
    """A sender that did not wait for its answer sends again: every answer is the same, and there is one of each."""
    health, shop = system(live_server, of_health(city)), institution(city)
    lines = [line(f"W-{n}", code=shop.code, what="penalty", document=f"示罚{n}号") for n in range(5)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: health.inform(*lines), range(4)))
    assert [status for status, _ in answers] == [200] * 4
    assert all(told == answers[0][1] for _, told in answers)
    assert DepartmentNotice.objects.count() == 5
