"""Opinions and letters of somebody, for tests of what becomes of them."""

from typing import Any

from watching import appoint, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.scope.actor import ANYONE, Actor
from zhongdu.scope.roles import Role
from zhongdu.voices import acts
from zhongdu.voices.models import ForwardedLetter, Opinion
from zhongdu.voices.queries import receipt_token

WORDS = "异地就医备案要跑三趟，希望手机上就能办"
LETTER = "卫生院让我父亲住院，其实没有住，医保卡押在他们那里"
CODE = "K7Q4-93TX-2M8P-WAHE"


def clerk(place: Place, role: Role = Role.CASE_OFFICER) -> Actor:
    return place.officer(role)


def brought(place: Place, words: str = WORDS, **more: Any) -> Opinion:
    """An opinion of a new supervisor."""
    term = appoint(place)
    return perform(acts.bring_opinion, term, supervisor(term), words=words, **more)


def voiced(place: Place, words: str = WORDS, code: str = CODE, **more: Any) -> Opinion:
    """A citizen's, under a code."""
    return perform(acts.voice_opinion, place.office, ANYONE, receipt=receipt_token(code), words=words, **more)


def settled(place: Place, opinion: Opinion, outcome: str = "adopted", **more: Any) -> Opinion:
    words = more.pop("words", "下月起手机上可以办备案。")
    return perform(acts.settle_opinion, opinion, clerk(place), outcome=outcome, words=words, **more)


def forwarded(place: Place, words: str = LETTER, code: str = CODE, **more: Any) -> ForwardedLetter:
    """A letter handed on by a new supervisor."""
    term = appoint(place)
    return perform(
        acts.forward_letter, term, supervisor(term), words=words, receipt=receipt_token(code), **more
    )


def speaker(voice: Any) -> Actor:
    return supervisor(voice.user.appointments.get())


def writer(letter: Any) -> Actor:
    """Whoever has shown the code."""
    return Actor(
        name="群众", roles=frozenset({Role.ANYONE, Role.APPLICANT}), holds=frozenset({letter.number})
    )


def afresh(voice: Any) -> Any:
    return type(voice).objects.select_related("docket", "bureau").get(pk=voice.pk)
