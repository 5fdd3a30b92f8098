"""Who is told what, with which deed: never without it, never twice, never of one's own; and never what it is about."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from reached import assigned

from watching import appoint, institution, supervisor
from world import Place
from zhongdu.acts.performing import perform, perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import FOLLOWERS
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.leads import acts as leads
from zhongdu.messages.models import Delivery, Message
from zhongdu.messages.telling import only_in_the_app, tell, told
from zhongdu.messages.words import FILE, WORDS, read
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
TODAY = clock.today


def kinds() -> list[str]:
    return list(Message.objects.order_by("id").values_list("kind", flat=True))


# --- the words ---------------------------------------------------------------------------------------


def test_every_sentence_is_said_somewhere_and_none_is_missing() -> None:
    from pathlib import Path

    import zhongdu

    said = "\n".join(path.read_text() for path in Path(zhongdu.__file__).parent.rglob("*.py"))
    assert [name for name in WORDS if f'"{name}"' not in said] == []


def test_no_sentence_names_a_kind_of_visit_a_body_or_a_bureau() -> None:
    telltale = re.compile("明察|暗访|医院|药店|机构|医保局|违|投诉|被")
    assert {
        name: words.says
        for name, words in WORDS.items()
        if telltale.search(words.says + words.sends + words.title)
    } == {}


def test_words_that_are_not_there_cannot_be_told() -> None:
    with pytest.raises(TypeError, match=r"words\.toml"):
        told("nothing.at.all")


def test_a_sentence_for_no_face_is_not_taken(tmp_path: Any) -> None:
    wrong = tmp_path / "words.toml"
    wrong.write_text(FILE.read_text().replace('face = "phone"', 'face = "wall"', 1))
    with pytest.raises(TypeError, match="no such face"):
        read(wrong)


# --- with the deed ---------------------------------------------------------------------------------------


def test_a_visit_is_told_in_words_that_are_the_same_for_open_and_covert(shaoxing: Place) -> None:
    term = appoint(shaoxing)
    assigned(shaoxing, term)
    assigned(shaoxing, term, way="covert")
    one, other = Message.objects.order_by("id")
    assert one.says == other.says == "您有一项新的工作。"
    assert one.user_id == other.user_id == term.user_id
    assert not Delivery.objects.exists(), "nothing is set: only in the app"


def test_a_refused_act_tells_nobody(shaoxing: Place) -> None:
    with pytest.raises(Refused):
        assigned(shaoxing, appoint(shaoxing), due=TODAY() - timedelta(days=1))
    assert not Message.objects.exists()


def test_what_breaks_after_the_message_takes_it_along(shaoxing: Place, monkeypatch: Any) -> None:
    def breaks(deed: Any, matter: Any) -> None:
        assert Message.objects.exists(), "it was written already"
        raise Refused("broken", "坏了。")

    monkeypatch.setitem(FOLLOWERS, "fieldwork.assign_visit", [*FOLLOWERS["fieldwork.assign_visit"], breaks])
    with pytest.raises(Refused):
        assigned(shaoxing, appoint(shaoxing))
    assert not Message.objects.exists()


def test_the_same_request_again_tells_nothing_again(shaoxing: Place) -> None:
    term = appoint(shaoxing)
    shop = institution(shaoxing)
    for _ in range(2):
        assigned(shaoxing, term, shop=shop, key="the-same")
    assert kinds() == ["work.new"]


def test_nobody_is_told_of_what_they_did_themselves(shaoxing: Place) -> None:
    visit = assigned(shaoxing, appoint(shaoxing))
    perform(fieldwork.decline_visit, visit, supervisor(visit.appointment), words="没有空")
    assert kinds() == ["work.new"]


def test_a_cancelled_visit_is_told(shaoxing: Place) -> None:
    visit = assigned(shaoxing, appoint(shaoxing))
    perform(fieldwork.cancel_visit, visit, shaoxing.officer(Role.CASE_OFFICER), words="不去了")
    assert kinds() == ["work.new", "work.cancelled"]


def test_a_lead_tells_of_each_answer_and_nothing_of_what_it_says(beijing: Place) -> None:
    term, me = appoint(beijing), beijing.officer(Role.CASE_OFFICER)
    lead = perform(leads.file_lead, term, supervisor(term), words="示例药店换药")
    perform(leads.return_for_completion, lead, me, words="请写时间")
    perform(leads.take_up, lead, me)
    perform(leads.explain_delay, lead, me, words="还在查")
    perform(leads.answer, lead, me, outcome="proved", words="已经处理示例药店")
    assert kinds() == ["lead.complete", "lead.progress", "lead.progress", "lead.answer"]
    assert "示例药店" not in everything_kept(), "neither the words nor whom they are about"


def test_a_lead_against_the_bureau_reads_like_any_other(beijing: Place) -> None:
    """Its answer comes from elsewhere; whoever sees the message cannot tell."""
    below = beijing.below("110108", "海淀区医疗保障局")
    term = appoint(below)
    about = perform(leads.file_lead, term, supervisor(term), words="窗口插队", against=below.bureau.code)
    plain = perform(leads.file_lead, term, supervisor(term), words="药店换药")
    perform(leads.take_up, about, beijing.officer(Role.CASE_OFFICER))
    perform(leads.take_up, plain, below.officer(Role.CASE_OFFICER))
    one, other = Message.objects.order_by("id")
    assert (one.says, one.title, one.words.face) == (other.says, other.title, other.words.face)


def everything_kept() -> str:
    with connection.cursor() as cursor:
        found = ""
        for table in ("zhongdu_messages_message", "zhongdu_messages_delivery"):
            cursor.execute(f"SELECT * FROM {table}")
            found += str(cursor.fetchall())
    return found


def test_many_at_once_are_told_one_by_one(shaoxing: Place) -> None:
    visits = [assigned(shaoxing, appoint(shaoxing)) for _ in range(3)]
    perform_all(fieldwork.cancel_visit, visits, shaoxing.officer(Role.CASE_OFFICER), words="不去了")
    assert kinds().count("work.cancelled") == 3
    assert Message.objects.filter(kind="work.cancelled").values("user").distinct().count() == 3


# --- by the sweep ---------------------------------------------------------------------------------------


def test_work_that_is_nearly_due_is_told_once(beijing: Place) -> None:
    assigned(beijing, appoint(beijing), due=TODAY() + timedelta(days=2))
    assigned(beijing, appoint(beijing), due=TODAY() + timedelta(days=3))
    for _ in range(2):
        sweep(TODAY())
    assert kinds().count("work.due_soon") == 1
    sweep(TODAY() + timedelta(days=1))
    assert kinds().count("work.due_soon") == 2, "the other one, a day later"


def workday() -> Any:
    from zhongdu.law.shelves import schedule

    return next(day for n in range(10) if schedule().is_working(day := TODAY() + timedelta(days=n)))


def test_officers_are_told_how_many_duties_press_and_only_those_they_handle(wushan: Place) -> None:
    from zhongdu.duties.opening import open_duty

    day = workday()
    lead = perform(leads.file_lead, term := appoint(wushan), supervisor(term), words="药店换药")
    Message.objects.all().delete()
    handler, other = wushan.officer(Role.CASE_OFFICER), wushan.officer(Role.ACCOUNTANT)
    open_duty(lead.docket, wushan.law, "lead.answer", on=TODAY(), deed="d", due=day + timedelta(days=3))
    sweep(day)
    [message] = Message.objects.filter(user=handler.user_id)
    assert message.n and f"{message.n} 项" in message.says and message.words.face == "desk"
    assert not Message.objects.filter(user=other.user_id).exists()
    sweep(day)
    assert Message.objects.filter(user=handler.user_id).count() == 1, "once a day"


def test_no_officer_is_told_on_a_day_off(wushan: Place) -> None:
    from zhongdu.duties.opening import open_duty
    from zhongdu.law.shelves import schedule

    sunday = next(day for n in range(10) if not schedule().is_working(day := TODAY() + timedelta(days=n)))
    lead = perform(leads.file_lead, term := appoint(wushan), supervisor(term), words="药店换药")
    open_duty(lead.docket, wushan.law, "lead.answer", on=TODAY(), deed="d", due=sunday)
    wushan.officer(Role.CASE_OFFICER)
    sweep(sunday)
    assert "duties.nearly_due" not in kinds()


def test_an_officer_is_not_told_of_a_duty_withheld_from_them(beijing: Place) -> None:
    """The count itself would betray a lead against the bureau."""
    from zhongdu.duties.opening import open_duty

    day = workday()
    lead = perform(
        leads.file_lead, term := appoint(beijing), supervisor(term), words="插队", against="110000"
    )
    open_duty(lead.docket, beijing.law, "lead.answer", on=TODAY(), deed="d", due=day)
    named = beijing.officer(Role.CASE_OFFICER)
    watching = beijing.officer(Role.DISCIPLINE_OFFICER)
    sweep(day)
    told_ = dict(Message.objects.filter(kind="duties.nearly_due").values_list("user", "n"))
    assert watching.user_id in told_
    assert told_.get(named.user_id, 0) < told_[watching.user_id]


def test_old_messages_go(shaoxing: Place) -> None:
    assigned(shaoxing, appoint(shaoxing), due=TODAY() + timedelta(days=300))
    sweep(TODAY() + timedelta(days=364))
    assert "work.new" in kinds()
    sweep(TODAY() + timedelta(days=367))
    assert "work.new" not in kinds()


def test_the_demo_tells_its_people_only_in_the_app(shaoxing: Place, settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    with only_in_the_app():
        assigned(shaoxing, appoint(shaoxing))
    assert kinds() == ["work.new"] and not Delivery.objects.exists()
    tell("work.new", appoint(shaoxing).user_id, shaoxing.bureau, occasion="x", docket=shaoxing.office.docket)
    assert Delivery.objects.count() == 1
