"""What pages show of matters of discipline: their facts, what was said in them, their files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from zhongdu import files, vault
from zhongdu.acts.registry import ACTS
from zhongdu.discipline import evidence, hearing, queries, rules
from zhongdu.discipline.models import JUDGES, Breach, Complaint, MediaRequest, Obstruction, RecusalQuestion
from zhongdu.kit.parts import Chip, Fact, Tone
from zhongdu.law.governing import Law
from zhongdu.record.models import Event
from zhongdu.roster.queries import names
from zhongdu.scope.actor import Actor

KINDS: dict[str, Any] = {
    str(kind._meta.model_name): kind
    for kind in (Breach, Complaint, RecusalQuestion, Obstruction, MediaRequest)
}
TONES: dict[str, Tone] = {
    "open": "warn", "told": "warn", "heard": "info", "decided": "quiet",
    "filed": "warn", "examined": "info", "answered": "good", "case": "bad",
    "recused": "bad", "cleared": "good",
    "logged": "warn", "taken_up": "info", "settled": "good",
    "asked": "warn", "approved": "good", "declined": "bad", "withdrawn": "quiet",
}  # fmt: skip

# What the person concerned and whoever complained are shown of what was written, by act; never the rest.
TOLD_TO_THEM = (
    "tell_person", "answer_breach", "record_hearing", "decide_breach", "log_obstruction", "settle_obstruction",
    "ask_to_publish", "approve_publishing", "decline_publishing", "complain", "answer_complaint", "ask_recusal",
)  # fmt: skip


def chip(matter: Any) -> Chip:
    return Chip(matter.get_state_display(), TONES[matter.state])


@dataclass(frozen=True)
class Said:
    """Something written in a matter: under which act, when, the words, the clauses of that act."""

    label: str
    at: datetime
    words: str
    clauses: tuple[str, ...]


def said(matter: Any, *, to_them: bool = False) -> list[Said]:
    """What was written in a matter, in its order; ``to_them``: no more than the person on its other side may read."""
    events = Event.objects.filter(docket=matter.docket_id, act__startswith="discipline.").order_by("seq")
    shown = [each for each in events if not to_them or each.act.partition(".")[2] in TOLD_TO_THEM]
    kept = {each.pk: _written(each) for each in shown}
    words = vault.recall(entry for entry, _ in filter(None, kept.values()))
    return [
        Said(ACTS[each.act].label, each.at, words.get(entry[0], ""), tuple(each.clauses))
        for each in shown
        if (entry := kept[each.pk])
    ]


def _written(event: Event) -> list[Any] | None:
    """The reference to what was written in an event: its account, or a reason given."""
    refs = event.data.get("vault", {})
    found: list[Any] | None = refs.get("words") or refs.get("reason")
    return found


@dataclass(frozen=True)
class Piece:
    name: str
    size: int
    url: str


def pieces(matter: Any, face: str) -> list[Piece]:
    """The files of a matter, in the order they came."""
    kept = list(files.attached(matter.number, evidence.KIND))
    called = files.names(kept)
    return [
        Piece(
            called[each.public_id] or "未命名的文件",
            each.blob.size,
            reverse(
                f"{face}:discipline_file",
                kwargs={"word": matter._meta.model_name, "number": matter.number, "file": each.public_id},
            ),
        )
        for each in kept
    ]


def titles(rows: Iterable[Any]) -> dict[str, str]:
    """What each matter is called on an officer's list, by number."""
    found = list(rows)
    people = names([row.appointment for row in found if not isinstance(row, Complaint)])
    return {row.number: _title(row, people) for row in found}


def _title(row: Any, people: dict[str, str]) -> str:
    if isinstance(row, Complaint):
        return f"{row.filed_on.month}月{row.filed_on.day}日的投诉"
    who = people.get(row.appointment.number, "") or row.appointment.letter_number
    if isinstance(row, Breach):
        return who
    if isinstance(row, MediaRequest):
        return f"{who}：{row.get_way_display()}"
    return f"{row.institution.name}（{who}）"


# --- facts ------------------------------------------------------------------------------------------------


def facts(matter: Any, law: Law, actor: Actor, unmasked: set[str]) -> list[Fact]:
    """What an officer sees of a matter."""
    lines = _FACTS[type(matter)](matter, law, actor, unmasked)
    if not isinstance(matter, Complaint):
        lines.insert(0, Fact("监督员", names([matter.appointment])[matter.appointment.number]))
    return lines


def own_facts(matter: Any, law: Law) -> list[Fact]:
    """What the supervisor sees of their own."""
    if isinstance(matter, RecusalQuestion):
        return [Fact("机构", matter.institution.name)]
    return _FACTS[type(matter)](matter, law, None, set())


