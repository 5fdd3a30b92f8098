"""A letter goes along with what it became: what is answered of the lead or the opinion is said in its own thread too."""

from typing import Any

from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Act, follows
from zhongdu.leads import acts as leads
from zhongdu.leads import queries as leads_said
from zhongdu.voices import answering, letters
from zhongdu.voices.models import ForwardedLetter, Opinion
from zhongdu.voices.talking import told_of_opinion

_OPEN = (*ForwardedLetter.WAITING, ForwardedLetter.State.ANSWERED)
_ENDED = (
    leads.answer, leads.answer_along, leads.answer_again, leads.decline_lead, leads.pass_to_department,
)  # fmt: skip
_LATER = (leads.explain_delay, leads.explain_along)


def _of_lead(act: Act, then: Act, says: str) -> None:
    @follows(act)
    def go_along(deed: Doing, lead: Any) -> None:
        for letter in ForwardedLetter.objects.select_related("docket").filter(lead=lead, state__in=_OPEN):
            said = leads_said.told(lead)[-1]
            ended = f"结果：{said.outcome}。" if said.outcome else f"{said.label}。"
            if then is letters.answer_along or letter.is_waiting:
                deed.then(
                    then,
                    letter,
                    words=said.words,
                    feedback=f"{says}{ended if then is letters.answer_along else ''}",
                )


for _act in _ENDED:
    _of_lead(_act, letters.answer_along, "信里反映的问题已按线索查办，并答复了写信人。")
for _act in _LATER:
    _of_lead(_act, letters.explain_along, "信里反映的问题按线索查办，一时还不能答复，已向写信人说明原因。")


@follows(answering.settle_opinion)
def _opinion_answered(deed: Doing, opinion: Opinion) -> None:
    for letter in ForwardedLetter.objects.select_related("docket").filter(opinion=opinion, state__in=_OPEN):
        says = f"信里的意见建议已经答复写信人。结果：{opinion.get_outcome_display()}。"
        deed.then(letters.answer_along, letter, words=told_of_opinion(opinion)[-1].words, feedback=says)


@follows(answering.explain_opinion)
def _opinion_explained(deed: Doing, opinion: Opinion) -> None:
    for letter in ForwardedLetter.objects.select_related("docket").filter(opinion=opinion):
        if letter.is_waiting:
            deed.then(
                letters.explain_along, letter, words=told_of_opinion(opinion)[-1].words,
                feedback="信里的意见建议一时还不能落实，已向写信人说明原因。",
            )  # fmt: skip
