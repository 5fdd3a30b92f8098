"""What a round found, read as a whole: by question, and by institution."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from zhongdu.calendar.clock import CHINA
from zhongdu.fieldwork.acts import followed_by, is_trouble, troubles_of
from zhongdu.fieldwork.queries import NOT_MADE, Visit
from zhongdu.leads.queries import many_about
from zhongdu.roster.queries import names
from zhongdu.rounds.models import Round, Stop
from zhongdu.scope.actor import Actor


@dataclass(frozen=True)
class Tally:
    """One question with how it was answered over all visits of a round; ``share`` is percent of trouble."""

    checklist: str
    text: str
    asked: int
    trouble: int
    answers: Sequence[tuple[str, int, bool]]  # the answer, how often, whether it means trouble

    @property
    def share(self) -> int:
        return round(100 * self.trouble / self.asked) if self.asked else 0


@dataclass(frozen=True)
class Line:
    """One institution with who went, what came of it and what troubled. ``leads`` are those about it since the round
    began, from anybody, and 0 where they are so few that they would say who spoke: names stand beside them."""

    stop: Stop
    visits: Sequence[tuple[Visit | None, str]]  # the visit, the supervisor's name
    troubles: Sequence[str]
    leads: int

    @property
    def word(self) -> str:
        made = [visit for visit, _ in self.visits if visit and visit.state == Visit.State.DONE]
        if made:
            return "trouble" if any(visit.trouble for visit in made) else "fine"
        gone = [visit for visit, _ in self.visits if visit and visit.state in NOT_MADE]
        return "gone" if gone and len(gone) == len(self.visits) else "waiting"


@dataclass(frozen=True)
class Progress:
    """How far a round is, in visits."""

    asked: int
    made: int
    gone: int  # declined or called back
    trouble: int
    institutions: int
    seen: int  # institutions at least one visit was made to

    @property
    def share(self) -> int:
        return round(100 * self.made / self.asked) if self.asked else 0


def progress(stops: Iterable[Stop]) -> Progress:
    rows = list(stops)
    visits = [going.visit for stop in rows for going in stop.going.all() if going.visit]
    made = [visit for visit in visits if visit.state == Visit.State.DONE]
    return Progress(
        asked=sum(len(stop.going.all()) for stop in rows),
        made=len(made),
        gone=sum(visit.state in NOT_MADE for visit in visits),
        trouble=sum(visit.trouble for visit in made),
        institutions=len(rows),
        seen=len({visit.institution_id for visit in made}),
    )


def tallies(stops: Iterable[Stop]) -> list[Tally]:
    """Every question that offers answers, by checklist, in the order of the form."""
    made = _made(stops)
    lists = followed_by(made)
    by_list: dict[tuple[str, int], list[Visit]] = {}
    for visit in made:
        by_list.setdefault((visit.checklist, visit.checklist_version), []).append(visit)
    return [tally for visits in by_list.values() for tally in _of_list(lists[visits[0].pk], visits)]


def _of_list(bound: Any, visits: list[Visit]) -> Iterator[Tally]:
    for question in bound.rule.questions:
        if not question.options:
            continue
        answered = [visit.answers[question.name] for visit in visits if visit.answers.get(question.name)]
        counted = Counter(option for answer in answered for option in answer.split("\n"))
        yield Tally(
            bound.rule.title,
            question.text,
            len(answered),
            sum(is_trouble(question, answer) for answer in answered),
            [(option, counted[option], option in question.trouble) for option in question.options],
        )


def _made(stops: Iterable[Stop]) -> list[Visit]:
    visits = [going.visit for stop in stops for going in stop.going.all() if going.visit]
    return [visit for visit in visits if visit.state == Visit.State.DONE]


def lines(matter: Round, stops: Sequence[Stop], actor: Actor) -> list[Line]:
    """Every institution of the round, in order."""
    told = names([going.appointment for stop in stops for going in stop.going.all()])
    troubles = troubles_of(_made(stops))
    begun = matter.docket.opened_at.astimezone(CHINA).date()
    leads = many_about([stop.institution_id for stop in stops], actor, begun)
    return [
        Line(
            stop,
            [(going.visit, told[going.appointment.number]) for going in stop.going.all()],
            list(
                dict.fromkeys(
                    text
                    for going in stop.going.all()
                    if going.visit
                    for text in troubles.get(going.visit.pk, ())
                )
            ),
            leads.get(stop.institution_id, 0),
        )
        for stop in stops
    ]
