"""What leaves the house of a lead's evidence: the copy with faces covered where there is one, and the record says which."""

import pytest
from django.urls import reverse
from handling import afresh, brought, clerk

from watching import photo, signed_in
from world import Place
from zhongdu import files
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.files import copies
from zhongdu.files.models import Attachment
from zhongdu.leads import acts, evidence, passing_on
from zhongdu.leads.models import Lead
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
BOXES = "1000,1000,4000,4000"


def with_photo(place: Place) -> tuple[Lead, Attachment]:
    lead = brought(place, evidence=[photo(name="张三的脸.jpg")])
    return lead, files.attached(lead.number, evidence.KIND).get()


def last(lead: Lead) -> Event:
    return Event.objects.filter(docket=lead.docket_id).latest("seq")


@pytest.mark.clauses("wushan:9.4")
def test_a_masked_copy_is_an_act_that_names_both_files(wushan: Place) -> None:
    lead, kept = with_photo(wushan)
    perform(acts.mask_evidence, lead, clerk(wushan), file=kept.public_id, boxes=BOXES)
    copy = copies.masked([kept])[kept.pk]
    assert last(lead).data["copy"] == [copy.public_id, copy.blob.sm3]
    assert last(lead).data["copy_of"] == [kept.public_id, kept.blob.sm3]
    assert last(lead).data["boxes"] == BOXES and list(breaks()) == []


def test_without_boxes_nothing_is_made(beijing: Place) -> None:
    lead, kept = with_photo(beijing)
    with pytest.raises(Refused) as refused:
        perform(acts.mask_evidence, lead, clerk(beijing), file=kept.public_id, boxes="0,0,1,1")
    assert refused.value.fields.keys() == {"boxes"} and not copies.masked([kept])


def test_whoever_is_asked_gets_the_masked_copy(wushan: Place) -> None:
    lead, kept = with_photo(wushan)
    me = clerk(wushan)
    lead = perform(acts.take_up, lead, me)
    (offered,) = passing_on.to_choose(lead, None)
    assert "没有遮盖" in offered[1]
    lead = perform(acts.mask_evidence, lead, me, file=kept.public_id, boxes=BOXES)
    (offered,) = passing_on.to_choose(lead, None)
    assert "交遮盖副本" in offered[1]
    asked = {"to": "agency", "words": "请说明。", "until": clock.today(), "hand": [kept.public_id]}
    lead = perform(acts.ask_about, lead, me, **asked)
    copy = copies.masked([kept])[kept.pk]
    assert last(lead).data["handed"] == [[copy.public_id, copy.blob.sm3]]
    (went,) = passing_on.handed(lead)
    assert went.files == [copy]


def test_a_department_gets_a_copy_without_what_the_camera_wrote(wushan: Place) -> None:
    lead, kept = with_photo(wushan)
    clause = {"clause": "wushan:10", "department": "市场监督管理局", "words": "归它管。"}
    perform(acts.pass_to_department, lead, clerk(wushan), hand=[kept.public_id], **clause)
    (public_id, digest) = last(lead).data["handed"][0]
    copy = Attachment.objects.get(public_id=public_id)
    assert (copy.kind, copy.copy_of, copy.blob.sm3) == (copies.PLAIN, kept, digest)
    assert digest != kept.blob.sm3


def test_what_is_not_of_this_lead_cannot_be_handed_on(wushan: Place) -> None:
    _, kept = with_photo(wushan)
    other = brought(wushan)
    clause = {"clause": "wushan:10", "department": "市场监督管理局", "words": "归它管。"}
    with pytest.raises(Refused):
        perform(acts.pass_to_department, other, clerk(wushan), hand=[kept.public_id], **clause)


def test_the_speaker_sees_neither_that_it_was_masked_nor_the_copy(wushan: Place) -> None:
    lead, kept = with_photo(wushan)
    perform(acts.mask_evidence, lead, clerk(wushan), file=kept.public_id, boxes=BOXES)
    copy = copies.masked([kept])[kept.pk]
    phone = signed_in(lead.user)
    assert "遮盖" not in phone.get(reverse("phone:lead", kwargs={"number": lead.number})).content.decode()
    address = reverse("phone:lead_file", kwargs={"number": lead.number, "file": copy.public_id})
    assert phone.get(address).status_code == 404


def test_the_page_makes_it_and_keeps_what_was_drawn(wushan: Place) -> None:
    lead, kept = with_photo(wushan)
    desk = signed_in(wushan.user(Role.CASE_OFFICER))
    address = reverse("desk:mask_evidence", kwargs={"number": lead.number})
    assert "做一份遮盖副本" in desk.get(address).content.decode()  # the only photograph is chosen by itself
    assert desk.get(address, {"file": "another"}).status_code == 404
    wrong = desk.post(address, {"file": kept.public_id, "boxes": "", "seen": "", "key": "k"})
    assert "还没有画方框" in wrong.content.decode()
    again = desk.post(address, {"file": kept.public_id, "boxes": "0,0,20000,1", "seen": "", "key": "k"})
    assert "0,0,20000,1" in again.content.decode() and "请重新画" in again.content.decode()
    made = desk.post(address, {"file": kept.public_id, "boxes": BOXES, "seen": "", "key": "k"}, follow=True)
    assert "再看一眼" in made.content.decode() and f'value="{BOXES}"' in made.content.decode()
    page = desk.get(reverse("desk:lead", kwargs={"number": lead.number})).content.decode()
    copy = copies.masked([kept])[kept.pk]
    assert copy.public_id in page
    served = desk.get(reverse("desk:lead_file", kwargs={"number": lead.number, "file": copy.public_id}))
    assert served.status_code == 200 and "copy.jpg" in served["Content-Disposition"]
    assert afresh(lead).state == "filed"
