"""Bringing a lead: always registered, thin or not; what it lacks is said, what it holds is safe."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from watching import appoint, institution, photo, signed_in, supervisor
from world import Place
from zhongdu import files, vault
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty, Source
from zhongdu.fieldwork.queries import Visit
from zhongdu.files.models import Attachment
from zhongdu.institutions.queries import Institution
from zhongdu.leads import acts, filing, queries
from zhongdu.leads.models import Lead
from zhongdu.record.keeping import open_docket
from zhongdu.record.models import Event
from zhongdu.roster.queries import Appointment
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def last_event(lead: Lead) -> Event:
    return Event.objects.filter(docket=lead.docket_id).order_by("-seq")[0]


@pytest.mark.clauses("beijing:8.2", "beijing:8.6/2")
def test_a_whole_lead_lacks_nothing_and_cites_what_the_measure_asks_for(beijing: Place) -> None:
    term, shop = appoint(beijing), institution(beijing)
    lead = perform(
        acts.file_lead, term, supervisor(term), words="店员把保健品当药品刷医保卡", institution=shop.name,
        happened_at=datetime(2026, 9, 1, 10, 30, tzinfo=clock.CHINA), place="示例路1号", evidence=[photo()],
    )  # fmt: skip
    assert (lead.state, lead.bureau, lead.institution, lead.lacks) == ("filed", beijing.bureau, shop, [])
    assert lead.happened_at.isoformat() == "2026-09-01T10:30:00+08:00"
    assert "beijing:8.6/2" in last_event(lead).clauses
    assert "beijing:8.2" in last_event(lead).clauses


@pytest.mark.clauses("beijing:8.6/2")
def test_a_thin_lead_is_registered_and_says_what_is_missing(beijing: Place) -> None:
    term = appoint(beijing)
    lead = perform(acts.file_lead, term, supervisor(term), words="街口那家药店有问题")
    assert lead.state == "filed"
    assert lead.lacks == ["时间", "地点", "证据"]
    assert filing.is_thin(lead, beijing.law)


@pytest.mark.clauses("wushan:6.4", "wushan:9.4")
def test_where_the_measure_asks_for_nothing_more_the_base_speaks_and_only_wishes(wushan: Place) -> None:
    term = appoint(wushan)
    lead = perform(acts.file_lead, term, supervisor(term), words="有人拿别人的卡买药")
    assert lead.lacks == ["被反映的机构或者人员", "能够提供的材料"]
    assert not filing.is_thin(lead, wushan.law)
    assert {"wushan:6.4", "wushan:9.4"} <= set(last_event(lead).clauses)


def test_nothing_at_all_is_no_lead(beijing: Place) -> None:
    term = appoint(beijing)
    with pytest.raises(Refused) as refused:
        perform(acts.file_lead, term, supervisor(term), institution="惠民大药房")
    assert "words" in refused.value.fields
    assert not Lead.objects.exists()


def test_it_cannot_have_happened_tomorrow(beijing: Place) -> None:
    term = appoint(beijing)
    with pytest.raises(Refused) as refused:
        perform(
            acts.file_lead, term, supervisor(term), words="…", happened_at=clock.now() + timedelta(hours=1)
        )
    assert refused.value.fields == {"happened_at": "时间不能晚于现在。"}


@pytest.mark.clauses("wushan:7.2.2", "wushan:7.1.5")
def test_a_lead_may_carry_several_kinds_each_with_its_clause(wushan: Place) -> None:
    term = appoint(wushan)
    kinds = ["violation.pharmacy_swapped_goods", "violation.swapped_items"]
    lead = perform(acts.file_lead, term, supervisor(term), words="刷卡买洗衣粉", violations=kinds)
    assert lead.violations == kinds
    assert {"wushan:7.2.2", "wushan:7.1.5"} <= set(last_event(lead).clauses)


@pytest.mark.clauses("wushan:7", "wushan:7.1", "wushan:7.2", "wushan:7.3", "wushan:7.4", "wushan:7.5")
def test_every_kind_wushan_names_can_be_reported_in_its_own_group(wushan: Place) -> None:
    from zhongdu.leads.filing import by_group

    groups = dict(by_group(wushan.law))
    assert {group: len(kinds) for group, kinds in groups.items()} == {
        "定点医疗机构": 9, "定点零售药店": 5, "参保人员": 4, "医保经办机构": 3, "其他": 1,
    }  # fmt: skip
    term = appoint(wushan)
    for name, _ in filing.violations(term, wushan.law):
        lead = perform(acts.file_lead, term, supervisor(term), words="所见如此", violations=[name])
        assert str(wushan.law.rule(name).address) in last_event(lead).clauses


def test_a_measure_without_a_catalogue_uses_the_bases(beijing: Place) -> None:
    term = appoint(beijing)
    offered = dict(filing.violations(term, beijing.law))
    assert "violation.swapping" in offered
    lead = perform(acts.file_lead, term, supervisor(term), words="串换", violations=["violation.swapping"])
    assert "fund-regulation:38.4" in last_event(lead).clauses or any(
        clause.endswith(":38.4") for clause in last_event(lead).clauses
    )


def test_a_kind_the_measure_does_not_name_is_not_taken(wushan: Place) -> None:
    term = appoint(wushan)
    with pytest.raises(Refused) as refused:
        perform(acts.file_lead, term, supervisor(term), words="…", violations=["violation.invented_here"])
    assert refused.value.fields == {"violations": "请从给出的选项里选。"}


def test_a_name_that_fits_two_institutions_is_kept_as_written_until_an_officer_says(beijing: Place) -> None:
    term = appoint(beijing)
    east = institution(beijing, "惠民大药房东街店")
    institution(beijing, "惠民大药房西街店")
    lead = perform(acts.file_lead, term, supervisor(term), words="…", institution="惠民大药房")
    assert lead.institution is None
    assert vault.read(lead.number, "whom") == {"whom": "惠民大药房"}
    officer = beijing.officer(Role.CASE_OFFICER)
    lead = perform(acts.name_institution, lead, officer, institution=east.code)
    assert lead.institution == east
    with pytest.raises(Refused, match="已经确认"):
        perform(acts.name_institution, lead, officer, institution=east.code)


def test_an_institution_of_another_territory_is_not_found(beijing: Place, wushan: Place) -> None:
    elsewhere = institution(wushan, "三峡大药房")
    term = appoint(beijing)
    assert (
        perform(acts.file_lead, term, supervisor(term), words="…", institution=elsewhere.code).institution
        is None
    )


def test_evidence_is_kept_with_its_hash_on_the_record(beijing: Place) -> None:
    term = appoint(beijing)
    lead = perform(acts.file_lead, term, supervisor(term), evidence=[photo("red"), photo("blue", "二.jpg")])
    kept = list(files.attached(lead.number, "evidence"))
    assert list(files.names(kept).values()) == ["现场.jpg", "二.jpg"]
    assert last_event(lead).data["files"] == [[each.public_id, each.blob.sm3] for each in kept]
    assert {each.added_by for each in kept} == {term.user_id}


def test_a_photo_that_is_no_photo_is_refused_by_name_and_nothing_is_half_kept(beijing: Place) -> None:
    term = appoint(beijing)
    fake = SimpleUploadedFile("现场.jpg", b"#!/bin/sh\necho hello\n", "image/jpeg")
    with pytest.raises(Refused) as refused:
        perform(acts.file_lead, term, supervisor(term), words="见照片", evidence=[photo(), fake])
    assert "“现场.jpg”" in refused.value.fields["evidence"]
    assert not Lead.objects.exists()
    assert not Attachment.objects.exists()


def test_nothing_that_was_told_lies_in_the_database_in_clear(beijing: Place) -> None:
    term = appoint(beijing)
    told = {"words": "张三在示例路当场刷卡套现", "place": "示例路17号二楼", "institution": "张三开的小药店"}
    lead = perform(acts.file_lead, term, supervisor(term), **told)
    row = {field.name: getattr(lead, field.attname) for field in Lead._meta.concrete_fields}
    assert "张三" not in f"{row}{last_event(lead).data}" and "示例路" not in f"{row}{last_event(lead).data}"
    assert queries.said(lead)[0].words == told["words"]


@pytest.mark.clauses("wushan:10", "hunan:10.2")
@pytest.mark.parametrize(("measure", "clause"), [("wushan", "wushan:10"), ("hunan", "hunan:10.2")])
def test_a_lead_opens_the_duty_to_answer_owed_to_the_one_who_spoke(
    request, measure: str, clause: str
) -> None:
    place: Place = request.getfixturevalue(measure)
    term = appoint(place)
    lead = perform(acts.file_lead, term, supervisor(term), words="…")
    owed = Duty.objects.get(docket=lead.docket, concept="lead.answer")
    assert (owed.clause, owed.due, owed.source, owed.owed_to, owed.bureau) == (
        clause, None, Source.NONE, term.user, place.bureau,
    )  # fmt: skip


def test_the_same_key_twice_is_one_lead(beijing: Place) -> None:
    term = appoint(beijing)
    first = perform(acts.file_lead, term, supervisor(term), key="a" * 32, words="…")
    again = perform(acts.file_lead, term, supervisor(term), key="a" * 32, words="…")
    assert first == again and Lead.objects.count() == 1


def test_only_the_supervisor_files_under_an_appointment(beijing: Place) -> None:
    term, other = appoint(beijing), appoint(beijing)
    for actor in (supervisor(other), beijing.officer(Role.CASE_OFFICER)):
        with pytest.raises(Refused):
            perform(acts.file_lead, term, actor, words="…")
    assert not Lead.objects.exists()


@pytest.mark.clauses("beijing:8.6/2")
def test_a_thin_lead_goes_back_is_completed_and_nothing_said_before_is_lost(beijing: Place) -> None:
    term, officer = appoint(beijing), beijing.officer(Role.CASE_OFFICER)
    lead = perform(acts.file_lead, term, supervisor(term), words="街口药店")
    lead = perform(acts.return_for_completion, lead, officer, words="请补充时间，最好有照片。")
    assert lead.state == "returned"
    assert [each.words for each in queries.told(lead)] == ["请补充时间，最好有照片。"]
    with pytest.raises(Refused, match="至少补充一项"):
        perform(acts.complete, lead, supervisor(term))
    lead = perform(
        acts.complete, lead, supervisor(term), words="九月一日上午", happened_at=datetime(2026, 9, 1, 10, tzinfo=clock.CHINA), evidence=[photo()]
    )  # fmt: skip
    assert (lead.state, lead.lacks) == ("filed", ["地点"])
    assert [each.words for each in queries.said(lead)] == ["街口药店", "九月一日上午"]
    assert Duty.objects.open().get(docket=lead.docket).concept == "lead.answer"


@pytest.mark.clauses("hunan:7.2")
def test_hunans_supervisors_bring_leads_about_the_use_of_the_fund(hunan: Place) -> None:
    term = appoint(hunan.below("430100", "长沙市医疗保障局", "city"))
    lead = perform(acts.file_lead, term, supervisor(term), words="…")
    assert (lead.bureau.code, "hunan:7.2" in last_event(lead).clauses) == ("430100", True)


def visited(term: Appointment, shop: Institution) -> Visit:
    with acting():
        return Visit.objects.create(
            docket=open_docket(Visit._meta.label_lower, term.bureau), bureau=term.bureau, appointment=term, user=term.user,
            institution=shop, checklist="checklist.pharmacy", state=Visit.State.DONE, done_at=clock.now(),
        )  # fmt: skip


@pytest.mark.clauses("wushan:6.3")
def test_a_lead_from_a_visit_knows_where_it_was(wushan: Place) -> None:
    term, shop = appoint(wushan), institution(wushan)
    visit = visited(term, shop)
    page = signed_in(term.user).get(f"/my/report/?visit={visit.number}").content.decode()
    assert shop.name in page and 'name="institution"' not in page
    lead = perform(acts.file_lead, term, supervisor(term), words="柜台卖日用品", visit=visit.number)
    assert (lead.institution, lead.visit, lead.lacks) == (shop, visit, ["能够提供的材料"])
    assert "wushan:6.3" in last_event(lead).clauses


def test_somebody_elses_visit_is_not_found(wushan: Place) -> None:
    term = appoint(wushan)
    theirs = visited(appoint(wushan), institution(wushan))
    with pytest.raises(Refused) as refused:
        perform(acts.file_lead, term, supervisor(term), words="…", visit=theirs.number)
    assert "visit" in refused.value.fields
    assert (
        theirs.institution.name
        not in signed_in(term.user).get(f"/my/report/?visit={theirs.number}").content.decode()
    )
