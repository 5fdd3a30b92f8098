"""Who objected is told to nobody by the docket: neither by name, nor by the account they happened to be signed in with."""

from typing import Any

import pytest
from recruiting import TODAY, accepted, notice

from zhongdu.acts.performing import perform
from zhongdu.kit.matters import entries
from zhongdu.record.models import Event
from zhongdu.recruitment import acts, receipts
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def test_the_docket_keeps_an_objector_secret(beijing: Any, wushan: Any) -> None:
    recruiter = beijing.officer(Role.RECRUITER)
    person = accepted(beijing, notice(beijing))
    perform(acts.post_for_public_notice, person, recruiter, posted_on=TODAY)
    signed_in = wushan.officer(Role.CASE_OFFICER)
    objection = perform(
        acts.object, person, signed_in, account="与某药店有利益关系", receipt=receipts.token(receipts.new_code()),
        name="示例反对者", phone="13912345678",
    )  # fmt: skip
    assert Event.objects.get(docket=objection.docket_id).actor == {
        "user": None,
        "role": "anyone",
        "bureau": "",
    }
    [line] = entries(objection, recruiter)
    told = str(line)
    assert "与某药店有利益关系" in told, "what was said is to be looked into"
    for secret in ("示例反对者", "13912345678", signed_in.name):
        assert secret not in told
