"""What others brought is material; only what two officers took up is evidence, and only that can be cited."""

from datetime import date

import pytest
from inspecting import City, begun, copied, fresh, record, refused, taken_up

from watching import photo
from zhongdu import files
from zhongdu.acts.performing import perform
from zhongdu.files import copies
from zhongdu.inspections import acts, queries
from zhongdu.inspections.evidence import material
from zhongdu.leads import acts as leads
from zhongdu.leads.filing import CHANNELS
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def test_material_is_no_evidence_until_another_officer_has_checked_it(city: City) -> None:
    made, one, two = begun(city)
    made = copied(made, one, two)
    assert queries.evidence(made) == []
    (piece, _), *_ = material(made)
    given = {
        "piece": piece.public_id,
        "kind": "evidence.kind.electronic",
        "shows": "刷卡。",
        "obtained": "现场拍照。",
    }
    perform(acts.propose_evidence, made, one, **given)
    assert queries.evidence(fresh(made)) == []
    check = {"evidence": "1", "holds": "taken_up", "checked": "与明细核对一致。"}
    assert refused(lambda: perform(acts.check_evidence, fresh(made), one, **check)).code == "ones_own"
    perform(acts.check_evidence, fresh(made), two, **check)
    (taken,) = queries.evidence(fresh(made))
    assert (taken.shows, taken.obtained, taken.checked) == ("刷卡。", "现场拍照。", "与明细核对一致。")
    assert taken.officers == (one.user_id, two.user_id)
    assert fresh(made).docket.events.order_by("-seq").first().clauses == ["penalty-law:46/2"]


def test_what_does_not_hold_stays_material_and_may_be_proposed_again(city: City) -> None:
    made, one, two = begun(city)
    made = copied(made, one, two)
    (piece, _), *_ = material(made)
    given = {
        "piece": piece.public_id,
        "kind": "evidence.kind.electronic",
        "shows": "刷卡。",
        "obtained": "现场拍照。",
    }
    perform(acts.propose_evidence, made, one, **given)
    assert (
        refused(lambda: perform(acts.propose_evidence, made, one, **given)).code == "not_now"
    )  # nothing is left to take up
    perform(acts.check_evidence, made, two, evidence="1", holds="rejected", checked="日期对不上。")
    assert queries.evidence(fresh(made)) == []
    perform(acts.propose_evidence, made, two, **given)
    assert fresh(made).all_evidence.count() == 2


def test_there_are_the_eight_kinds_of_the_law(city: City) -> None:
    kinds = [bound.label for bound in city.east.law.family("evidence.kind")]
    assert kinds == [
        "书证",
        "物证",
        "视听资料",
        "电子数据",
        "证人证言",
        "当事人的陈述",
        "鉴定意见",
        "勘验笔录、现场笔录",
    ]


def test_a_record_is_taken_up_like_any_other_piece(city: City) -> None:
    made, one, two = begun(city)
    made = record(made, one, two)
    row = made.records.get()
    perform(
        acts.propose_evidence,
        made,
        two,
        piece=f"record:{row.pk}",
        kind="evidence.kind.site_record",
        shows="现场情况。",
        obtained="当场制作。",
    )
    perform(acts.check_evidence, fresh(made), one, evidence="1", holds="taken_up", checked="与录像一致。")
    assert queries.evidence(fresh(made))[0].record == 1


def test_what_came_with_a_lead_reaches_the_team_without_its_name_and_without_who_brought_it(
    city: City,
) -> None:
    by = city.east.officer(Role.CASE_OFFICER)
    lead = perform(
        leads.enter_lead, city.east.office, by, channel=CHANNELS[0][0], received_on=date(2026, 6, 1),
        words="店员刷卡套现，我亲眼看见。", institution=city.shop.name, evidence=[photo(name="张三拍的.jpg")],
    )  # fmt: skip
    perform(leads.take_up, lead, by)
    made = perform(
        acts.inspect_lead, fresh(lead), by, title="结算检查", way="inspection.way.special", words="查。"
    )
    (kept,) = files.attached(lead.number, "evidence")
    assert material(made) == []
    assert (
        refused(lambda: perform(acts.hand_over_material, made, by, pieces=[kept.public_id])).code
        == "look_first"
    )
    perform(acts.hand_over_material, made, by, pieces=[kept.public_id], checked=True)
    ((piece, name),) = material(made)
    assert name == "材料1.jpeg" and piece.added_by == by.user_id
    assert files.names([kept])[kept.public_id] == "张三拍的.jpg"  # as it was, where it was
    assert refused(lambda: perform(acts.hand_over_material, made, by)).code == "not_now"  # nothing is left


def test_of_what_was_masked_the_team_gets_the_masked_copy(city: City) -> None:
    by = city.east.officer(Role.CASE_OFFICER)
    lead = perform(
        leads.enter_lead, city.east.office, by, channel=CHANNELS[0][0], received_on=date(2026, 6, 1), words="店员刷卡套现，我亲眼看见。",
        institution=city.shop.name, evidence=[photo()],
    )  # fmt: skip
    perform(leads.take_up, lead, by)
    (kept,) = files.attached(lead.number, "evidence")
    masked = copies.mask(kept, [(1000, 1000, 3000, 3000)], added_by=by.user_id)
    made = perform(
        acts.inspect_lead, fresh(lead), by, title="结算检查", way="inspection.way.special", words="查。"
    )
    perform(acts.hand_over_material, made, by, pieces=[kept.public_id], checked=True)
    assert material(made)[0][0].blob_id == masked.blob_id


def test_a_decision_sees_nothing_but_what_was_taken_up(city: City) -> None:
    made, one, two = begun(city)
    made = taken_up(copied(copied(made, one, two), one, two), one, two)
    assert len(material(made)) == 2
    assert [each.number for each in queries.evidence(made)] == [1]
