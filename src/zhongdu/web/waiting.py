"""What waits for somebody: counts that open the list behind them; and what a bureau has to do first of all."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from zhongdu.acts.registry import ACTS
from zhongdu.briefings import queries as briefings
from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.cases import queries as cases
from zhongdu.discipline import queries as discipline
from zhongdu.fieldwork.queries import Joining, Visit, late
from zhongdu.institutions import queries as institutions
from zhongdu.institutions.queries import near as institutions_near
from zhongdu.kit.matters import offers
from zhongdu.law.governing import governing
from zhongdu.leads.queries import Lead, heard, unreplied
from zhongdu.meetings import queries as meetings
from zhongdu.messages import queries as sending
from zhongdu.publicity import queries as publicity
from zhongdu.recruitment.queries import Application, Notice, Objection, to_look_at_again
from zhongdu.rewards import queries as rewards
from zhongdu.roster.queries import Appointment, current
from zhongdu.roster.queries import waiting as roster_waits
from zhongdu.rounds.queries import Round, with_a_gap
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.service.queries import Assessment, Retaliation, Stint, news_of
from zhongdu.training import queries as training
from zhongdu.voices import queries as voices


@dataclass(frozen=True)
class Waiting:
    """So many of a kind wait; ``url`` lists them."""

    label: str
    count: int
    url: str


_FOR_OFFICERS = (
    ("报名待审核", Application, Application.State.SUBMITTED, "desk:applications"),
    ("报名待复核", Application, "again", "desk:applications"),
    ("审核通过待聘任或公示", Application, Application.State.ACCEPTED, "desk:applications"),
    ("公示无异议待聘任", Application, Application.State.CLEARED, "desk:applications"),
    ("公示异议待核实", Objection, Objection.State.OPEN, "desk:objections"),
    ("巡查逾期没有完成", Visit, "waiting", "desk:visits"),
    ("联合检查待确认", Joining, Joining.State.ASKED, "desk:joinings"),
    ("组织巡查待抽取", Round, Round.State.PLANNED, "desk:rounds"),
    ("组织巡查待安排人员", Round, Round.State.DRAWN, "desk:rounds"),
    ("组织巡查待派发", Round, Round.State.PAIRED, "desk:rounds"),
    ("组织巡查有人没去成，待另请", Round, "gap", "desk:rounds"),
    ("线索待受理", Lead, Lead.State.FILED, "desk:leads"),
    ("线索办理中", Lead, Lead.State.TAKEN_UP, "desk:leads"),
    ("线索待复核", Lead, Lead.State.SECOND_LOOK, "desk:leads"),
    ("申请终止聘任待答复", Appointment, "resigning", "desk:appointments"),
    ("终止事由待处理", Appointment, "raised", "desk:appointments"),
    ("聘书待收回", Appointment, "letter_out", "desk:appointments"),
    ("服务时长待确认", Stint, Stint.State.PROPOSED, "desk:service"),
    ("打击报复反映待受理", Retaliation, Retaliation.State.FILED, "desk:retaliations"),
    ("打击报复反映办理中", Retaliation, Retaliation.State.TAKEN_UP, "desk:retaliations"),
    ("年度考核待评定", Assessment, Assessment.State.DRAFT, "desk:assessments"),
    ("年度考核待审定", Assessment, Assessment.State.GRADED, "desk:assessments"),
    ("年度考核待确定结果", Assessment, Assessment.State.ANSWERED, "desk:assessments"),
)
_UNDER_WAY = (Lead.State.FILED, Lead.State.TAKEN_UP, Lead.State.MERGED, Lead.State.SECOND_LOOK)
# by what a list is narrowed, where it is not by state
_NARROWS = {"again": "review", "waiting": "late", "gap": "waits"}


def for_officer(actor: Actor) -> list[Waiting]:
    """The piles on an officer's desk, empty ones left out; only what the officer may see is counted."""
    counts: dict[Any, dict[str, int]] = {
        kind: _by_state(kind, actor)
        for kind in (Application, Objection, Round, Lead, Stint, Retaliation, Assessment, Joining)
    }
    counts[Visit] = {"waiting": late(actor, clock.today()).count()}
    counts[Appointment] = roster_waits(Appointment.objects.visible_to(actor))
    counts[Application]["again"] = to_look_at_again(actor).count()
    counts[Round]["gap"] = with_a_gap(actor).count()
    return [
        Waiting(label, count, f"{reverse(page)}?{urlencode({_NARROWS.get(state, 'state'): state})}")
        for label, kind, state, page in _FOR_OFFICERS
        if (count := counts[kind].get(state, 0))
    ] + [
        *_heard(actor),
        *_unreplied(actor),
        *(Waiting(*pile) for pile in discipline.waiting_for_officer(actor)),
        *(Waiting(*pile) for pile in rewards.waiting_for_officer(actor)),
        *(Waiting(*pile) for pile in institutions.waiting_for_officer(actor)),
        *(Waiting(*pile) for pile in cases.waiting_for_officer(actor)),
        *(Waiting(*pile) for pile in voices.waiting_for_officer(actor)),
        *(Waiting(*pile) for pile in meetings.waiting_for_officer(actor)),
        *(Waiting(*pile) for pile in publicity.waiting_for_officer(actor)),
        *(Waiting(*pile) for pile in sending.waiting_for_officer(actor)),
    ]


