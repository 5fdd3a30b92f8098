"""What a person really typed into the form reaches letter, badge and account, through recruitment's own acts."""

import io
import sys
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from zhongdu import vault
from zhongdu.acts.performing import perform, perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.recruitment import acts as recruitment
from zhongdu.roster import acts, people, printing
from zhongdu.roster.queries import user_by_phone
from zhongdu.scope.roles import Role

sys.path.insert(0, str(Path(__file__).parents[1] / "recruitment"))  # recruiting.py: how its tests apply


def accepted(place):
    from recruiting import TODAY, accepted, notice

    clock.travel_to(TODAY)
    channel = next(
        bound.name for bound in place.law.family("channel") if bound.rule.route in {"open", "self_nominated"}
    )
    return accepted(place, notice(place, channels=[channel]), channel=channel)


@pytest.mark.clauses("wushan:5", "shaoxing:11", "hunan:6/2")
@pytest.mark.parametrize("where", ["wushan", "shaoxing", "changsha"])
def test_without_a_public_notice_the_accepted_are_appointed(request, where):
    place = request.getfixturevalue(where)
    made = perform(acts.appoint, accepted(place), place.officer(Role.DECIDER), since=clock.today())
    known = people.particulars(made.number)
    assert known["name"] == "示例田甜" and known["phone"] == "13800000000" and known["id_number"]
    assert "示例田甜" in "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(printing.letter(made))).pages
    )
    assert people.photo_of(made.number) == people.photo_of(made.application.number) != b""
    assert user_by_phone("13800000000").pk == made.user_id
    assert set(vault.read(made.number)) <= set(people.PARTICULARS), "nothing the roster does not need"


@pytest.mark.clauses("beijing:6.4", "beijing:6.5")
def test_with_one_only_after_it_has_passed_without_objection(beijing):
    person, chief = accepted(beijing), beijing.officer(Role.DECIDER)
    [person] = perform_all(
        recruitment.post_for_public_notice, [person], beijing.officer(Role.RECRUITER), posted_on=clock.today()
    )
    ends = person.notice_ends_on
    clock.travel_to(ends)
    with pytest.raises(Refused) as refused:
        perform(acts.appoint, person, chief, since=ends)
    assert refused.value.code == "wrong_state"
    day_after = date.fromordinal(ends.toordinal() + 1)
    clock.travel_to(day_after)
    sweep(day_after)
    made = perform(acts.appoint, person, chief, since=day_after)
    assert (made.state, made.since) == ("serving", day_after)