def _of_question(matter: RecusalQuestion, law: Law, actor: Actor | None, unmasked: set[str]) -> list[Fact]:
    bound = law.find("recusal")
    lines = [Fact("机构", matter.institution.name)]
    if bound:
        lines.append(Fact("回避的标准", bound.label, clause=str(bound.address)))
    if actor and any(post.bureau_id == matter.bureau_id for post in actor.standing(JUDGES)):
        lines += _ties(matter)
    return lines


def _ties(matter: RecusalQuestion) -> list[Fact]:
    """What is to be judged, with its words: for the judges alone."""
    keys = set(matter.ties)
    lines = [Fact("利害关系", "登记的工作单位就是这家机构")] if "employer" in keys else []
    for one in queries.interests_of(matter.user_id):
        if one.key in keys:
            lines.append(Fact("利害关系", f"{one.kind}：{'；'.join(filter(None, (one.body, one.detail)))}"))
    return lines


def _of_obstruction(matter: Obstruction, law: Law, actor: Actor | None, unmasked: set[str]) -> list[Fact]:
    bound = law.find("cooperation")
    return [
        Fact("机构", f"{matter.institution.name}（{matter.institution.code}）"),
        Fact("时间", f"{matter.happened_at.astimezone():%Y年%-m月%-d日 %H:%M}"),
        *([Fact("巡查", matter.visit.number)] if matter.visit else []),
        Fact("依据", bound.label, clause=str(bound.address)) if bound else Fact("依据", "办法没有写，这是平台的做法"),
    ]  # fmt: skip


def _of_request(matter: MediaRequest, law: Law, actor: Actor | None, unmasked: set[str]) -> list[Fact]:
    kept = vault.read(matter.number, "outlet", "publication")
    return [
        Fact("怎样公开", matter.get_way_display()),
        Fact("媒体或平台", kept.get("outlet", "")),
        Fact("打算哪天", f"{matter.planned_on:%Y年%-m月%-d日}"),
    ]


def _of_complaint(matter: Complaint, law: Law, actor: Actor | None, unmasked: set[str]) -> list[Fact]:
    kept = vault.read(matter.number, "complained_of", "complainant", "complainant_contact")
    lines = [Fact("投诉谁", kept.get("complained_of", ""))]
    who = "　".join(filter(None, (kept.get("complainant"), kept.get("complainant_contact"))))
    if not who:
        return [*lines, Fact("投诉人", "没有留下单位和联系方式")]
    if "complainant" in unmasked:
        return [*lines, Fact("投诉人", f"{who}（本次查看已记录）")]
    ask = reverse("desk:do", kwargs={"act": "discipline.unmask", "number": matter.number})
    return [*lines, Fact("投诉人", "（身份封存）", masked=True, reveal_url=f"{ask}?field=complainant")]


def _of_breach(matter: Breach, law: Law, actor: Actor | None, unmasked: set[str]) -> list[Fact]:
    then = hearing.law_of(matter)
    bounds = [bound for name in matter.items if (bound := then.find(name))]
    lines = [Fact("涉嫌违反", bound.label, clause=str(bound.address)) for bound in bounds]
    lines.append(Fact("行为之日", f"{matter.conduct_on:%Y年%-m月%-d日}"))
    if actor and matter.complaint:
        lines.append(Fact("来自投诉", matter.complaint.number))
    if matter.answer_by:
        lines.append(Fact("陈述意见到", f"{matter.answer_by:%Y年%-m月%-d日}（本局定的）"))
    if matter.heard:
        lines.append(Fact("怎样听取的", matter.get_heard_display()))
    if matter.outcome:
        lines.append(Fact("结论", _outcome(matter)))
    if matter.ground and (ground := then.find(matter.ground)):
        lines.append(Fact("终止事由", ground.label, clause=str(ground.address)))
    if matter.transferred:
        rule = then.find("breach.transfer")
        lines.append(Fact("移交", "涉嫌违法，移交有关部门", clause=str(rule.address) if rule else ""))
    return lines


def _outcome(matter: Breach) -> str:
    admonished = matter.outcome == Breach.Outcome.ADMONISHED
    return f"{matter.get_outcome_display()}{'（本局做法，办法没有写）' if admonished else ''}"


_FACTS: dict[Any, Callable[[Any, Law, Actor | None, set[str]], list[Fact]]] = {
    RecusalQuestion: _of_question,
    Obstruction: _of_obstruction,
    MediaRequest: _of_request,
    Complaint: _of_complaint,
    Breach: _of_breach,
}


# --- how a breach may be decided --------------------------------------------------------------------------


def deciding(breach: Breach) -> dict[str, Any]:
    """The grounds a breach may end on, whether one leaves no choice, and what the law says of transfer."""
    then, grounds = hearing.law_of(breach), hearing.grounds_of(breach)
    return {
        "grounds": grounds,
        "compelling": rules.compelling(grounds),
        "transfer": then.find("breach.transfer"),
        "measure": then.statute.title,
    }
