"""Numbers of letters and badges: uniform by bureau and year, in the bureau's own style where it has one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from appointed_people import DAY, accept, appoint
from django.db import connection

from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform, perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.roster import acts
from zhongdu.roster.models import Appointment
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
OURS = "巫医监聘〔{年}〕{序号}号"


def style(place, pattern, kind="letter", digits=1):
    return perform(
        acts.set_numbering,
        place.office,
        place.officer(Role.DECIDER),
        kind=kind,
        pattern=pattern,
        digits=digits,
    )


@pytest.mark.clauses("wushan:5")
def test_a_bureaus_own_style_numbers_what_comes_after_and_leaves_the_rest(wushan):
    before = appoint(wushan)
    style(wushan, OURS)
    made = [appoint(wushan), appoint(wushan, since=date(2027, 1, 4))]
    assert before.letter_number == "500237-2026-0001"
    assert [one.letter_number for one in made] == ["巫医监聘〔2026〕2号", "巫医监聘〔2027〕1号"]


@pytest.mark.clauses("shaoxing:annex1")
def test_badges_have_a_style_of_their_own(shaoxing):
    style(shaoxing, "绍监证{年}{序号}", kind="badge", digits=3)
    made = appoint(shaoxing)
    assert (made.letter_number, made.badge_number) == ("330600-2026-0001", "绍监证2026001")


@pytest.mark.clauses("wushan:5")
def test_a_number_on_a_paper_issued_before_is_passed_over(wushan):
    first = appoint(wushan)
    with acting():
        Appointment.objects.filter(pk=first.pk).update(letter_number="500237-2026-0003")
    made = [appoint(wushan).letter_number for _ in range(2)]
    assert made == ["500237-2026-0002", "500237-2026-0004"]


@pytest.mark.parametrize(
    ("pattern", "digits", "beside"),
    [
        ("医监{序号}号", 4, "pattern"),
        ("{年}/{序号}", 4, "pattern"),
        ("{年}{序号}", 12, "digits"),
        ("", 4, "pattern"),
    ],
)
def test_a_style_that_cannot_number_is_refused_beside_its_field(wushan, pattern, digits, beside):
    with pytest.raises(Refused) as refused:
        style(wushan, pattern, digits=digits)
    assert beside in refused.value.fields
    assert appoint(wushan).letter_number == "500237-2026-0001"


def test_no_two_bureaus_and_no_two_kinds_share_a_style(wushan, shaoxing):
    style(wushan, OURS)
    with pytest.raises(Refused, match="别的局"):
        style(shaoxing, OURS)
    with pytest.raises(Refused, match="不能一样"):
        style(wushan, OURS, kind="badge")
    style(wushan, "{代码}〔{年}〕{序号}")
    style(shaoxing, "{代码}〔{年}〕{序号}")
    style(wushan, OURS)  # one's own may be set again


def test_only_the_head_of_a_bureau_that_recruits_sets_it(wushan, hunan):
    with pytest.raises(Refused) as refused:
        perform(
            acts.set_numbering, wushan.office, wushan.officer(Role.RECRUITER), kind="letter", pattern=OURS
        )
    assert refused.value.code == "not_your_role"
    with pytest.raises(Refused) as refused:
        style(hunan, OURS)
    assert refused.value.code == "not_your_level"


@pytest.mark.django_db(transaction=True)
@pytest.mark.clauses("shaoxing:annex1")
def test_rounds_that_meet_give_every_number_once_and_leave_no_gap(shaoxing):
    chief = shaoxing.officer(Role.DECIDER)
    rounds = [[accept(shaoxing) for _ in range(5)] for _ in range(3)]

    def appointed(people):
        try:
            return perform_all(acts.appoint, people, chief, since=DAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        made = [one for each in threads.map(appointed, rounds) for one in each]
    assert sorted(one.letter_number for one in made) == [f"330600-2026-{n:04}" for n in range(1, 16)]
    assert sorted(one.badge_number for one in made) == [f"330600-2026-Z{n:04}" for n in range(1, 16)]
    for people in ([one.letter_number for one in made[at : at + 5]] for at in (0, 5, 10)):
        assert people == sorted(people), "in the order of the round"
