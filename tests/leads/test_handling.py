"""Who has a lead in hand, what officers note among themselves, whom they ask."""

from datetime import date

import pytest
from django.urls import reverse
from handling import afresh, brought, clerk, speaker

from watching import institution, photo, signed_in
from world import Place
from zhongdu import files
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.leads import acts, evidence, looking
from zhongdu.leads.handling import officers_for
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
NOTE = "已电话联系店长，说法前后不一"


def page(user: object, name: str, **kwargs: str) -> str:
    return signed_in(user).get(reverse(name, kwargs=kwargs)).content.decode()


def test_the_head_gives_it_to_an_officer_by_name_and_it_is_handed_over_with_the_record(
    beijing: Place,
) -> None:
    lead, chief = brought(beijing), beijing.officer(Role.DECIDER)
    one, two = clerk(beijing, "one"), clerk(beijing, "two")
    assert dict(officers_for(lead, beijing.law)).keys() == {str(one.user_id), str(two.user_id)}
    with pytest.raises(Refused) as refused:
        perform(acts.assign_lead, lead, chief, officer=str(chief.user_id))
    assert refused.value.fields == {"officer": "请从给出的选项里选。"}
    lead = perform(acts.assign_lead, lead, chief, officer=str(one.user_id), words="请尽快。")
    assert (lead.state, lead.handler_id) == ("taken_up", one.user_id)
    owed = Duty.objects.get(docket=lead.docket, concept="lead.answer")
    lead = perform(acts.hand_over, lead, one, officer=str(two.user_id), words="店长已谈过，还差进货单。")
    assert lead.handler_id == two.user_id
    assert Duty.objects.get(pk=owed.pk).since == owed.since  # the clock does not start anew
    shown = page(beijing.user(Role.CASE_OFFICER, "two"), "desk:lead", number=lead.number)
    assert "店长已谈过" in shown and "请尽快。" in shown and "经办人 " in shown
    mine = signed_in(beijing.user(Role.CASE_OFFICER, "two")).get(
        reverse("desk:leads"), {"handler": str(two.user_id)}
    )
    assert lead.number in mine.content.decode()
    assert (
        lead.number
        not in signed_in(beijing.user(Role.CASE_OFFICER, "one"))
        .get(reverse("desk:leads"), {"handler": str(one.user_id)})
        .content.decode()
    )
    phone = page(lead.user, "phone:lead", number=lead.number)
    assert "受理" in phone and "店长已谈过" not in phone and "移交" not in phone and "指定经办人" not in phone


def test_whoever_may_not_know_of_it_is_not_offered(beijing: Place) -> None:
    chaoyang = beijing.below("110105", "朝阳区医疗保障局")
    lead = brought(chaoyang, against="110105")
    both = beijing.user(Role.CASE_OFFICER, "both")
    chaoyang.user(Role.RECRUITER, "both")
    free = clerk(beijing, "free")
    assert list(dict(officers_for(lead, beijing.law))) == [str(free.user_id)]
    assert str(both.pk) in dict(officers_for(brought(beijing), beijing.law))


def test_notes_are_for_officers_only_and_so_is_what_hangs_on_them(beijing: Place) -> None:
    lead, officer = brought(beijing, evidence=[photo()]), clerk(beijing)
    perform(acts.add_note, lead, officer, words=NOTE, material=[photo("blue", "通话记录.jpg")])
    assert [(note.words, note.label) for note in looking.notes(lead)] == [(NOTE, "写内部记录")]
    assert NOTE in page(beijing.user(Role.CASE_OFFICER), "desk:lead", number=lead.number)
    phone = page(lead.user, "phone:lead", number=lead.number)
    assert NOTE not in phone and "内部记录" not in phone
    kept = files.attached(lead.number, evidence.INTERNAL).get().public_id
    where = {"number": lead.number, "file": kept}
    assert (
        signed_in(beijing.user(Role.CASE_OFFICER)).get(reverse("desk:lead_file", kwargs=where)).status_code
        == 200
    )
    for name in ("lead_file", "lead_preview"):
        assert signed_in(lead.user).get(reverse(f"phone:{name}", kwargs=where)).status_code == 404
    assert kept not in phone
    assert NOTE not in str(Event.objects.filter(docket=lead.docket).values_list("data", flat=True))
    with pytest.raises(Refused):
        perform(acts.add_note, lead, speaker(lead), words="…")


def test_a_unit_is_asked_until_a_day_and_what_is_not_answered_shows_as_overdue(beijing: Place) -> None:
    shop, officer = institution(beijing), clerk(beijing)
    user = beijing.user(Role.CASE_OFFICER)
    with clock.on(date(2026, 3, 2)):
        lead = brought(beijing, "串换")
        perform(acts.take_up, lead, officer)
        perform(acts.ask_about, lead, officer, to="institution", institution=shop.code, words="请交进销存。", until=date(2026, 3, 6))  # fmt: skip
        lead = perform(
            acts.ask_about, lead, officer, to="agency", words="请查结算明细。", until=date(2026, 3, 20)
        )
        assert [each.chip.label for each in looking.asked(lead)] == ["等待答复", "等待答复"]
        assert "有单位逾期没有答复" not in page(user, "desk:home")
    with clock.on(date(2026, 3, 9)):
        shown = page(user, "desk:lead", number=lead.number)
        assert "逾期 3 天没有答复" in shown and "请交进销存。" in shown and shop.name in shown
        assert "线索有单位逾期没有答复" in page(user, "desk:home")
        late = signed_in(user).get(reverse("desk:leads"), {"unreplied": "True"}).content.decode()
        assert lead.number in late
        first = lead.requests.order_by("pk")[0]
        perform(
            acts.record_reply,
            lead,
            officer,
            request=str(first.pk),
            words="已交，见附件。",
            material=[photo()],
        )
    with clock.on(date(2026, 3, 10)):
        asked = looking.asked(afresh(lead))
        assert [(each.chip.label, each.reply) for each in asked] == [
            ("已答复，晚了 3 天", "已交，见附件。"),
            ("等待答复", ""),
        ]
        assert "有单位逾期没有答复" not in page(user, "desk:home")
        phone = page(lead.user, "phone:lead", number=lead.number)
        assert "请交进销存" not in phone and "已交，见附件" not in phone and shop.name not in phone
        with pytest.raises(Refused):
            perform(acts.record_reply, lead, officer, request=str(first.pk), words="再答一次")


def test_an_institution_is_asked_by_its_own_name_and_not_until_yesterday(beijing: Place) -> None:
    lead, officer = brought(beijing), clerk(beijing)
    perform(acts.take_up, lead, officer)
    for inputs, wrong in (
        ({"to": "institution", "institution": "没有的药店", "until": clock.today()}, "institution"),
        ({"to": "institution", "until": clock.today()}, "institution"),
        ({"to": "agency", "until": date(2020, 1, 1)}, "until"),
    ):
        with pytest.raises(Refused) as refused:
            perform(acts.ask_about, lead, officer, words="…", **inputs)
        assert wrong in refused.value.fields
    assert not lead.requests.exists()
