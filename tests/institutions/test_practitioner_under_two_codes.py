"""One person under two codes: proposed, merged, found under either, settled for as one, taken apart again."""

from typing import Any

import pytest

from watching import institution, practitioner, signed_in
from world import Place
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.institutions import duplicates
from zhongdu.institutions.acts import (
    merge,
    merge_practitioner,
    tell_practitioners_apart,
    unmerge_practitioner,
)
from zhongdu.institutions.models import Practitioner, PractitionerDossier
from zhongdu.institutions.queries import dossier_of, kin, practitioners, same
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

OLD, NEW, OTHER = "D500237000001", "D500237000002", "D500237000003"


def of(code: str) -> Practitioner:
    return Practitioner.objects.get(code=code)


def do(act: Any, code: str, place: Place, **told: Any) -> Any:
    told = {"why": "执业证书号相同，问过医院。", **told}
    return perform(act, dossier_of(of(code)), place.officer(Role.CASE_OFFICER), **told)


@pytest.fixture
def twice(wushan: Place) -> Place:
    """The same name twice at one hospital; another of the name elsewhere."""
    hospital, shop = institution(wushan, "示例医院", "H50023700001"), institution(wushan, "示例药店")
    practitioner(wushan, hospital, code=OLD)
    practitioner(wushan, hospital, shop, code=NEW)
    practitioner(wushan, shop, code=OTHER, name="示例药师")
    return wushan


def test_they_are_proposed_by_name_and_institution_or_by_licence(twice: Place) -> None:
    officer = twice.officer(Role.CASE_OFFICER)
    [likeness] = duplicates.people_proposed(officer)
    assert [each.code for each in likeness.rows] == [OLD, NEW] and "姓名" in likeness.why
    with acting():
        Practitioner.objects.filter(code__in=[NEW, OTHER]).update(licence="1101")
    assert [(each.why[:4], len(each.rows)) for each in duplicates.people_proposed(officer)] == [
        ("执业证书", 2), ("同一家机", 2),
    ]  # fmt: skip
    do(merge_practitioner, OLD, twice, into=NEW)
    do(tell_practitioners_apart, OTHER, twice, other=NEW, why="同号是录错的")
    assert duplicates.people_proposed(officer) == []


def test_an_institution_under_two_codes_is_one_place(wushan: Place) -> None:
    one, two = (
        institution(wushan, "示例医院", "H50023700001"),
        institution(wushan, "示例医院", "H50023700002"),
    )
    practitioner(wushan, one, code=OLD)
    practitioner(wushan, two, code=NEW)
    officer = wushan.officer(Role.CASE_OFFICER)
    assert duplicates.people_proposed(officer) == []
    perform(merge, dossier_of(one), officer, into=two.code, why="同一家")
    assert len(duplicates.people_proposed(officer)) == 1


def test_who_is_of_another_kind_is_not_proposed(wushan: Place) -> None:
    shop = institution(wushan)
    practitioner(wushan, shop, code=OLD)
    nurse = practitioner(wushan, shop, code="N500237000001")
    with acting():
        nurse.kind = "nurse"
        nurse.save()
    assert duplicates.people_proposed(wushan.officer(Role.CASE_OFFICER)) == []


def test_either_code_and_either_name_means_the_one(twice: Place) -> None:
    with acting():
        Practitioner.objects.filter(code=OLD).update(name="曾用名")
    do(merge_practitioner, OLD, twice, into=NEW)
    assert [each.code for each in practitioners.named(twice.bureau, OLD.lower())] == [NEW]
    assert [each.code for each in practitioners.for_choice(twice.bureau, "曾用名")] == [NEW]
    assert practitioners.of_codes(twice.bureau, [OLD, NEW]) == {OLD: of(NEW), NEW: of(NEW)}
    assert same(of(NEW)) == [of(NEW).pk, of(OLD).pk] and set(kin(of(OLD))) == {of(OLD), of(NEW)}
    officer = twice.officer(Role.CASE_OFFICER)
    assert [each.code for each in practitioners.visible(officer).order_by("code")] == [NEW, OTHER]


