"""A round from plan to end: drawn, paired, sent, replaced, read as a whole, closed."""

import json
import re
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import TestCase
from django.urls import reverse

from watching import appoint, institution, signed_in, supervisor
from world import Place
from zhongdu import vault
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork.queries import Visit
from zhongdu.institutions.queries import Institution
from zhongdu.jobs.models import Job
from zhongdu.record.verifying import breaks
from zhongdu.rounds import acts, results, rules
from zhongdu.rounds.models import Going, Round, Stop
from zhongdu.rounds.queries import for_desk, stops_of
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
DUE = date(2026, 7, 10)
State = Round.State


def named(place: Place, name: str, employer: str = "") -> Any:
    term = appoint(place)
    vault.put(term.number, {"name": name, "employer": employer}, index=["name"])
    return term


def clinic(place: Place) -> Any:
    with acting():
        return Institution.objects.create(
            code="H33060000999", name="示例诊所", kind=Institution.Kind.MEDICAL, bureau=place.bureau
        )


def opened(place: Place, **told: Any) -> Round:
    given = {
        "title": "第二季度药店巡查", "kinds": ["pharmacy"], "way": "open", "how": rules.PLAIN, "wanted": 3, "each": 2, "due": DUE,
        "pharmacy_list": fieldwork.lists(place.office, place.law, "pharmacy")[0][0],
    }  # fmt: skip
    made: Round = perform(acts.open_round, place.office, officer(place), **given | told)
    return made


def officer(place: Place, role: Role = Role.CASE_OFFICER) -> Any:
    return place.officer(role)


def pharmacies(place: Place, number: int) -> list[Any]:
    return [institution(place, f"示例药房{at}") for at in range(number)]


def drawn(place: Place, **told: Any) -> Round:
    pharmacies(place, 5)
    made: Round = perform(acts.draw_institutions, opened(place, **told), officer(place))
    return made


def pair(place: Place, matter: Round, *terms: Any, by: Any = None) -> Job:
    """As the desk does it: ticked, computed by the job, recorded by the act."""
    desk = signed_in(by or place.user(Role.CASE_OFFICER))
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = desk.post(
            reverse("desk:pair_supervisors", args=[matter.number]), {"who": [term.number for term in terms]}
        )
    assert answer.status_code == 302, answer.content.decode()
    return Job.objects.latest("id")  # its own words say what came of it


def refused(act: Any, subject: Any, by: Any, **told: Any) -> Refused:
    with pytest.raises(Refused) as no:
        perform(act, subject, by, **told)
    return no.value


def paired(place: Place, **told: Any) -> tuple[Round, list[Any]]:
    matter, terms = drawn(place, **told), [named(place, f"示例{at}") for at in "甲乙丙"]
    assert pair(place, matter, *terms).state == Job.State.DONE, Job.objects.latest("id").says
    return Round.objects.get(pk=matter.pk), terms


# --- drawing -----------------------------------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:7")
def test_the_seed_is_published_by_its_hash_before_it_draws(shaoxing: Place) -> None:
    pharmacies(shaoxing, 8)
    clinic(shaoxing)
    matter = opened(shaoxing)
    assert matter.state == State.PLANNED and len(matter.commitment) == 64 and not matter.drawings.exists()
    perform(acts.draw_institutions, matter, officer(shaoxing))
    drawing = matter.drawings.get()
    assert rules.commit(drawing.file["seed"]) == matter.commitment and not list(
        rules.differences(drawing.file)
    )
    assert [stop.institution.code for stop in matter.stops.all()] == drawing.file["drawn"]
    assert matter.stops.count() == 3 and {stop.institution.kind for stop in matter.stops.all()} == {
        "pharmacy"
    }


def test_a_second_drawing_takes_a_reason_and_stays_beside_the_first(shaoxing: Place) -> None:
    matter = drawn(shaoxing)
    assert refused(acts.draw_institutions, matter, officer(shaoxing)).fields["words"]
    perform(acts.draw_institutions, matter, officer(shaoxing), words="两家已经停业")
    first, second = matter.drawings.all()
    assert first.file["seed"] != second.file["seed"] and second.file["inputs"]["commitment"] == ""


def test_a_public_number_is_named_beforehand_and_typed_later(shaoxing: Place) -> None:
    pharmacies(shaoxing, 5)
    with pytest.raises(Refused) as no:
        opened(shaoxing, seed="public")
    assert "先说定" in no.value.fields["seed_says"]
    matter = opened(shaoxing, seed="public", seed_says="6月11日双色球开奖号码")
    assert refused(acts.draw_institutions, matter, officer(shaoxing)).fields["public_seed"]
    perform(acts.draw_institutions, matter, officer(shaoxing), public_seed="03 11 17 20 28 33+07")
    assert matter.drawings.get().file["seed"] == "03 11 17 20 28 33+07"


