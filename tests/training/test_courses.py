"""A course: taken by all or some, tested by questions drawn by a kept seed, and a certificate that verifies."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from watching import appoint, photo, signed_in, supervisor
from world import Place
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.acts import choose_practice
from zhongdu.calendar import clock
from zhongdu.cli.trace import load_rooms
from zhongdu.duties.models import Duty
from zhongdu.duties.standing import CHECKS
from zhongdu.duties.sweep import sweep
from zhongdu.messages.models import Message
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role
from zhongdu.service import acts as service
from zhongdu.service.queries import Stint
from zhongdu.training import acts, paper
from zhongdu.training.learning import left
from zhongdu.training.models import Attempt, Course, Question, Study
from zhongdu.training.rules import drawn, options_of, score

load_rooms()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> None:
    clock.travel_to(date(2026, 6, 10))


def refused(act: Any, subject: Any, by: Any, **inputs: Any) -> str:
    with pytest.raises(Refused) as caught:
        perform(act, subject, by, **inputs)
    return caught.value.code


def course(place: Place, questions: int = 0, **more: Any) -> Course:
    liaison = place.officer(Role.LIAISON)
    told = {"title": "基金监管入门", "body": "什么是骗保。", "minutes": 45} | more
    made = perform(acts.draft_course, place.office, liaison, **told)
    for n in range(questions):
        perform(acts.add_question, made, liaison, text=f"第{n}题", options="*对\n错\n不知道")
    return made


def given(made: Course, term: Any) -> Study:
    perform(acts.open_course, made, made_by(made), everybody=True)
    return Study.objects.select_related("docket", "bureau", "course").get(course=made, user=term.user_id)


def made_by(made: Course) -> Any:
    return Place(made.bureau, None).officer(Role.LIAISON)


def answered(study: Study, good: int) -> dict[str, str]:
    [attempt] = study.attempts.filter(ended_at=None)
    return {str(key): "0" if at < good else "1" for at, key in enumerate(attempt.drawn)}


def told_to(term: Any) -> list[str]:
    return list(Message.objects.filter(user=term.user_id).order_by("id").values_list("kind", flat=True))


@pytest.mark.clauses("wushan:8.4", "shaoxing:8", "shaoxing:3", "hunan:3", "beijing:15")
def test_each_measures_own_clause_stands_under_it(
    wushan: Place, shaoxing: Place, hunan: Place, beijing: Place
) -> None:
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    for place, clauses in (
        (wushan, {"wushan:8.4"}), (shaoxing, {"shaoxing:8", "shaoxing:3"}), (city, {"hunan:3"}), (beijing, {"beijing:15"}),
    ):  # fmt: skip
        term = appoint(place)
        study = given(course(place), term)
        event = Event.objects.get(docket=study.course.docket, act="training.open_course")
        assert clauses <= set(event.clauses)
        assert told_to(term) == ["training.assigned"]


def test_a_course_without_a_test_is_completed_by_saying_so_and_counts_as_service(wushan: Place) -> None:
    term = appoint(wushan)
    vault.put(term.number, {"name": "示例·何小满"})
    study = given(course(wushan), term)
    assert refused(acts.begin_test, study, supervisor(term)) == "not_now"
    done = perform(acts.complete_study, study, supervisor(term))
    assert done.state == "completed" and done.completed_on == clock.today()
    stint = Stint.objects.get()
    assert (stint.sort, stint.minutes, stint.state, stint.user_id) == (
        "training",
        45,
        "confirmed",
        term.user_id,
    )
    assert vault.read(stint.number, "service_words")["service_words"] == "基金监管入门"
    assert list(breaks()) == []


def test_a_course_does_not_make_a_day_longer_than_it_is(wushan: Place) -> None:
    term, liaison = appoint(wushan), wushan.officer(Role.LIAISON)
    full = {"kind": "other", "on": clock.today(), "minutes": 1400, "words": "值守"}
    perform(service.enter_service, term, liaison, **full)
    perform(acts.complete_study, given(course(wushan), term), supervisor(term))
    assert not Stint.objects.filter(sort="training").exists()


def test_a_test_is_drawn_by_a_kept_seed_and_passed_at_the_mark(wushan: Place) -> None:
    term, me = appoint(wushan), None
    me = supervisor(term)
    study = given(course(wushan, questions=8, draws=5, pass_mark=80, tries=2), term)
    assert refused(acts.complete_study, study, me) == "not_now"
    perform(acts.begin_test, study, me)
    assert refused(acts.begin_test, study, me) == "not_now", "one at a time"
    attempt = Attempt.objects.get()
    bank = Question.objects.values_list("pk", flat=True)
    assert attempt.drawn == drawn(bank, 5, attempt.seed), "anybody can draw them again"
    assert Event.objects.get(act="training.begin_test").data["seed"] == attempt.seed
    some = dict(list(answered(study, 5).items())[:3])
    assert refused(acts.hand_in_test, study, me, answers=some) == "unanswered"
    perform(acts.hand_in_test, study, me, answers=answered(study, 3))
    assert Attempt.objects.get().score == 60 and Study.objects.get().state == "assigned"
    perform(acts.begin_test, study, me)
    perform(acts.hand_in_test, study, me, answers=answered(study, 4))
    assert Study.objects.get().state == "completed" and Stint.objects.count() == 1


def test_tries_run_out_and_an_officer_gives_another(wushan: Place) -> None:
    term, liaison = appoint(wushan), wushan.officer(Role.LIAISON)
    me, study = supervisor(term), given(course(wushan, questions=2, draws=2, tries=1), term)
    assert refused(acts.give_another_try, study, liaison) == "not_now"
    perform(acts.begin_test, study, me)
    perform(acts.hand_in_test, study, me, answers=answered(study, 0))
    assert left(study) == 0 and refused(acts.begin_test, study, me) == "not_now"
    perform(acts.give_another_try, study, liaison)
    assert told_to(term)[-1] == "training.another_try"
    perform(acts.begin_test, study, me)


def test_the_certificate_verifies_until_it_is_withdrawn(wushan: Place, client: Any) -> None:
    term = appoint(wushan)
    vault.put(term.number, {"name": "示例·何小满"})
    study = given(course(wushan), term)
    assert (
        signed_in(term.user).get(reverse("phone:certificate", kwargs={"number": study.number})).status_code
        == 404
    )
    done = perform(acts.note_completion, study, wushan.officer(Role.LIAISON), reason="现场培训签到")
    assert told_to(term)[-1] == "training.completed"
    pdf = signed_in(term.user).get(reverse("phone:certificate", kwargs={"number": study.number}))
    assert pdf.content.startswith(b"%PDF") and pdf.content == paper.certificate_of(done)
    code = done.verify_code.lower().replace("-", " ")
    page = client.get(reverse("public:verify_certificate", kwargs={"code": code})).content.decode()
    assert "有效" in page and "基金监管入门" in page and done.number not in page
    perform(acts.withdraw_certificate, done, wushan.officer(Role.DECIDER), reason="登记错了人")
    page = client.get(reverse("public:verify_certificate", kwargs={"code": code})).content.decode()
    assert "已撤回" in page and "登记错了人" not in page and "何小满" not in page
    assert client.get("/t/AAAA-BBBB/").status_code == 404


def test_nobody_completes_after_the_last_day_or_once_it_is_closed(wushan: Place) -> None:
    term, other = appoint(wushan), appoint(wushan)
    study = given(course(wushan, until=date(2026, 6, 20)), term)
    sweep(date(2026, 6, 18))
    sweep(date(2026, 6, 19))
    assert told_to(term) == ["training.assigned", "training.due_soon"]
    clock.travel_to(date(2026, 6, 21))
    assert refused(acts.complete_study, study, supervisor(term)) == "not_now"
    assert refused(acts.complete_study, study, supervisor(other)) == "not_there"
    perform(acts.close_course, study.course, wushan.officer(Role.LIAISON))
    assert refused(acts.note_completion, study, wushan.officer(Role.LIAISON), reason="晚了") == "not_now"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("*对", "wrong_options"),
        ("对\n错", "no_right_one"),
        ("*对\n*错", "no_right_one"),
        ("*对\n对", "wrong_options"),
    ],
)
def test_a_question_has_options_and_something_right_among_them(wushan: Place, typed: str, code: str) -> None:
    made = course(wushan)
    assert refused(acts.add_question, made, wushan.officer(Role.LIAISON), text="题", options=typed) == code


def test_a_course_is_not_opened_with_too_small_a_bank_nor_made_of_nothing(wushan: Place) -> None:
    appoint(wushan)
    liaison = wushan.officer(Role.LIAISON)
    made = course(wushan, questions=2, draws=3)
    assert refused(acts.open_course, made, liaison, everybody=True) == "not_now"
    told = {"title": "空的", "minutes": 10}
    assert refused(acts.draft_course, wushan.office, liaison, **told) == "empty"
    assert (
        refused(acts.draft_course, wushan.office, liaison, **told, body="x", pass_mark=101) == "out_of_bounds"
    )


def test_material_is_read_by_whoever_takes_the_course(wushan: Place) -> None:
    from zhongdu.files import attached

    one, other = appoint(wushan), appoint(wushan)
    made = course(wushan, files=[photo()])
    perform(acts.open_course, made, wushan.officer(Role.LIAISON), who=[one.number])
    study = Study.objects.get()
    file = attached(made.number, "course").get().public_id
    address = reverse("phone:course_file", kwargs={"number": study.number, "file": file})
    assert signed_in(one.user).get(address).status_code == 200
    assert signed_in(other.user).get(address).status_code == 404


def test_a_draft_is_changed_and_an_open_course_only_extended_and_told(wushan: Place) -> None:
    one, other = appoint(wushan), appoint(wushan)
    liaison = wushan.officer(Role.LIAISON)
    made = course(wushan, until=date(2026, 6, 20))
    assert refused(acts.extend_course, made, liaison, until=date(2026, 7, 1)) == "wrong_state"
    page = signed_in(wushan.user(Role.LIAISON)).get(
        reverse("desk:change_course", kwargs={"number": made.number})
    )
    assert "基金监管入门" in page.content.decode() and "什么是骗保。" in page.content.decode()
    anew = {"title": "入门（修订）", "body": "怎样看病历。", "minutes": 60, "until": date(2026, 6, 25)}
    assert refused(acts.change_course, made, liaison, **anew, pass_mark=0) == "out_of_bounds"
    assert refused(acts.change_course, made, liaison, **{**anew, "body": ""}) == "empty"
    made = perform(acts.change_course, made, liaison, **anew) or Course.objects.get()
    assert (Course.objects.get().title, Course.objects.get().minutes) == ("入门（修订）", 60)
    study = given(Course.objects.get(), one)
    perform(acts.complete_study, study, supervisor(one))
    opened = Course.objects.get()
    assert refused(acts.change_course, opened, liaison, **anew) == "wrong_state"
    assert refused(acts.extend_course, opened, liaison, until=date(2026, 6, 25)) == "not_later"
    perform(acts.extend_course, opened, liaison, until=date(2026, 7, 10))
    assert Course.objects.get().until == date(2026, 7, 10)
    assert "training.extended" in told_to(other) and "training.extended" not in told_to(one), (
        "who is done is not told"
    )
    clock.travel_to(date(2026, 7, 1))
    perform(acts.complete_study, Study.objects.get(user=other.user_id), supervisor(other))


def test_material_that_was_withdrawn_is_shown_to_nobody(wushan: Place) -> None:
    from zhongdu.files import attached

    one, liaison = appoint(wushan), wushan.officer(Role.LIAISON)
    made = course(wushan, files=[photo()])
    perform(acts.open_course, made, liaison, who=[one.number])
    file = attached(made.number, "course").get().public_id
    number = Study.objects.get().number
    address = reverse("phone:course_file", kwargs={"number": number, "file": file})
    assert signed_in(one.user).get(address).status_code == 200
    perform(acts.withdraw_material, Course.objects.get(), liaison, file=file, reason="过期了")
    assert signed_in(one.user).get(address).status_code == 404
    assert attached(made.number, "course_withdrawn").get().public_id == file, "kept, and shown no more"
    told = {"file": file, "reason": "再撤"}
    assert refused(acts.withdraw_material, Course.objects.get(), liaison, **told) == "not_now"
    only = course(wushan, body="", files=[photo()])
    file = attached(only.number, "course").get().public_id
    assert refused(acts.withdraw_material, only, liaison, file=file, reason="错了") == "empty"


@pytest.mark.clauses("shaoxing:3", "shaoxing:8")
def test_one_who_learned_does_not_meet_the_training_of_all(shaoxing: Place) -> None:
    """Enough of those who serve today: four in five, unless the bureau settles another share for itself."""
    terms = [appoint(shaoxing) for _ in range(5)]
    made = course(shaoxing)
    studies = [given(made, terms[0]), *Study.objects.exclude(user=terms[0].user_id).order_by("id")]

    def stands() -> tuple[bool, str]:
        found = CHECKS["training"](shaoxing.bureau, shaoxing.law, clock.today())
        return found.met, found.shown

    for n, term in enumerate(terms[:3], 1):
        perform(acts.complete_study, next(s for s in studies if s.user_id == term.user_id), supervisor(term))
        assert stands() == (False, f"在聘5人，按时完成培训的{n}人（本局做法：每十二个月一次，八成以上）")
    head = shaoxing.officer(Role.DECIDER)
    perform(choose_practice, shaoxing.office, head, practice="training.share=50")
    assert stands()[0], "three of five are more than half"
    perform(choose_practice, shaoxing.office, head, practice="training.share=80")
    sweep(clock.today())
    assert Duty.objects.open().filter(concept="training", standing=True).exists()
    fourth = next(s for s in studies if s.user_id == terms[3].user_id)
    perform(acts.complete_study, fourth, supervisor(terms[3]))
    assert stands()[0] and not Duty.objects.open().filter(concept="training", standing=True).exists()
    clock.travel_to(date(2027, 7, 1))
    assert not stands()[0], "a year ago is too long ago"


def test_the_rules_of_drawing_and_counting() -> None:
    assert drawn(range(9), 3, "a") == drawn(reversed(range(9)), 3, "a") and drawn(range(9), 3, "a") != drawn(
        range(9), 3, "b"
    )
    assert score({1: [0], 2: [0, 1], 3: [2]}, {1: [0], 2: [1, 0], 3: [1]}) == 66, "rounded down"
    assert score({1: [0, 1]}, {1: [0]}) == 0, "half right is not right"
    assert options_of("*甲\n乙\n\n＊丙") == (["甲", "乙", "丙"], [0, 2])