def test_where_either_works_the_one_works(twice: Place) -> None:
    elsewhere = institution(twice, "示例诊所", "H50023700009")
    with acting():
        of(OLD).workplaces.update(institution=elsewhere)
    do(merge_practitioner, OLD, twice, into=NEW)
    today = clock.today()
    assert list(practitioners.at(elsewhere, today)) == [of(NEW)]
    assert practitioners.work_at(of(OLD), elsewhere, today)
    assert len(practitioners.workplaces(of(NEW))) == 3
    assert elsewhere in practitioners.at_work_with(of(NEW), today)
    assert set(practitioners.working_at([elsewhere.pk], today)) == {of(OLD), of(NEW)}
    assert sorted(practitioners.at_work([of(NEW).pk], today)[of(NEW).pk]) == [
        "示例医院",
        "示例药店",
        "示例诊所",
    ]
    assert list(practitioners.at_code(elsewhere.code, today)) == [of(NEW)]


def test_who_works_here_only_by_the_old_code_is_seen_here(twice: Place, shaoxing: Place) -> None:
    """The entry that stands is another territory's; the merged one worked here, and so does the person."""
    far = practitioner(shaoxing, code="D330600000001")
    with acting():
        Practitioner.objects.filter(code=OLD).update(merged_into=far)
    assert far in practitioners.visible(twice.officer(Role.AUDITOR))
    assert far in practitioners.within(twice.bureau)


def test_both_dockets_tell_of_it_and_both_verify(twice: Place) -> None:
    do(merge_practitioner, OLD, twice, into=NEW)
    old, new = (PractitionerDossier.objects.get(practitioner=of(code)) for code in (OLD, NEW))
    assert (old.state, new.state) == ("merged", "open")
    assert Event.objects.get(docket=new.docket).data["code"] == OLD
    assert Event.objects.get(docket=old.docket).deed == Event.objects.get(docket=new.docket).deed
    do(unmerge_practitioner, OLD, twice)
    assert of(OLD).merged_into is None and Event.objects.filter(docket=new.docket).count() == 2
    assert list(breaks()) == []


@pytest.mark.parametrize(
    ("code", "into", "says"),
    [
        (OLD, OLD, "自己的代码"),
        (OLD, "D500237999999", "没有这个代码"),
        (OTHER, OLD, "已经并入另一位"),
        (NEW, OTHER, "先把它们拆开"),
        (OTHER, "D330600000001", "由.*管理"),
    ],
)
def test_merging_that_cannot_be(code: str, into: str, says: str, twice: Place, shaoxing: Place) -> None:
    practitioner(
        shaoxing, institution(twice, "另一家"), code="D330600000001"
    )  # works here, is managed elsewhere
    do(merge_practitioner, OLD, twice, into=NEW)
    if code == OLD:
        do(unmerge_practitioner, OLD, twice)
    with pytest.raises(Refused, match=says):
        do(merge_practitioner, code, twice, into=into)


def test_on_the_desk(twice: Place) -> None:
    desk = signed_in(twice.user(Role.CASE_OFFICER))
    alike = desk.get("/desk/institutions-alike/").content.decode()
    assert OLD in alike and NEW in alike and OTHER not in alike
    number = dossier_of(of(OLD)).number
    sent = {"into": NEW, "why": "同一人", "key": "k"}
    done = desk.post(f"/desk/do/{merge_practitioner.name}/{number}/", sent, follow=True)
    assert done.redirect_chain[-1][0].endswith("?itself=1") and "已并入另一个" in done.content.decode()
    assert desk.get(f"/desk/practitioners/{OLD}/")["Location"] == f"/desk/practitioners/{NEW}/"
    assert OLD in desk.get(f"/desk/practitioners/{NEW}/").content.decode()
    assert "没有发现疑似重复的医师药师" in desk.get("/desk/institutions-alike/").content.decode()
