"""The institution on its own face: what is meant for it, its answer, its proofs, its appeal; and nobody else's."""

from html import unescape
from typing import Any

import agreeing as at
import pytest
from django.test import Client
from django.urls import reverse

from watching import at_institution, photo, signed_in
from world import Place
from zhongdu.agreements.models import Dispute
from zhongdu.agreements.queries import may_settle
from zhongdu.calendar import clock
from zhongdu.institutions.queries import Institution
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def face(place: Place, of: Institution) -> Client:
    return signed_in(at_institution(place, of).user)


def read(client: Client, name: str, number: str = "") -> str:
    answer = client.get(reverse(f"institution:{name}", kwargs={"number": number} if number else {}))
    assert answer.status_code == 200, (name, answer.status_code)
    return unescape(answer.content.decode())


def do(client: Client, act: str, number: str, **given: Any) -> int:
    url = reverse("institution:do", kwargs={"act": f"agreements.{act}", "number": number})
    return int(client.post(url, {"key": f"{act} {len(str(given))}", "seen": "", **given}).status_code)


def test_it_reads_what_is_meant_and_answers_in_time(city: Place) -> None:
    of = at.institution(city)
    handling = at.proposed(city, at.signed(city, of), "talk")
    mine = face(city, of)
    assert "陈述、申辩" in read(mine, "home") and "门诊医疗服务" in read(mine, "agreements")
    text = read(mine, "handling", handling.number)
    assert "串换药品" in text and "拟采取的处理" in text and "怎样听取的" not in text
    assert do(mine, "state_ones_case", handling.number, words="是同类药。", proofs=photo()) == 302
    assert "交过的材料" in read(mine, "handling", handling.number)
    assert at.afresh(handling).state == "proposed"
    with clock.on(handling.answer_by + at.DAY):
        assert (
            do(mine, "state_ones_case", handling.number, words="再说一句。") == 200
        )  # too late, and told so


def test_it_brings_proofs_and_what_it_owes_is_gone_when_they_pass(city: Place) -> None:
    of = at.institution(city)
    handling = at.decided(city, at.signed(city, of), "rectification", rectify_by=clock.today() + at.DAY)
    mine = face(city, of)
    assert "限期整改" in read(mine, "home")
    assert "第二十条第一款" in read(mine, "handling", handling.number).partition("提交整改材料")[2][:600]
    assert do(mine, "bring_proofs", handling.number, words="都改了。", proofs=photo()) == 302
    at.checked(city, at.afresh(handling), "passed")
    assert "限期整改" not in read(mine, "home")


@pytest.mark.clauses("city:22")
def test_it_appeals_by_itself_and_sees_what_came_of_it(city: Place) -> None:
    of = at.institution(city)
    agreement = at.signed(city, of)
    handling = at.suspended(city, agreement)
    mine = face(city, of)
    assert do(mine, "appeal", handling.number, words="不该中止。", proofs=photo()) == 302
    dispute = Dispute.objects.get()
    judge = signed_in(city.user(Role.LEGAL_REVIEWER))
    for act, given in (
        ("take_up_dispute", {}),
        (
            "decide_dispute",
            {"effect": "withdrawn", "words": "情节轻微，撤销。", "unmediated": "机构不愿意。"},
        ),
    ):
        url = reverse("desk:do", kwargs={"act": f"agreements.{act}", "number": dispute.number})
        assert judge.post(url, {"key": act, "seen": "", **given}).status_code == 302
    assert "情节轻微，撤销。" in read(mine, "dispute", dispute.number)
    assert b'"may_settle":true' in (may_settle(of.code) or b"")
    assert (
        do(mine, "appeal", handling.number, words="再来。") == 409
    )  # it is withdrawn: nothing is left to appeal against


def test_another_institutions_matters_do_not_exist_for_it(city: Place) -> None:
    of, other = at.institution(city), at.institution(city, "另一家医院")
    agreement = at.signed(city, of)
    handling = at.suspended(city, agreement)
    theirs = face(city, other)
    for name, number in (("agreement", agreement.number), ("handling", handling.number)):
        assert theirs.get(reverse(f"institution:{name}", kwargs={"number": number})).status_code == 404
    assert agreement.number not in read(theirs, "agreements")
    assert do(theirs, "appeal", handling.number, words="不服。") == 404
    mine = face(city, of)
    assert mine.get(reverse("desk:agreement", kwargs={"number": agreement.number})).status_code == 403
