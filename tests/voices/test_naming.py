"""An opinion or a letter is given to an officer by name: of the same bureau, who may know of it, and with the whole record."""

from typing import Any

import pytest
from django.urls import reverse
from speaking import afresh, brought, clerk, forwarded, settled

from watching import signed_in
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.duties.models import Duty
from zhongdu.messages.models import Message
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role
from zhongdu.voices import acts
from zhongdu.voices.naming import officers_for

pytestmark = pytest.mark.django_db
WORDS = "已经问过药店，还差价目表。"


@pytest.mark.clauses("wushan:10")
@pytest.mark.parametrize(
    ("came", "take", "hand"),
    [(brought, acts.take_opinion, acts.hand_opinion), (forwarded, acts.take_letter, acts.hand_letter)],
)
def test_it_goes_over_to_another_and_the_clock_goes_on(
    wushan: Place, came: Any, take: Any, hand: Any
) -> None:
    first, second = clerk(wushan), wushan.officer(Role.LIAISON)
    voice = came(wushan)
    perform(take, voice, first)
    before = list(Duty.objects.filter(docket=voice.docket).values_list("since", "due"))
    perform(hand, voice, first, officer=str(second.user_id), words=WORDS)
    assert afresh(voice).handler_id == second.user_id and afresh(voice).state == "handling"
    assert list(Duty.objects.filter(docket=voice.docket).values_list("since", "due")) == before
    assert Message.objects.get(kind="desk.handed").user_id == second.user_id
    assert WORDS not in str(Event.objects.filter(docket=voice.docket).values_list("data", flat=True))


def test_the_head_gives_what_nobody_took_yet(wushan: Place) -> None:
    opinion, officer = brought(wushan), clerk(wushan)
    perform(acts.hand_opinion, opinion, wushan.officer(Role.DECIDER), officer=str(officer.user_id))
    assert (afresh(opinion).handler_id, afresh(opinion).state) == (officer.user_id, "handling")
    done = settled(wushan, opinion)
    with pytest.raises(Refused):
        perform(acts.hand_opinion, done, officer, officer=str(officer.user_id))


def test_nobody_is_offered_who_may_not_know_of_it(wushan: Place, beijing: Place) -> None:
    clerk(beijing), wushan.officer(Role.RECRUITER)
    here, watching = clerk(wushan), wushan.officer(Role.DISCIPLINE_OFFICER)
    opinion = brought(wushan)
    assert [pk for pk, _ in officers_for(opinion, None)] == [str(here.user_id)]
    with pytest.raises(Refused) as refused:
        perform(acts.hand_opinion, opinion, here, officer=str(watching.user_id))
    assert "officer" in refused.value.fields


def test_the_page_offers_it(wushan: Place) -> None:
    opinion, second = brought(wushan), wushan.officer(Role.LIAISON)
    desk = signed_in(wushan.user(Role.CASE_OFFICER))
    assert "指定或移交经办人" in desk.get(f"/desk/opinions/{opinion.number}/").content.decode()
    page = reverse("desk:do", kwargs={"act": acts.hand_opinion.name, "number": opinion.number})
    assert desk.get(page).status_code == 200
    desk.post(page, {"officer": second.user_id})
    assert afresh(opinion).handler_id == second.user_id