def _heard(actor: Actor) -> list[Waiting]:
    """Speakers who wrote something nobody has said anything to yet."""
    count = heard(actor)
    address = f"{reverse('desk:leads')}?{urlencode({'turn': Lead.Turn.BUREAU})}"
    return [Waiting("线索的反映人有新的话", count, address)] if count else []


def _unreplied(actor: Actor) -> list[Waiting]:
    """Units asked about a lead that have not answered in time."""
    late = unreplied(actor)
    address = f"{reverse('desk:leads')}?{urlencode({'unreplied': True})}"
    return [Waiting("线索有单位逾期没有答复", late, address)] if late else []


def _by_state(kind: Any, actor: Actor) -> dict[str, int]:
    """How many matters of a kind an actor sees in each state, in one query."""
    rows = kind.objects.visible_to(actor).order_by().values_list("state")
    return dict(rows.annotate(Count("pk")))


def for_supervisor(actor: Actor) -> list[Waiting]:
    """A supervisor's own: tasks to accept, visits to make, answers to read."""
    assert actor.user_id is not None, "a supervisor is signed in"
    visits = Visit.objects.visible_to(actor).filter(user_id=actor.user_id)
    leads = Lead.objects.filter(user_id=actor.user_id)
    piles = (
        ("项任务等您接受", visits.filter(state=Visit.State.ASSIGNED), "phone:visits"),
        ("次巡查进行中", visits.filter(state=Visit.State.ACCEPTED), "phone:visits"),
        ("条线索等您补充", leads.filter(state=Lead.State.RETURNED), "phone:leads"),
        (
            "份年度考核等您看",
            Assessment.objects.filter(user_id=actor.user_id, state=Assessment.State.TOLD),
            "phone:service",
        ),
        ("条线索正在办理", leads.filter(state__in=_UNDER_WAY), "phone:leads"),
    )
    today = clock.today()
    first = discipline.waiting_for_supervisor(actor, current(actor.user_id, today), today)
    found = [Waiting(*pile) for pile in first]
    found += [Waiting(label, count, reverse(page)) for label, rows, page in piles if (count := rows.count())]
    found += [Waiting(*pile) for pile in meetings.waiting_for_supervisor(actor)]
    found += [Waiting(*pile) for pile in publicity.waiting_for_supervisor(actor)]
    found += [Waiting(*pile) for pile in briefings.waiting_for_supervisor(actor)]
    found += [Waiting(*pile) for pile in training.waiting_for_supervisor(actor)]
    found += [Waiting(*pile) for pile in voices.waiting_for_supervisor(actor)]
    if count := rewards.waiting_for(actor):
        found.insert(0, Waiting("笔奖励等您领取", count, reverse("phone:rewards")))
    if news := news_of(actor):
        found.append(Waiting("件打击报复反映有新消息", news, reverse("phone:retaliations")))
    return found


# --- the first days ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class First:
    """Something a bureau does once, before the rest can begin. ``url`` is "" for those who may not do it."""

    label: str
    why: str
    url: str
    who: str


_FIRST = (
    ("measures.commence", "施行以后，聘期、公示、答复都按办法来；没有施行以前按国家规定办理。"),
    ("institutions.import_list", "有了名单，才能指定巡查，线索也对得上是哪一家。"),
    ("recruitment.draft_notice", "公告发布以后，群众就能报名。"),
)


def first_steps(actor: Actor, today: date) -> list[First]:
    """What an officer's own bureau has not done yet, in order; empty as soon as it is at work."""
    bureau = Bureau.objects.get(pk=actor.posts[0].bureau_id)
    law, office = governing(bureau, today), office_of(bureau)
    level = law.find("level.recruiting")
    recruits = level is None or bureau.level in level.rule.levels
    done = {
        "measures.commence": law.statute.pack.head.about != "base",
        "institutions.import_list": institutions_near(bureau).exists(),
        "recruitment.draft_notice": not recruits or Notice.objects.filter(bureau=bureau).exists(),
    }
    offered = {offer.label: offer.url for offer in offers(office, actor, law, "desk")}
    return [
        First(
            ACTS[name].label,
            why,
            offered.get(ACTS[name].label, ""),
            "、".join(role.label for role in ACTS[name].by if role.is_post),
        )
        for name, why in _FIRST
        if not done[name]
    ]