def test_risk_counts_leads_trouble_and_who_was_never_seen(shaoxing: Place) -> None:
    seen, troubled, told = pharmacies(shaoxing, 3)
    term = named(shaoxing, "示例甲")
    for shop, trouble in ((seen, False), (troubled, True)):
        made(shaoxing, term, shop, trouble)
    from zhongdu.leads import acts as leads

    perform(leads.file_lead, term, supervisor(term), words="看到串换", institution=told.name)
    matter = opened(shaoxing, how=rules.BY_RISK)
    perform(acts.draw_institutions, matter, officer(shaoxing))
    assert {stop.institution: stop.points for stop in matter.stops.all()} == {told: 3, troubled: 2, seen: 0}
    signs = matter.drawings.get().signs
    assert signs == {told.code: "近一年待办线索1条，从来没有看过", troubled.code: "上次巡查发现问题"}


def made(place: Place, term: Any, shop: Any, trouble: bool) -> None:
    visit = perform(
        fieldwork.assign_visit, term, officer(place), institution=shop.code, way="open", due=DUE,
        checklist=fieldwork.lists(place.office, place.law, "pharmacy")[0][0],
    )  # fmt: skip
    perform(fieldwork.accept_visit, visit, supervisor(term))
    done(visit, term, trouble)


def done(visit: Visit, term: Any, trouble: bool) -> None:
    rule = fieldwork.followed_by([visit])[visit.pk].rule
    answers = {
        q.name: (q.trouble if trouble and q.trouble else [o for o in q.options if o not in q.trouble])[0]
        for q in rule.questions
        if q.options
    }
    notes = {q.name: "没有" for q in rule.questions if q.kind == "words"}
    known = vault.read(term.number, "name").get("name", "示例")
    perform(
        fieldwork.record_visit, visit, supervisor(term), done_at=clock.now(), answers=answers, notes=notes, signature=known
    )  # fmt: skip


