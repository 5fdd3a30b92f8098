"""What pages and papers show of a reward: its amount line by line, who decided, and nothing of who reported."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.contrib.auth import get_user_model
from django.urls import reverse

from zhongdu import vault
from zhongdu.acts.registry import ACTS
from zhongdu.fieldwork.queries import Visit
from zhongdu.kit.parts import Chip, Entry, Fact, Offer, Tone
from zhongdu.law.governing import Law
from zhongdu.law.money import yuan
from zhongdu.law.pack import Bound
from zhongdu.law.shapes import Trust
from zhongdu.law.shelves import shelf
from zhongdu.leads.queries import Lead
from zhongdu.record.models import Event
from zhongdu.rewards.considering import conditions
from zhongdu.rewards.granting import may_open
from zhongdu.rewards.models import Reward
from zhongdu.rewards.rules import ASSIGNED_WORK, MET, read
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

SEALED = "举报人（身份封存）"
TONES: dict[str, Tone] = {
    "considered": "warn", "computed": "warn", "checked": "warn", "approved": "info", "told": "info",
    "claimed": "warn", "paid": "good", "lapsed": "quiet", "waived": "quiet", "refused": "quiet",
}  # fmt: skip
TRUSTS = {Trust.SECONDARY: "见转载，没有读到原文", Trust.UNVERIFIED: "尚待核对"}


@dataclass(frozen=True)
class Row:
    """A line of a derivation as a page shows it; ``own`` marks what is the bureau's own way and no law's."""

    says: str
    amount: str
    clause: str
    own: bool = False
    head: bool = False  # the case value, from which all follows


def chip(reward: Reward) -> Chip:
    return Chip(reward.get_state_display(), TONES[reward.state])


def title(lead: Lead) -> str:
    """What a lead is about, without who brought it."""
    if lead.against:
        return f"反映{lead.against.name}"
    return lead.institution.name if lead.institution else f"线索 {lead.number}"


def amount(reward: Reward) -> str:
    return yuan(reward.fen) if reward.fen is not None else ""


def derivation(reward: Reward) -> list[Row]:
    """How the amount came about, line by line."""
    lines = read(reward.lines)
    head = [Row(line.says, yuan(line.fen), line.clause, head=True) for line in lines[:1]]
    return head + [Row(line.says, yuan(line.fen), line.clause, own=not line.clause) for line in lines[1:]]


def findings(reward: Reward, law: Law) -> list[tuple[Bound, str, bool]]:
    """Each condition with what was found of it, and whether it was met."""
    asked = [(bound, reward.findings.get(bound.name, "")) for bound in conditions(law)]
    return [(bound, found or "没有认定", found == MET) for bound, found in asked]


def trust(bound: Bound | None) -> str:
    """How far the source of a rule was read, where it was not the text itself."""
    return TRUSTS.get(bound.rule.trust, "") if bound else ""


def doubts(law: Law) -> list[str]:
    """Which of the rules a reward is reckoned by were not read in the text itself, in sentences."""
    asked = [law.find(name) for name in ("reward.scale", "reward.limits")]
    return [
        f"{bound.label}（{shelf().cite(bound.address)}）{says}"
        for bound in asked
        if bound and (says := trust(bound))
    ]


def assigned_work(reward: Reward, law: Law, actor: Actor) -> Fact | None:
    """Whether the lead came from assigned work, and whether such leads count here: by the law, or as the bureau's own way.
    Nothing to whom the visit itself is not shown."""
    visit = reward.lead.visit_id
    if visit and not Visit.objects.visible_to(actor).filter(pk=visit).exists():
        return None
    if not reward.assigned:
        return Fact("线索来自", "自主发现")
    bound = law.find("reward.assigned_work")
    told = law.value("reward.assigned_work")
    if bound and told:
        return Fact(
            "线索来自", f"指定工作（{'计' if told == 'counted' else '不计'}奖励）", clause=str(bound.address)
        )
    return Fact("线索来自", f"指定工作。办法没有写计不计奖励，本局做法：{ASSIGNED_WORK.said(reward.bureau)}")


def steps_of(reward: Reward) -> list[Fact]:
    """Who reckoned, checked and approved it, by name, for officers."""
    ids = (reward.computed_by, reward.checked_by, reward.approved_by)
    people = {
        user.pk: user.get_full_name() for user in get_user_model().objects.filter(pk__in=filter(None, ids))
    }
    facts = [
        Fact(label, people.get(who or 0, ""))
        for label, who in zip(("核算", "复核", "审定"), ids, strict=True)
        if who
    ]
    if reward.approved_above:
        facts.append(Fact("上级批复", reward.approved_above))
    return facts


def sealed_facts(reward: Reward, seen: set[str], actor: Actor) -> list[Fact]:
    """Who reported and where the money goes: masked, each to be opened by a recorded act of those who need it."""
    return [_reporter(reward, "reporter" in seen, actor), *_account(reward, "account" in seen, actor)]


def _reporter(reward: Reward, seen: bool, actor: Actor) -> Fact:
    """A supervisor by name, whoever wrote by the name they gave; a citizen with a code has none."""
    lead = reward.lead
    kept = vault.read(lead.number, "reporter_name") if lead.user is None else {}
    name = lead.user.get_full_name() if lead.user else kept.get("reporter_name", "")
    kind = lead.get_speaker_display()
    if not name:
        return Fact("举报人", f"{kind}，没有留名")
    if seen:
        return Fact("举报人", f"{name}（本次查看已记录）")
    sealed_ = f"{kind}（身份封存）"
    return Fact("举报人", sealed_, masked=True, reveal_url=_ask(reward, "reporter", actor))


def _account(reward: Reward, seen: bool, actor: Actor) -> list[Fact]:
    kept = vault.read(reward.number, "payee_name", "payee_bank", "payee_account")
    if not kept:
        return []
    if not seen:
        shown = vault.masked("payee_account", kept["payee_account"])
        return [Fact("收款账户", shown, masked=True, reveal_url=_ask(reward, "account", actor))]
    return [
        Fact("收款人", f"{kept['payee_name']}（本次查看已记录）"),
        Fact("开户银行", kept["payee_bank"]),
        Fact("收款账号", kept["payee_account"]),
    ]


def own_account(reward: Reward) -> list[Fact]:
    """To the reporter: which account it goes to, its tail only."""
    kept = vault.read(reward.number, "payee_account")
    return [Fact("收款账号", vault.masked("payee_account", kept["payee_account"]))] if kept else []


def _ask(reward: Reward, field: str, actor: Actor) -> str:
    if not may_open(field, actor):
        return ""
    return f"{reverse('desk:do', kwargs={'act': 'rewards.unmask', 'number': reward.number})}?field={field}"


def offered(offers: Iterable[Offer], reward: Reward, actor: Actor) -> list[Offer]:
    """What an officer may do, the way forward first; a step that another person has to take says so."""
    told = []
    for offer in offers:
        why = _another(offer.label, reward, actor)
        back = offer.label == ACTS["rewards.send_back"].label
        told.append(replace(offer, main=offer.main and not back, refusal=why))
    return sorted(told, key=lambda offer: (bool(offer.refusal), not offer.main))


def _another(label: str, reward: Reward, actor: Actor) -> str:
    """Why a step is somebody else's; "" where it is not."""
    if reward.user_id and reward.user_id == actor.user_id:
        return "这是您自己的奖励，请由别的同事办理。"
    before = {
        ACTS["rewards.check_reward"].label: (reward.computed_by,),
        ACTS["rewards.approve_reward"].label: (reward.computed_by, reward.checked_by),
    }.get(label, ())
    return "前面的一步是您办的，请由另一位同事办。" if actor.user_id in before else ""


def sealed(entries: Iterable[Entry], reward: Reward) -> list[Entry]:
    """An officer's timeline: what the reporter did carries no name."""
    roles = (Role.SUPERVISOR, Role.APPLICANT)
    theirs = [event.actor["role"] in roles for event in _events(reward)]
    return [replace(entry, who=SEALED) if own else entry for entry, own in zip(entries, theirs, strict=True)]


def for_reporter(entries: Iterable[Entry], reward: Reward) -> list[Entry]:
    """The reporter's own timeline: from the decision on; that something was opened stands there, and not by whom."""
    shown = []
    for entry, event in zip(entries, _events(reward), strict=True):
        if event.act.endswith(".unmask"):
            what = "身份" if event.data.get("field") == "reporter" else "收款账户"
            says = f"有人查看了您的{what}，查看人和理由都已记录在案。"
            shown.append(replace(entry, who="", sentence=says, tone="warn"))
        else:
            shown.append(entry)
    return shown


def _events(reward: Reward) -> list[Event]:
    return list(Event.objects.filter(docket=reward.docket_id).order_by("seq"))
