"""What the sample world has of agreements: one in term, one handling before its decision, one appealed against."""

from datetime import timedelta
from typing import Any

from watching import photo, practitioner
from zhongdu.acts.performing import perform
from zhongdu.agreements import acts
from zhongdu.agreements.models import Text
from zhongdu.calendar import clock
from zhongdu.scope.roles import Role


def agree(world: Any) -> None:
    there, today = world.beijing, clock.today()
    agency = there.officer(Role.AGENCY_OFFICER)
    perform(
        acts.write_text, there.office, agency, kind="pharmacy", title="示例零售药店医保服务协议", body="双方约定如下。",
        indicators="处方合格率",
    )  # fmt: skip
    shop = world.shop
    made = perform(
        acts.apply_for_agreement,
        there.office,
        agency,
        institution=shop.code,
        kind="pharmacy",
        applied_on=today,
    )
    perform(acts.pass_assessment, made, agency, on=today, words="合格。")
    perform(
        acts.sign_agreement, made, agency, text=str(Text.objects.get().pk), signed_on=today, since=today,
        until=today + timedelta(days=364), deposit="1000",
    )  # fmt: skip
    world.agreement = made
    meant = {
        "conduct_on": today,
        "article": "第三条",
        "facts": "串换。",
        "proportion": "相当。",
        "answer_by": today + timedelta(days=3),
    }
    world.handling = perform(acts.propose_handling, made, agency, measures=["agreement.measure.end"], **meant)
    perform(acts.hear_statement, world.handling, agency, how="written", words="不服。")
    disputed = perform(
        acts.propose_handling, made, agency, measures=["agreement.measure.refuse_payment"], **meant
    )
    perform(acts.hear_statement, disputed, agency, how="written", words="不服。")
    perform(acts.decide_handling, disputed, agency, words="查实了。", refused="20")
    keep_proof(disputed, agency)
    world.dispute = perform(
        acts.receive_dispute,
        disputed,
        there.officer(Role.CASE_OFFICER),
        received_on=today,
        words="算错了。",
    )
    world.of_physician = perform(
        acts.propose_practitioner, there.office, agency, practitioner=practitioner(there, shop).code, conduct_on=today,
        measures=["practitioner.measure.suspended"], facts="超量开药。", proportion="相当。", answer_by=today + timedelta(days=3),
    )  # fmt: skip
    keep_statement(world.dispute, there.officer(Role.CASE_OFFICER))
    judge = there.officer(Role.LEGAL_REVIEWER)
    world.dispute = perform(acts.take_up_dispute, world.dispute, judge)
    given = {"effect": "upheld", "words": "维持。", "unmediated": "机构不愿意。"}
    world.dispute = perform(acts.decide_dispute, world.dispute, judge, **given)


def keep_proof(handling: Any, agency: Any) -> None:
    """A file as an institution brings it: the law that governs here has no rectification to bring it to."""
    from zhongdu import files
    from zhongdu.agreements.keeping import PROOFS

    files.store(photo("white"), owner=handling.number, kind=PROOFS, added_by=agency.user_id)


def keep_statement(dispute: Any, officer: Any) -> None:
    from zhongdu import files
    from zhongdu.agreements.keeping import STATEMENT

    files.store(photo("silver"), owner=dispute.number, kind=STATEMENT, added_by=officer.user_id)
