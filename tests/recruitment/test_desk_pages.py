"""An officer's way through the desk, as a browser sends it; and who is kept out."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from recruiting import TODAY, accepted, answers, applied, id_number, notice, photograph

from zhongdu import files
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.record.models import Event
from zhongdu.recruitment import acts, receipts
from zhongdu.recruitment.models import Application, Objection
from zhongdu.scope.actor import ANYONE
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def desk(place, role: Role = Role.RECRUITER) -> Client:
    client = Client()
    client.force_login(place.user(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def at(name: str, matter) -> str:
    return reverse(f"desk:{name}", kwargs={"number": matter.number})


def paper_of(person, kind: str = "pdf") -> str:
    return reverse("desk:application_paper", kwargs={"number": person.number, "kind": kind})


def test_a_notice_is_drafted_and_published_on_the_desk(wushan) -> None:
    client = desk(wushan)
    drafting = reverse("desk:do", kwargs={"act": "recruitment.draft_notice", "number": wushan.office.number})
    typed = {
        "title": "示例公告", "body": "示例正文", "quota": "30", "channels": ["channel.open"],
        "opens_on": "2026-09-28", "closes_on": "2026-10-31", "key": "k1",
    }  # fmt: skip
    made = client.post(drafting, typed)
    assert made.status_code == 302
    page = client.get(made["Location"]).content.decode()
    assert "拟稿" in page and "第四条第二款" in page
    assert "示例公告" in client.get(reverse("desk:notices")).content.decode()


def test_a_draft_that_was_dropped_stays_in_the_house(wushan) -> None:
    recruiter = wushan.officer(Role.RECRUITER)
    drafted = perform(
        acts.draft_notice, wushan.office, recruiter, title="没有发布的公告", body="示例", quota=30,
        channels=["channel.open"], opens_on=TODAY, closes_on=date(2026, 10, 31),
    )  # fmt: skip
    perform(acts.drop_notice, drafted, recruiter, reason="另拟一份")
    public = reverse("public:notice", kwargs={"number": drafted.number})
    assert Client().get(public).status_code == 404
    assert "没有发布的公告" not in Client().get(reverse("public:notices")).content.decode()
    assert "未发布" in desk(wushan).get(at("notice", drafted)).content.decode()


def test_an_act_says_what_it_will_do_before_it_is_done(wushan) -> None:
    running = notice(wushan)
    closing = reverse("desk:do", kwargs={"act": "recruitment.close_notice", "number": running.number})
    assert "已经提交的报名照常审核" in desk(wushan).get(closing).content.decode()
    refused = desk(wushan, Role.LIAISON).get(closing).content.decode()
    assert "您没有这个角色" in refused and "<textarea" not in refused and 'name="reason"' not in refused


@pytest.mark.clauses("beijing:4.1", "beijing:4.2", "beijing:4.5")
def test_review_item_by_item_then_accept(beijing) -> None:
    person, client = applied(beijing, notice(beijing)), desk(beijing)
    page = client.get(at("review", person)).content.decode()
    assert "今天43周岁" in page and "第四条第（一）项" in page and "示例田甜" not in page
    looks = {each.name: "met" for each in beijing.law.family("eligibility")}
    saved = client.post(at("review", person), looks | {"key": "r1", "seen": person.docket.length})
    assert saved.status_code == 302
    assert "可以聘任" not in client.get(at("application", person)).content.decode()
    accepting = reverse("desk:do", kwargs={"act": "recruitment.accept", "number": person.number})
    assert client.post(accepting, {"key": "a1"}).status_code == 302
    assert Application.objects.get().state == "accepted"


def test_every_desk_page_opens(beijing) -> None:
    person, client = accepted(beijing, notice(beijing)), desk(beijing)
    assert "示例田甜" in client.get(reverse("desk:post_list")).content.decode()
    posted = client.post(
        reverse("desk:post_list"), {"who": [person.number], "posted_on": TODAY.isoformat(), "key": "p1"}
    )
    assert posted.status_code == 302
    public = Client().get(reverse("public:public_notices"))
    assert "示例田甜" in public.content.decode() and "noindex" in public["X-Robots-Tag"]
    objecting = reverse("public:object", kwargs={"number": person.number})
    stranger = Client()
    page = stranger.get(objecting)
    code = page.context["code"]
    done = stranger.post(objecting, {"code": code, "account": "示例异议", "key": code})
    assert code in done.content.decode()
    raised = Objection.objects.get()
    assert "示例异议" in client.get(at("objection", raised)).content.decode()
    for name in ("applications", "objections", "notices"):
        assert client.get(reverse(f"desk:{name}")).status_code == 200
    assert client.get(at("application", person)).status_code == 200
    settled = client.post(
        reverse("desk:do", kwargs={"act": "recruitment.settle_objection", "number": raised.number}),
        {"outcome": "upheld", "reason": "示例核实", "key": "s1"},
    )
    assert settled.status_code == 302
    person.refresh_from_db()
    assert person.state == "refused"
    own = stranger.get(reverse("public:objection", kwargs={"number": raised.number})).content.decode()
    assert "示例核实" in own


def test_looking_at_what_is_masked_is_recorded_and_opens_it(wushan) -> None:
    person, client = applied(wushan, notice(wushan)), desk(wushan)
    page = client.get(at("application", person)).content.decode()
    assert "500237********" in page and "19830501" not in page and "示例中学" not in page
    unmask = reverse("desk:do", kwargs={"act": "recruitment.unmask", "number": person.number})
    assert client.post(unmask, {"field": "working_set", "reason": "审核", "key": "u1"}).status_code == 302
    page = client.get(at("application", person)).content.decode()
    assert "示例中学" in page and "19830501" not in page
    event = Event.objects.filter(docket=person.docket_id).last()
    assert event.act == "recruitment.unmask" and event.data["field"] == "working_set"
    other = desk(wushan, Role.DECIDER)
    assert "示例中学" not in other.get(at("application", person)).content.decode()


def test_strangers_get_404_and_insiders_without_the_right_403(wushan, beijing) -> None:
    person = applied(wushan, notice(wushan))
    assert desk(beijing).get(at("application", person)).status_code == 404
    assert desk(wushan, Role.ACCOUNTANT).get(at("application", person)).status_code == 403
    assert Client().get(at("application", person)).status_code == 302  # to sign in
    for name in ("application", "receipt", "resubmit"):
        assert Client().get(reverse(f"public:{name}", kwargs={"number": person.number})).status_code == 404
    form = reverse("public:application_paper", kwargs={"number": person.number, "kind": "pdf"})
    assert Client().get(form).status_code == 404


def test_an_invited_person_fills_in_the_form_with_the_code_from_the_bureau(beijing) -> None:
    client, invited = desk(beijing), Client()
    page = client.get(reverse("desk:invite", kwargs={"number": beijing.office.number}))
    code = page.context["code"]
    answer = client.post(
        reverse("desk:invite", kwargs={"number": beijing.office.number}),
        {"code": code, "channel": "channel.invited", "intent": "invite"},
    )
    assert code in answer.content.decode()
    follow = invited.post(reverse("public:follow"), {"code": code.lower().replace("-", " ")})
    assert follow["Location"] == reverse("public:application_form")
    assert "填写之前" in invited.get(follow["Location"]).content.decode()
    assert invited.post(follow["Location"], {"agree": "on"}).status_code == 302
    assert "北京市医疗保障基金社会监督员报名表" in invited.get(follow["Location"]).content.decode()


def test_a_paper_form_is_keyed_in_by_the_officer_and_recorded_as_his(wushan) -> None:
    under, client = notice(wushan), desk(wushan)
    inviting = reverse("desk:invite", kwargs={"number": wushan.office.number})
    code = client.get(inviting).context["code"]
    given = {"code": code, "channel": "channel.open", "notice": under.number, "intent": "key_in"}
    without = client.post(inviting, given | {"notice": ""}).content.decode()
    assert "请选所报的公告" in without
    assert client.post(inviting, given)["Location"] == "/apply/"
    client.post("/apply/", {"agree": "on"})
    client.post(reverse("public:photo", kwargs={"which": "new"}), {"photo": photograph()})
    typed = answers(wushan.law)
    done = client.post("/apply/", typed | dict.fromkeys(typed.pop("declared"), "on") | {"intent": "submit"})
    assert done.status_code == 302
    event = Event.objects.get(docket=Application.objects.get().docket_id, seq=1)
    assert (event.actor["role"], event.actor["bureau"]) == ("recruiter", "500237")


def test_the_whole_form_is_printed_only_after_saying_why(wushan) -> None:
    person, client = applied(wushan, notice(wushan)), desk(wushan)
    assert client.get(paper_of(person)).status_code == 403
    assert client.get(at("applicant_photo", person)).status_code == 404
    unmask = reverse("desk:do", kwargs={"act": "recruitment.unmask", "number": person.number})
    client.post(unmask, {"field": "whole_form", "reason": "存档", "key": "u"})
    assert client.get(paper_of(person)).content.startswith(b"%PDF")
    assert client.get(at("applicant_photo", person))["Content-Type"] == "image/jpeg"
    clock.travel_to(date(2026, 9, 29))
    assert client.get(paper_of(person)).status_code == 403


def test_posting_nobody_posts_nobody(beijing) -> None:
    accepted(beijing, notice(beijing))
    page = desk(beijing).post(reverse("desk:post_list"), {"posted_on": TODAY.isoformat(), "key": "p"})
    assert "请至少选一个人" in page.content.decode()
    assert Application.objects.get().state == "accepted"


def test_evidence_is_a_download_and_who_objected_is_masked(beijing) -> None:
    person, client = accepted(beijing, notice(beijing)), desk(beijing)
    perform(acts.post_for_public_notice, person, beijing.officer(Role.RECRUITER), posted_on=TODAY)
    raised = perform(
        acts.object, person, ANYONE, account="示例异议", receipt=receipts.token(receipts.new_code()),
        name="示例群众", phone="13900000000", evidence=[photograph("证据.jpg")],
    )  # fmt: skip
    page = client.get(at("objection", raised)).content.decode()
    assert "证据.jpg" in page and "示例群众" not in page and "13900000000" not in page
    [kept] = files.attached(raised.number, "evidence")
    where = reverse("desk:objection_evidence", kwargs={"number": raised.number, "file": kept.public_id})
    assert client.get(where)["Content-Disposition"].startswith("attachment")
    assert desk(beijing, Role.ACCOUNTANT).get(where).status_code == 403
    looking = reverse("desk:do", kwargs={"act": "recruitment.unmask_objector", "number": raised.number})
    client.post(looking, {"reason": "电话核实", "key": "l"})
    assert "13900000000" in client.get(at("objection", raised)).content.decode()


@pytest.mark.parametrize("query", ["state=submitted", "channel=channel.open"])
def test_the_list_narrows(wushan, query) -> None:
    person, client = applied(wushan, notice(wushan)), desk(wushan)
    where = reverse("desk:applications")
    assert person.number in client.get(f"{where}?{query}").content.decode()
    assert person.number not in client.get(f"{where}?state=accepted").content.decode()


@pytest.mark.parametrize(
    ("who", "found"), [("示例田甜", True), ("138 0000 0000", True), (id_number(), True), ("示例", False)]
)
def test_a_person_is_found_by_the_whole_of_it_and_only_in_the_territory(wushan, beijing, who, found) -> None:
    person = applied(wushan, notice(wushan))
    where = reverse("desk:find_applicant")
    assert (person.number in desk(wushan).post(where, {"who": who}).content.decode()) is found
    assert person.number not in desk(beijing).post(where, {"who": who}).content.decode()
