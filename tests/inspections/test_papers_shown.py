"""Nobody takes part without a valid certificate, shown: not who joins later, nor whose certificate ran out meanwhile."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from inspecting import (
    City,
    begun,
    copied,
    fresh,
    now,
    officers,
    planned,
    post_of,
    record,
    refused,
    show,
    team,
)

from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.inspections import acts, paper
from zhongdu.inspections.evidence import material
from zhongdu.inspections.team import present
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def enter(made: Any, *actors: Actor, **more: Any) -> Any:
    given: dict[str, Any] = {"taken_at": now(), "officers": officers(*actors), "words": "看了货架。"}
    return perform(acts.enter_premises, made, actors[0], **{**given, **more})


def show_later(made: Any, *actors: Actor, **more: Any) -> Any:
    given = {"shown_at": clock.now(), "officers": officers(*actors), "words": "向店长出示。"}
    return perform(acts.show_papers_later, made, actors[0], **{**given, **more})


def desk(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    return client


def replaced(city: City, made: Any, gone: Actor, other: Actor) -> Any:
    """One of the team cannot go on; another is named, and is free of interests."""
    planner = city.east.officer(Role.CASE_OFFICER)
    member = made.members.get(user_id=gone.user_id)
    perform(acts.replace_member, made, planner, member=str(member.pk), post=post_of(other), words="生病。")
    perform(acts.say_conflict, fresh(made), other, conflict="none")
    return fresh(made)


@pytest.mark.clauses("city:6.2")
def test_a_replacement_takes_no_part_before_a_valid_certificate_is_shown(city: City) -> None:
    made, one, two = begun(city)
    made = copied(made, one, two)
    three = city.inspector(city.east, "three")
    Post.objects.filter(user_id=three.user_id).update(certificate="", certificate_until=None)
    made = replaced(city, made, two, three)
    assert str(three.user_id) not in dict(present(made, city.east.law))
    assert "officers" in refused(lambda: enter(made, one, three)).fields  # not among those who can be chosen
    (piece, _), *_ = material(made)
    proposing = {
        "piece": piece.public_id,
        "kind": "evidence.kind.electronic",
        "shows": "刷卡。",
        "obtained": "拍照。",
    }
    why = refused(lambda: perform(acts.propose_evidence, made, three, **proposing))
    assert (why.code, str(why.clause)) == ("no_valid_certificate", "city:6.2")
    assert "officers" in refused(lambda: record(made, one, three)).fields
    assert refused(lambda: show_later(made, three)).code == "no_valid_certificate"  # there is none to show
    head = city.east.officer(Role.DECIDER)
    perform(
        bureaus.record_certificate, city.east.office, head, post=post_of(three), certificate="执法0003",
        certificate_until=date(2027, 1, 1),
    )  # fmt: skip
    assert "officers" in refused(lambda: enter(made, one, three)).fields  # held, and not shown yet
    before = clock.now()
    made = show_later(made, three)
    event = made.docket.events.get(act="inspections.show_papers_later")
    assert event.data["certificates"] == ["执法0003"] and "city:6.2" in event.clauses
    early = refused(lambda: enter(made, one, three, taken_at=before - timedelta(minutes=1)))
    assert early.code == "no_valid_certificate"  # nothing is done before it was shown
    assert enter(made, one, three, taken_at=clock.now()).measures.get(power="inspection.power.entry").officers == [
        one.user_id, three.user_id,
    ]  # fmt: skip
    perform(acts.propose_evidence, fresh(made), three, **proposing)
    assert refused(lambda: show_later(fresh(made), three)).code == "not_now"  # all have shown


@pytest.mark.clauses("city:6.2")
def test_a_third_member_who_did_not_show_papers_is_not_counted(city: City) -> None:
    three = [city.inspector(city.east, name) for name in ("one", "two", "late")]
    made = team(planned(city), city.east.officer(Role.CASE_OFFICER), *three)
    made = show(made, three[0], three[1])
    assert "officers" in refused(lambda: enter(made, three[0], three[2])).fields
    page = desk(three[2]).get(f"/desk/inspections/{made.number}/").text
    assert "还没有在这次检查中出示有效的执法证" in page
    assert "后来加入的人出示证件" in page and "进入现场检查" not in page
    assert "进入现场检查" in desk(three[0]).get(f"/desk/inspections/{made.number}/").text


@pytest.mark.clauses("city:6.2")
def test_a_certificate_that_runs_out_meanwhile_ends_taking_part_until_the_new_one_is_shown(
    city: City,
) -> None:
    last = clock.today()
    one, two = city.inspector(city.east, "one", until=last), city.inspector(city.east, "two")
    made = team(planned(city), city.east.officer(Role.CASE_OFFICER), one, two)
    made = record(show(made, one, two), one, two)
    valid = now()
    clock.travel_to(clock.now() + timedelta(days=1))
    why = refused(lambda: enter(made, two, one))
    assert (why.code, str(why.clause)) == ("no_valid_certificate", "city:6.2") and "officers" in why.fields
    assert refused(lambda: record(made, two, one)).code == "no_valid_certificate"
    assert refused(lambda: show_later(made, one)).code == "no_valid_certificate"  # the old one is no good
    enter(made, two, one, taken_at=valid)  # what was done on its last day may be written down today
    head = city.east.officer(Role.DECIDER)
    perform(
        bureaus.record_certificate, city.east.office, head, post=post_of(one), certificate="执法新0001",
        certificate_until=last + timedelta(days=700),
    )  # fmt: skip
    assert (
        refused(lambda: enter(fresh(made), two, one)).code == "no_valid_certificate"
    )  # it was not shown here
    show_later(fresh(made), one, shown_at=now())
    made = record(fresh(made), two, one)
    first, second = (str(paper.record(made, str(n)).data["rows"]) for n in (1, 2))
    assert "执法新0001" not in first and "执法新0001" in second  # each record prints what was shown by then
    assert f"执法{one.user_id:04}" in first


def test_the_page_of_a_record_waits_for_the_papers(city: City) -> None:
    made, _, two = begun(city)
    three = city.inspector(city.east, "three")
    made = replaced(city, made, two, three)
    page = desk(three).get(f"/desk/inspections/{made.number}/record/").text
    assert "请先办“后来加入的人出示证件”" in page


def test_who_is_not_of_the_team_shows_nothing_later(city: City) -> None:
    made, _, two = begun(city)
    made = replaced(city, made, two, city.inspector(city.east, "three"))
    other = city.inspector(city.east, "other")
    three = made.members.get(state="clear", papers=None)
    given = {"shown_at": clock.now(), "officers": [str(three.user_id)], "words": "出示。"}
    assert refused(lambda: perform(acts.show_papers_later, made, other, **given)).code == "not_of_the_team"
    early = {**given, "shown_at": clock.now() - timedelta(hours=2)}
    mine = Actor(user_id=three.user_id, posts=other.posts)
    assert refused(lambda: perform(acts.show_papers_later, made, mine, **early)).code == "wrong_time"


# --- the second officer sees what they vouch for ---------------------------------------------------------


@pytest.mark.clauses("city:6.3")
def test_who_checks_a_piece_sees_it_and_what_it_is_to_prove(city: City) -> None:
    made, one, two = begun(city)
    made = copied(made, one, two)
    (piece, name), *_ = material(made)
    perform(
        acts.propose_evidence, made, one, piece=piece.public_id, kind="evidence.kind.electronic", shows="3月8日刷卡买日用品。",
        obtained="从收银系统拍照。",
    )  # fmt: skip
    address = f"/desk/inspections/{made.number}/files/{piece.public_id}/"
    checking = desk(two)
    for page in (f"/desk/inspections/{made.number}/", f"/desk/inspections/{made.number}/check/"):
        told = checking.get(page).text
        assert address in told and name in told and "3月8日刷卡买日用品。" in told
    assert "从收银系统拍照。" in checking.get(f"/desk/inspections/{made.number}/check/").text
    form = {"evidence": "1", "holds": "taken_up", "checked": "与原始记录一致。", "seen": "", "key": "once"}
    assert checking.post(f"/desk/inspections/{made.number}/check/", form).status_code == 302
    assert made.all_evidence.get().state == "taken_up"
    assert "刷卡买日用品" not in str(
        list(made.docket.events.values_list("data", flat=True))
    )  # words stay in the vault


def test_one_of_the_team_from_another_bureau_reads_what_was_written(city: City) -> None:
    """The city's own inspection, with one of the team from a district."""
    guest, own = city.inspector(city.west, "guest"), city.inspector(city.city, "own")
    made = team(planned(city, city.city), city.city.officer(Role.CASE_OFFICER), own, guest)
    enter(show(made, own, guest), own, guest, words="看了二楼的账。")
    told = desk(guest).get(f"/desk/inspections/{made.number}/").text
    assert "看了二楼的账。" in told.split("留痕")[1]