def test_added_and_struck_out_with_reasons(shaoxing: Place) -> None:
    matter, by = drawn(shaoxing), officer(shaoxing)
    there = [stop.institution for stop in matter.stops.all()]
    assert (
        "已经在名单里"
        in refused(acts.add_stop, matter, by, institution=there[0].code, words="再看").fields["institution"]
    )
    clinic(shaoxing)
    assert (
        "不是这次要看的"
        in refused(acts.add_stop, matter, by, institution="示例诊所", words="看").fields["institution"]
    )
    institution(shaoxing, "示例新药房")
    perform(acts.add_stop, matter, by, institution="示例新药房", words="群众反映集中")
    perform(acts.strike_stop, matter, by, stop=there[0].code, words="已经停业")
    assert [stop.institution.name for stop in matter.stops.all()] == [
        there[1].name,
        there[2].name,
        "示例新药房",
    ]
    assert matter.stops.last().added


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"due": date(2026, 6, 1)}, "due"), ({"each": 0}, "each"), ({"each": 9}, "each"), ({"wanted": None}, "wanted"),
        ({"wanted": 501}, "wanted"), ({"pharmacy_list": ""}, "pharmacy_list"),
        ({"kinds": ["pharmacy", "medical_institution"]}, "medical_list"), ({"kinds": []}, "kinds"), ({"how": "dice"}, "how"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be(shaoxing: Place, told: dict, field: str) -> None:
    with pytest.raises(Refused) as no:
        opened(shaoxing, **told)
    assert field in no.value.fields and not Round.objects.exists()


# --- pairing and sending -----------------------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:7", "wushan:8.2")
def test_people_are_paired_and_sent(wushan: Place) -> None:
    matter, terms = paired(wushan)
    assert matter.state == State.PAIRED and not Visit.objects.exists(), "paired is not sent"
    going = Going.objects.filter(stop__round=matter)
    assert going.count() == 6 and {row.appointment for row in going} == set(terms)
    perform(acts.begin_round, matter, officer(wushan), words="留意日用品")
    visits = Visit.objects.all()
    assert (
        visits.count() == 6
        and {visit.due for visit in visits} == {DUE}
        and {v.work for v in visits} == {"assigned"}
    )
    assert Duty.objects.open().filter(docket__in=[v.docket_id for v in visits]).count() == 6
    phone = signed_in(terms[0].user)
    for visit in visits.filter(user=terms[0].user):
        assert "留意日用品" in phone.get(f"/my/visits/{visit.number}/").content.decode()
    assert list(breaks()) == []


def test_whoever_must_stand_back_is_never_paired(wushan: Place) -> None:
    matter = drawn(wushan, each=1, wanted=2)
    first = matter.stops.first().institution
    tied, free = named(wushan, "示例甲", employer=first.name), named(wushan, "示例乙")
    pair(wushan, matter, tied, free)
    assert Going.objects.get(stop__institution=first).appointment == free
    row = Going.objects.get(stop__institution=first)
    no = refused(
        acts.replace_supervisor, matter, officer(wushan), going=str(row.pk), into=tied.number, words="近"
    )
    assert no.code == "recusal" and tied.letter_number in no.sentence and "单位" not in no.sentence
    job = pair(wushan, matter, tied)
    assert job.state == Job.State.FAILED and first.name in job.says


def test_somebody_else_goes_with_a_reason(wushan: Place) -> None:
    matter, _ = paired(wushan, each=1)
    other = named(wushan, "示例丁")
    row = Going.objects.filter(stop__round=matter).first()
    perform(
        acts.replace_supervisor, matter, officer(wushan), going=str(row.pk), into=other.number, words="住得近"
    )
    row.refresh_from_db()
    assert row.appointment == other
    perform(acts.begin_round, matter, officer(wushan))
    assert Visit.objects.filter(user=other.user).count() == 1


def test_whoever_declines_is_replaced(wushan: Place) -> None:
    matter, _ = paired(wushan, each=1)
    perform(acts.begin_round, matter, officer(wushan))
    row = (
        Going.objects.filter(stop__round=matter, visit__isnull=False)
        .select_related("visit", "appointment")
        .first()
    )
    perform(fieldwork.decline_visit, row.visit, supervisor(row.appointment), words="出差")
    other = named(wushan, "示例丁")
    perform(acts.send_another, matter, officer(wushan), going=str(row.pk), into=other.number)
    row.refresh_from_db()
    assert row.visit.user == other.user and row.visit.state == "assigned"
    assert Visit.objects.filter(institution=row.stop.institution).count() == 2


def test_many_are_sent_fifty_at_a_time(wushan: Place, monkeypatch: Any) -> None:
    from zhongdu.rounds import sending

    monkeypatch.setattr(sending, "BATCH", 2)
    matter, _ = paired(wushan)
    perform(acts.begin_round, matter, officer(wushan), words="都看看价格")
    assert Visit.objects.count() == 2
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = signed_in(wushan.user(Role.CASE_OFFICER)).post(
            reverse("desk:send_more", args=[matter.number])
        )
    assert answer.status_code == 302 and Visit.objects.count() == 6
    assert Job.objects.latest("id").state == Job.State.DONE
    last = Visit.objects.latest("id")
    assert "都看看价格" in signed_in(last.user).get(f"/my/visits/{last.number}/").content.decode()


# --- results and end ---------------------------------------------------------------------------------------


def test_results_by_question_and_by_institution(shaoxing: Place) -> None:
    matter, terms = paired(shaoxing, each=1)
    by, of_user = officer(shaoxing), {term.user_id: term for term in terms}
    perform(acts.begin_round, matter, by)
    no = refused(acts.close_round, matter, by, words="看完了")
    assert no.code == "not_now" and "3项没有完成" in no.sentence
    for at, visit in enumerate(Visit.objects.order_by("id")):
        perform(fieldwork.accept_visit, visit, supervisor(of_user[visit.user_id]))
        done(visit, of_user[visit.user_id], trouble=at == 0)
    stops = stops_of(matter)
    told = results.progress(stops)
    assert (told.asked, told.made, told.trouble, told.seen, told.institutions) == (3, 3, 1, 3, 3)
    assert all(
        (tally.asked, tally.trouble) == (3, 1)
        for tally in results.tallies(stops)
        if any(t for *_, t in tally.answers)
    )
    lines = results.lines(matter, stops, by)
    assert sorted(line.word for line in lines) == ["fine", "fine", "trouble"]
    desk = signed_in(shaoxing.user(Role.CASE_OFFICER))
    page = desk.get(f"/desk/rounds/{matter.number}/").content.decode()
    assert "1／3" in page and "发现问题" in page
    book = openpyxl.load_workbook(BytesIO(desk.get(f"/desk/rounds/{matter.number}/results.xlsx").content))
    assert [row[4] for row in book["各家情况"].iter_rows(min_row=2, values_only=True)].count("发现问题") == 1
    perform(acts.close_round, matter, by, words="三家看完，一家有问题，已转稽核。")
    assert Round.objects.get(pk=matter.pk).state == State.CLOSED and list(breaks()) == []


def test_leads_are_not_counted_beside_a_name_as_long_as_they_would_say_who_spoke(shaoxing: Place) -> None:
    from zhongdu.leads import acts as leads

    matter, terms = paired(shaoxing, each=1)
    by, of_user = officer(shaoxing), {term.user_id: term for term in terms}
    perform(acts.begin_round, matter, by)
    visit = Visit.objects.order_by("id").first()
    assert visit
    me = of_user[visit.user_id]
    perform(fieldwork.accept_visit, visit, supervisor(me))
    done(visit, me, trouble=True)
    desk = signed_in(shaoxing.user(Role.CASE_OFFICER))

    def shown() -> str:
        book = openpyxl.load_workbook(BytesIO(desk.get(f"/desk/rounds/{matter.number}/results.xlsx").content))
        cells = "".join(str(row) for row in book["各家情况"].iter_rows(min_row=2, values_only=True))
        page = desk.get(f"/desk/rounds/{matter.number}/").content.decode()
        return cells + re.sub(r"csrf[^>]*value=\"[^\"]*\"", "", page)

    before = shown()
    perform(leads.file_lead, me, supervisor(me), words="看到串换", visit=visit.number)
    assert shown() == before, "one lead beside one name is who spoke"
    for term in (me, *[each for each in terms if each != me][:1]):
        told = {"words": "又看到串换", "institution": visit.institution.code}
        perform(leads.file_lead, term, supervisor(term), **told)
    assert "各方面反映3条" in shown()
    assert {line.leads for line in results.lines(matter, stops_of(matter), by)} == {0, 3}


def test_a_plan_may_be_given_up(wushan: Place) -> None:
    matter, _ = paired(wushan)
    perform(acts.drop_round, matter, officer(wushan), words="改期")
    assert Round.objects.get(pk=matter.pk).state == State.DROPPED and not Visit.objects.exists()


# --- a covert round ----------------------------------------------------------------------------------------


def test_a_covert_round_is_its_officers_and_the_deciders_until_it_is_closed(wushan: Place) -> None:
    matter, terms = paired(wushan, way="covert", each=1)
    colleague = signed_in(wushan.user(Role.CASE_OFFICER, "another"))
    mine, chief = signed_in(wushan.user(Role.CASE_OFFICER)), signed_in(wushan.user(Role.DECIDER))
    paths = ["", "results.xlsx", "drawings/1.json", "pair/"]
    for path in paths:
        assert colleague.get(f"/desk/rounds/{matter.number}/{path}").status_code == 404
        assert mine.get(f"/desk/rounds/{matter.number}/{path}").status_code == 200
    assert chief.get(f"/desk/rounds/{matter.number}/").status_code == 200
    assert matter.number not in colleague.get("/desk/rounds/").content.decode()
    assert not for_desk(officer(wushan, Role.LIAISON)).exists()
    perform(acts.begin_round, matter, officer(wushan))
    for visit in Visit.objects.all():
        term = next(term for term in terms if term.user_id == visit.user_id)
        perform(fieldwork.accept_visit, visit, supervisor(term))
        done(visit, term, trouble=False)
    assert colleague.get(f"/desk/rounds/{matter.number}/").status_code == 404
    perform(acts.close_round, matter, officer(wushan), words="看完")
    assert colleague.get(f"/desk/rounds/{matter.number}/").status_code == 200


def test_the_drawing_verifies_from_its_file_alone(shaoxing: Place, tmp_path: Any, capsys: Any) -> None:
    from zhongdu.cli import main

    matter = drawn(shaoxing)
    desk = signed_in(shaoxing.user(Role.CASE_OFFICER))
    text = desk.get(f"/desk/rounds/{matter.number}/drawings/1.json").content.decode()
    file = tmp_path / "drawn.json"
    file.write_text(text)
    assert main(["rounds", "verify", str(file)]) == 0 and "从5家里抽出3家" in capsys.readouterr().out
    told = json.loads(text)
    file.write_text(json.dumps({**told, "drawn": told["drawn"][::-1]}))
    assert main(["rounds", "verify", str(file)]) == 1 and "第1家不对" in "".join(capsys.readouterr())
    assert Stop.objects.count() == 3
