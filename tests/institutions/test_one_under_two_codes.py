"""One institution under two codes: proposed, merged, found under either, taken apart again."""

import pytest
from listing import CREDIT, bring, row

from watching import appoint, institution, practitioner, signed_in
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.fieldwork.models import Visit
from zhongdu.fieldwork.queries import visits_to
from zhongdu.institutions import duplicates
from zhongdu.institutions.acts import merge, tell_apart, unmerge
from zhongdu.institutions.models import Dossier, Institution
from zhongdu.institutions.queries import (
    called,
    dossier_of,
    for_choice,
    named,
    practitioners,
    same,
    visible,
    within,
)
from zhongdu.record.keeping import open_docket
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

ONE, TWO, THREE = "P50023700001", "P50023700002", "P50023700003"


def of(code: str) -> Institution:
    return Institution.objects.get(code=code)


def do(act, code, place, **told):
    told.setdefault("why", "信用代码相同，地址相同，问过店里。")
    return perform(act, dossier_of(of(code)), place.officer(Role.CASE_OFFICER), **told)


@pytest.fixture
def twice(wushan):
    bring(wushan, row(1, "惠民药店", credit_code=CREDIT, address="示例路1号"))
    bring(wushan, row(2, "惠民大药店", credit_code=CREDIT, address="示例路1号"), row(3, "别的药店"))
    return wushan


def test_they_are_proposed_and_merged(twice):
    officer = twice.officer(Role.CASE_OFFICER)
    [likeness] = duplicates.proposed(officer)
    assert [each.code for each in likeness.rows] == [ONE, TWO] and "信用代码" in likeness.why
    do(merge, ONE, twice, into=TWO)
    assert duplicates.proposed(officer) == []
    assert [each.code for each in visible(officer).order_by("code")] == [TWO, THREE]
    assert set(within(twice.bureau)) == {of(TWO), of(THREE)}
    assert [each.code for each in called("惠民")] == [TWO]


def test_either_code_and_either_name_means_the_one(twice):
    do(merge, ONE, twice, into=TWO)
    assert [each.code for each in named(twice.bureau, ONE.lower())] == [TWO]
    assert [each.code for each in for_choice(twice.bureau, "惠民药店")] == [TWO]
    assert same(of(TWO)) == [of(TWO).pk, of(ONE).pk]


def test_what_is_known_of_either_is_known_of_the_one(twice):
    term = appoint(twice)
    with acting():
        visit = Visit.objects.create(
            docket=open_docket(Visit.kind(), twice.bureau), bureau=twice.bureau, appointment=term, user=term.user,
            institution=of(ONE), checklist="checklist.general", state="done", done_at=clock.now(),
        )  # fmt: skip
    somebody = practitioner(twice, of(ONE))
    do(merge, ONE, twice, into=TWO)
    assert list(visits_to(of(TWO), twice.officer(Role.CASE_OFFICER))) == [visit]
    assert list(practitioners.at(of(TWO), clock.today())) == [somebody]


def test_both_dockets_tell_of_it_and_both_verify(twice):
    do(merge, ONE, twice, into=TWO)
    one, two = Dossier.objects.get(institution=of(ONE)), Dossier.objects.get(institution=of(TWO))
    assert one.state == "merged" and two.state == "open"
    assert Event.objects.get(docket=two.docket, act__endswith="take_in_duplicate").data["code"] == ONE
    assert Event.objects.get(docket=one.docket).deed == Event.objects.get(docket=two.docket).deed
    do(unmerge, ONE, twice)
    assert Event.objects.filter(docket=two.docket).count() == 2
    assert list(breaks()) == []


def test_taken_apart_each_stands_again(twice):
    do(merge, ONE, twice, into=TWO)
    do(unmerge, ONE, twice)
    assert of(ONE).merged_into is None and same(of(TWO)) == [of(TWO).pk]
    assert [each.code for each in named(twice.bureau, ONE)] == [ONE]


@pytest.mark.parametrize(
    ("code", "into", "says"),
    [
        (ONE, ONE, "自己"),
        (ONE, "P50023799999", "没有这个代码"),
        (THREE, ONE, "已经并入"),
        (TWO, THREE, "先把它们拆开"),
    ],
)
def test_merging_that_cannot_be(code, into, says, twice):
    do(merge, ONE, twice, into=TWO)
    if code == ONE:
        do(unmerge, ONE, twice)
    with pytest.raises(Refused, match=says):
        do(merge, code, twice, into=into)


def test_not_into_an_institution_of_another_territory(twice, shaoxing):
    institution(shaoxing, "外地药店", "P33060000001")
    with pytest.raises(Refused, match="没有这个代码"):
        do(merge, ONE, twice, into="P33060000001")


def test_who_was_told_apart_is_not_proposed_again(twice):
    do(tell_apart, TWO, twice, other=ONE)
    assert duplicates.proposed(twice.officer(Role.CASE_OFFICER)) == []


def test_three_alike_are_proposed_until_every_two_are_told_apart(twice):
    bring(twice, row(4, "惠民三店", credit_code=CREDIT))
    officer = twice.officer(Role.CASE_OFFICER)
    do(tell_apart, ONE, twice, other=TWO)
    assert len(duplicates.proposed(officer)) == 1
    do(tell_apart, ONE, twice, other="P50023700004")
    do(tell_apart, TWO, twice, other="P50023700004")
    assert duplicates.proposed(officer) == []


def test_the_same_name_at_the_same_address(wushan):
    bring(
        wushan, row(1, "某店", address="某路"), row(2, "某店", address="某路"), row(3, "某店"), row(4, "某店")
    )
    [likeness] = duplicates.proposed(wushan.officer(Role.AUDITOR))
    assert [each.code for each in likeness.rows] == [ONE, TWO]


def test_on_the_desk(twice):
    desk = signed_in(twice.user(Role.CASE_OFFICER))
    assert "惠民大药店" in desk.get("/desk/institutions-alike/").content.decode()
    number = dossier_of(of(ONE)).number
    done = desk.post(
        f"/desk/do/{merge.name}/{number}/", {"into": TWO, "why": "同一家", "key": "k"}, follow=True
    )
    assert done.redirect_chain[-1][0].endswith("?itself=1") and "已并入另一家" in done.content.decode()
    assert desk.get(f"/desk/institutions/{ONE}/")["Location"] == f"/desk/institutions/{TWO}/"
    assert ONE in desk.get(f"/desk/institutions/{TWO}/").content.decode()
    assert "没有发现" in desk.get("/desk/institutions-alike/").content.decode()
