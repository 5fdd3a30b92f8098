"""The demo's rewards: the lead that proved true, decided by three people; the supervisor has still to claim it."""

from datetime import timedelta
from typing import Any

from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.law.governing import governing
from zhongdu.leads.queries import Lead
from zhongdu.rewards import acts
from zhongdu.rewards.rules import MET
from zhongdu.scope.roles import Role

_OWN = {"rate": "3", "basis": "本地举报奖励办法（示例）"}  # where no text has a share


def reward(place: Any) -> None:
    """One lead's, where the bureau has somebody to check and to pay."""
    lead = (
        Lead.objects.filter(bureau=place.bureau, state=Lead.State.ANSWERED, outcome="proved")
        .order_by("id")
        .first()
    )
    if lead is None or Role.ACCOUNTANT not in place.users:
        return
    today, clerk = clock.today(), place.by(Role.CASE_OFFICER)
    with clock.on(today - timedelta(days=30)):
        law = governing(place.bureau, clock.today())
        found = {bound.name: MET for bound in law.family("reward.condition")}
        made = perform(acts.consider_reward, lead, clerk, findings=found)
        scale = law.find("reward.scale")
        share = {"grade": scale.rule.grades[0].name} if scale else _OWN
        perform(acts.compute_reward, made, clerk, value="18650.40", source="追回基金通知书示例1号", **share)
    with clock.on(today - timedelta(days=28)):
        perform(acts.check_reward, made, place.by(Role.LEGAL_REVIEWER))
        perform(acts.approve_reward, made, place.by(Role.DECIDER))
        perform(acts.tell_reporter, made, clerk, told_on=clock.today(), words="感谢您的监督。（示例）")
