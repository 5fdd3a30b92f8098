"""A breach of an agreement: proposed to be handled, with its proportion in words; the institution heard; or let be."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.agreements.keeping import STATEMENT, keep
from zhongdu.agreements.models import AGENCY, Agreement, Handling
from zhongdu.duties import opening
from zhongdu.institutions.queries import people_of
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

State = Handling.State
_WORDS = "agreement_words"


def measures(law: Law) -> list[Bound]:
    """The measures there are: the law's own, and of the regulation's those whose kind it has none of.

    A measure that lists its ways and ends with 等 takes nothing from the agency that the regulation gives it."""
    own = law.family("agreement.measure")
    return [*own, *_above(law, {bound.rule.does for bound in own})]


def _above(law: Law, known: set[str]) -> list[Bound]:
    bases = [statute.base for statute in law.statutes if statute.base]
    found = [
        bound for base in bases for bound in base.family("agreement.measure") if bound.rule.does not in known
    ]
    return list({bound.name: bound for bound in found}.values())


def find_measure(law: Law, name: str) -> Bound | None:
    """A measure by its name, the law's own or the regulation's."""
    return next((bound for bound in measures(law) if bound.name == name), None)


def meant(handling: Any, law: Law) -> list[Bound]:
    """The measures of a handling as it was proposed."""
    return [bound for name in handling.wanted if (bound := find_measure(law, name))]


def _offered(agreement: Any, law: Any) -> list[tuple[str, str]]:
    own = {bound.name for bound in law.family("agreement.measure")}
    return [
        (bound.name, bound.label if bound.name in own else f"{bound.label}（国家规定）")
        for bound in measures(law)
    ]


MEASURES = Says("拟采取哪些处理", hint="可以单独用，也可以几种一起用", options=_offered)
CONDUCT_ON = Says("行为发生之日", hint="持续的，填最后一天")
ARTICLE = Says("违反协议哪一条", hint="如协议第二十一条第（三）项", plain=True, most=120)
FACTS = Says("认定的事实", words=True, secret=_WORDS, most=4000)
PROPORTION = Says(
    "为什么这样处理相当",
    hint="写明行为的性质和情节轻重，为什么用这几种",
    words=True,
    secret=_WORDS,
    most=4000,
)
ANSWER_BY = Says("请机构在哪天以前陈述申辩", hint="条文没有写几天，由经办机构定")
UNDER = ("agreement.measure", "agreement.combining", "agreement.statement")
TELLS = "先告知机构拟怎样处理、依据什么，听取陈述申辩以后再作决定。"


@told("institution.notice", to=people_of("agreement.institution"))
@act(
    on=Agreement, creates=Handling, when=[Agreement.State.IN_TERM, Agreement.State.SUSPENDED], by=AGENCY, under=UNDER,
    tells=TELLS,
)  # fmt: skip
def propose_handling(
    agreement: Agreement,
    deed: Doing,
    *,
    measures: Annotated[list[str], MEASURES],
    conduct_on: Annotated[date, CONDUCT_ON],
    article: Annotated[str, ARTICLE],
    facts: Annotated[str, FACTS],
    proportion: Annotated[str, PROPORTION],
    answer_by: Annotated[date, ANSWER_BY],
) -> Handling:
    """拟作协议处理

    A breach, the measures meant for it, why they are in proportion, and until when the institution may answer.
    """
    return begin(agreement, deed, measures, conduct_on, article, answer_by)


def begin(
    agreement: Agreement, deed: Doing, measures: list[str], conduct_on: date, article: str, answer_by: date
) -> Handling:
    """A handling under an agreement, with what is meant for it; the institution is heard before it is decided."""
    if conduct_on > deed.on:
        deed.refuse("not_yet_happened", "行为发生之日不能晚于今天。", beside="conduct_on")
    if answer_by <= deed.on:
        deed.refuse("no_time_to_answer", "要给机构留出陈述申辩的时间，最早是明天。", beside="answer_by")
    chosen = [bound for bound in _bounds(deed.law) if bound.name in measures]
    _agreed_on(agreement, deed, chosen)
    deed.cite(*chosen)
    made = deed.open(
        Handling, agreement.bureau, State.PROPOSED, agreement=agreement, conduct_on=conduct_on, article=article,
        wanted=[bound.name for bound in chosen], proposed_on=deed.on, answer_by=answer_by,
    )  # fmt: skip
    opening.open_duty(
        made.docket, deed.law, "agreement.statement", on=deed.on, deed=deed.id, due=answer_by, role=AGENCY
    )
    return made


_bounds = measures  # the act's own input bears the name


def _agreed_on(agreement: Agreement, deed: Doing, chosen: list[Bound]) -> None:
    """What is taken off a deposit or a quota must have been agreed on."""
    for bound in chosen:
        left = {"deposit": agreement.deposit_left, "quota": agreement.quota_left}.get(bound.rule.does)
        if left == 0:
            thing = "履约保证金" if bound.rule.does == "deposit" else "总控指标额度"
            deed.refuse(
                "not_agreed_on", f"这份协议没有约定{thing}，或者已经扣完。", under=bound, beside="measures"
            )


@act(
    on=Handling,
    when=[State.PROPOSED],
    by=Role.INSTITUTION,
    under="agreement.statement",
    tells="经办机构听取、核实以后再作决定；期限以内可以再补充。",
)
def state_ones_case(
    handling: Handling,
    deed: Doing,
    *,
    words: Annotated[str, Says("陈述、申辩", words=True, secret=_WORDS, most=8000)],
    proofs: Annotated[list[Upload] | None, Says("证明材料", accept="evidence")] = None,
) -> None:
    """陈述、申辩

    The institution says its side, and brings what shows it, before anything is decided.
    """
    if deed.on > handling.answer_by:
        deed.refuse("too_late", f"陈述申辩的期限到{handling.answer_by}，已经过了。", beside="words")
    keep(handling, deed, proofs or (), STATEMENT)


@act(
    on=Handling,
    moves={State.PROPOSED: State.HEARD},
    by=AGENCY,
    under="agreement.statement",
    meets=["agreement.statement"],
)
def hear_statement(
    handling: Handling,
    deed: Doing,
    *,
    how: Annotated[str, Says("怎样听取的", options=lambda subject, law: Handling.Heard.choices)],
    words: Annotated[
        str,
        Says(
            "陈述申辩的内容和核实情况",
            hint="没有陈述的，写明怎样告知的",
            words=True,
            secret=_WORDS,
            most=4000,
        ),
    ],
) -> None:
    """听取陈述申辩

    What the institution said, and what was found of it; silence counts only when the day has passed.
    """
    if how == Handling.Heard.SILENT and deed.on <= handling.answer_by:
        deed.refuse(
            "still_time", f"陈述申辩的期限到{handling.answer_by}，还没有过。", under=deed.law.find("agreement.statement"),
            beside="how",
        )  # fmt: skip
    handling.heard = how


@told("institution.changed", to=people_of("agreement.institution"))
@act(
    on=Handling,
    moves={State.PROPOSED: State.DROPPED, State.HEARD: State.DROPPED},
    by=AGENCY,
    under="agreement.measure",
    closes=True,
)
def drop_handling(
    handling: Handling,
    deed: Doing,
    *,
    words: Annotated[str, Says("理由", words=True, secret=_WORDS, most=2000)],
) -> None:
    """不予处理

    What was said holds, or nothing is left of the breach: no measure is taken.
    """
