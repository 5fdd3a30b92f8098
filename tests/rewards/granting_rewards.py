"""From a lead that proved true to a reward at each stage, by acts."""

from typing import Any

from watching import appoint, institution, supervisor
from world import Place
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.kit.receipts import new_code
from zhongdu.leads import acts as leads
from zhongdu.leads.queries import Lead, receipt_token
from zhongdu.rewards import acts
from zhongdu.rewards.models import Reward
from zhongdu.rewards.rules import MET
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

ACCOUNT = "6222020200112233445"
PAYEE = {"payee": "示例收款人", "bank": "示例银行示例支行", "account": ACCOUNT}
OWN = {"value": "50000", "source": "示例处罚决定一号", "rate": "3", "basis": "示例县举报奖励细则"}


def clerk(place: Place) -> Actor:
    return place.officer(Role.CASE_OFFICER)


def checker(place: Place) -> Actor:
    return place.officer(Role.LEGAL_REVIEWER)


def chief(place: Place) -> Actor:
    return place.officer(Role.DECIDER)


def payer(place: Place) -> Actor:
    return place.officer(Role.ACCOUNTANT)


def verified(place: Place, term: Any = None, outcome: str = "proved", **more: Any) -> Lead:
    """A supervisor's lead, answered."""
    term = term or appoint(place)
    lead = perform(leads.file_lead, term, supervisor(term), words="药店串换药品", **more)
    lead = perform(leads.take_up, lead, clerk(place))
    return perform(leads.answer, lead, clerk(place), outcome=outcome, words="查过了。")


def all_met(place: Place) -> dict[str, str]:
    return {bound.name: MET for bound in place.law.family("reward.condition")}


def considered(place: Place, lead: Lead | None = None, **found: str) -> Reward:
    findings = {**all_met(place), **{f"reward.condition.{name}": value for name, value in found.items()}}
    return perform(acts.consider_reward, lead or verified(place), clerk(place), findings=findings)


def computed(place: Place, reward: Reward | None = None, **given: Any) -> Reward:
    return perform(acts.compute_reward, reward or considered(place), clerk(place), **(given or OWN))


def approved(place: Place, reward: Reward | None = None) -> Reward:
    reward = perform(acts.check_reward, reward or computed(place), checker(place))
    return perform(acts.approve_reward, reward, chief(place))


def told(place: Place, reward: Reward | None = None) -> Reward:
    return perform(acts.tell_reporter, reward or approved(place), clerk(place), told_on=clock.today())


def reporter(reward: Reward) -> Actor:
    return Actor(user_id=reward.user_id, roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))


def by_code(lead: Lead, code: str = "") -> Lead:
    """As if a citizen had brought it who follows it by a receipt code."""
    with acting():
        Lead.objects.filter(pk=lead.pk).update(
            speaker=Lead.Speaker.CITIZEN, user=None, receipt=receipt_token(code or new_code())
        )
    return Lead.objects.select_related("docket", "bureau").get(pk=lead.pk)


def anonymous(reward: Reward) -> Actor:
    """Whoever has shown the receipt code of the lead, and has no account."""
    return Actor(roles=frozenset({Role.ANYONE, Role.APPLICANT}), holds=frozenset({reward.lead.number}))


def same_case(place: Place, count: int = 3) -> list[Reward]:
    """Several people's leads about one institution, their rewards considered; the first reported first."""
    shop = institution(place)
    return [considered(place, verified(place, institution=shop.code)) for _ in range(count)]
