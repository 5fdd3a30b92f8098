"""A report of retaliation is never seen, counted or reached by anybody of the bureau it goes past."""

import re
from typing import Any

import pytest
from django.urls import reverse
from serving import somebody

from watching import photo, signed_in, supervisor
from world import Place
from zhongdu import files
from zhongdu.acts.allowing import may_now
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.acts import set_target
from zhongdu.calendar import clock
from zhongdu.duties import board
from zhongdu.duties.models import Duty, Source
from zhongdu.record.models import Event
from zhongdu.roster.acts import end_appointment
from zhongdu.scope.actor import officer
from zhongdu.scope.models import Post
from zhongdu.scope.roles import POSTS, Role
from zhongdu.service import acts
from zhongdu.service.models import Retaliation
from zhongdu.web import waiting

pytestmark = pytest.mark.django_db
WORDS = "反映药店以后，有人威胁我的家人"
LISTS = (
    "desk:home",
    "desk:board",
    "desk:service",
    "desk:retaliations",
    "desk:assessments",
    "desk:appointments",
)


@pytest.fixture
def changsha(hunan: Place) -> Place:
    return hunan.below("430100", "长沙市医疗保障局", "city")


def reported(place: Place) -> Any:
    term = somebody(place)
    return perform(acts.file_retaliation, term, supervisor(term), words=WORDS, evidence=[photo()])


def addresses(matter: Any) -> list[str]:
    file = files.attached(matter.number).get().public_id
    return [
        reverse("desk:retaliation", kwargs={"number": matter.number}),
        reverse("desk:retaliation_file", kwargs={"number": matter.number, "file": file}),
        *(
            reverse("desk:do", kwargs={"number": matter.number, "act": f"service.{verb}"})
            for verb in ("take_up_retaliation", "protect", "answer_retaliation")
        ),
    ]


@pytest.mark.parametrize("role", POSTS)
def test_nobody_of_the_persons_own_bureau_can_find_it(hunan: Place, changsha: Place, role: Role) -> None:
    hunan.user(Role.DISCIPLINE_OFFICER)
    matter = reported(changsha)
    assert (matter.bureau, matter.against) == (hunan.bureau, changsha.bureau)
    named, client = changsha.officer(role), signed_in(changsha.user(role))
    assert not Retaliation.objects.visible_to(named).exists()
    assert not board.visible(named).filter(docket=matter.docket).exists()
    assert not [pile for pile in waiting.for_officer(named) if "打击报复" in pile.label]
    for address in addresses(matter):
        answer = client.get(address)
        assert answer.status_code in {403, 404}, address
        assert WORDS not in answer.content.decode()
    for page in LISTS:
        content = client.get(reverse(page)).content.decode()
        assert matter.number not in content and WORDS not in content, page
    for act in (acts.take_up_retaliation, acts.protect, acts.answer_retaliation):
        with pytest.raises(Refused) as refused:
            perform(act, matter, named, words="…")
        assert refused.value.code == "not_there"


@pytest.mark.parametrize("role", [role for role in POSTS if role is not Role.DISCIPLINE_OFFICER])
def test_above_only_discipline_officers_read_it(hunan: Place, changsha: Place, role: Role) -> None:
    hunan.user(Role.DISCIPLINE_OFFICER)
    matter = reported(changsha)
    other = hunan.officer(role)
    assert not Retaliation.objects.visible_to(other).exists()
    assert not board.visible(other).filter(docket=matter.docket).exists()
    assert signed_in(hunan.user(role)).get(addresses(matter)[0]).status_code in {403, 404}
    with pytest.raises(Refused) as refused:
        perform(acts.take_up_retaliation, matter, other)
    assert refused.value.code == "not_there"


def test_who_holds_a_post_in_both_houses_does_not_read_it(hunan: Place, changsha: Place) -> None:
    watch = hunan.user(Role.DISCIPLINE_OFFICER)
    Post.objects.create(user=watch, bureau=changsha.bureau, role=Role.AUDITOR, since=clock.today())
    matter = reported(changsha)
    assert not Retaliation.objects.visible_to(officer(watch, clock.today())).filter(pk=matter.pk).exists()


def test_it_is_taken_up_sheltered_answered_and_the_person_reads_it(hunan: Place, changsha: Place) -> None:
    watch = hunan.officer(Role.DISCIPLINE_OFFICER)
    matter = reported(changsha)
    client = signed_in(hunan.user(Role.DISCIPLINE_OFFICER))
    assert [pile.count for pile in waiting.for_officer(watch) if "打击报复" in pile.label] == [1]
    page = client.get(addresses(matter)[0]).content.decode()
    assert WORDS in page and "示例·何小满" in page and "严格保密" in page
    assert b"".join(client.get(addresses(matter)[1]).streaming_content), "evidence"  # type: ignore[attr-defined]
    perform(acts.take_up_retaliation, matter, watch)
    perform(acts.protect, matter, watch, words="已约谈有关人员，专人联系您。")
    me = signed_in(matter.user)
    news = [pile.label for pile in waiting.for_supervisor(supervisor(matter.appointment))]
    assert "件打击报复反映有新消息" in news
    own = reverse("phone:retaliation", kwargs={"number": matter.number})
    assert "专人联系您" in me.get(own).content.decode()
    assert "件打击报复反映有新消息" not in [
        pile.label for pile in waiting.for_supervisor(supervisor(matter.appointment))
    ], "read is read"
    done = perform(acts.answer_retaliation, matter, watch, words="已查清，责任人受到处分。")
    assert done.answered_on == clock.today()
    assert "责任人受到处分" in me.get(own).content.decode()
    assert Duty.objects.get(docket=matter.docket).met_on == clock.today()


def test_the_clock_is_the_handling_bureaus_own_target_and_says_so(hunan: Place, changsha: Place) -> None:
    chief = hunan.officer(Role.DECIDER)
    perform(set_target, hunan.office, chief, concept="service.protection", n=10, unit="working_days")
    duty = Duty.objects.get(docket=reported(changsha).docket)
    assert duty.bureau == hunan.bureau and duty.source == Source.TARGET and duty.due is not None


def test_with_nobody_above_its_own_discipline_officer_alone_reads_it_and_the_page_says_so(
    wushan: Place,
) -> None:
    term = somebody(wushan)
    form = signed_in(term.user).get(reverse("phone:file_retaliation")).content.decode()
    assert "没有上级局在本平台" in form and "还没有在本平台设纪检人员" in form
    matter = reported(wushan)
    assert (matter.bureau, matter.against) == (wushan.bureau, wushan.bureau)
    for role in POSTS:
        sees = Retaliation.objects.visible_to(wushan.officer(role)).filter(pk=matter.pk).exists()
        assert sees == (role is Role.DISCIPLINE_OFFICER), role


def test_it_goes_to_the_nearest_bureau_above_that_has_somebody_to_read_it(
    hunan: Place, changsha: Place
) -> None:
    district = changsha.below("430102", "芙蓉区医疗保障局")
    assert reported(district).bureau == changsha.bureau, "nobody anywhere: the one just above"
    hunan.user(Role.DISCIPLINE_OFFICER)
    assert reported(district).bureau == hunan.bureau
    changsha.user(Role.DISCIPLINE_OFFICER)
    assert reported(district).bureau == changsha.bureau


def test_the_page_tells_first_who_will_read_it(hunan: Place, changsha: Place) -> None:
    hunan.user(Role.DISCIPLINE_OFFICER)
    term = somebody(changsha)
    page = signed_in(term.user).get(reverse("phone:file_retaliation")).content.decode()
    assert "由上级湖南省医疗保障局的纪检人员办理" in page and "长沙市医疗保障局的人看不到" in page


def test_who_has_left_may_report_and_another_supervisor_reads_nothing(hunan: Place, changsha: Place) -> None:
    term = somebody(changsha)
    ground = next(
        bound.name for bound in changsha.law.family("ending.ground") if bound.rule.raised_by == "finding"
    )
    chief = changsha.officer(Role.DECIDER)
    perform(
        end_appointment,
        term,
        chief,
        ground=ground,
        facts="示例",
        graveness="示例",
        discretion="示例",
        conduct_on=clock.today(),
    )
    client = signed_in(term.user)
    told = {"words": WORDS, "key": "once"}
    answer = client.post(reverse("phone:file_retaliation"), told)
    assert answer.status_code == 302
    assert client.post(reverse("phone:file_retaliation"), told)["Location"] == answer["Location"], (
        "a double click"
    )
    other = signed_in(somebody(changsha, "示例·另一人").user)
    assert other.get(answer["Location"]).status_code == 404


def test_bad_requests_come_back_with_what_was_typed(hunan: Place, changsha: Place) -> None:
    client = signed_in(somebody(changsha).user)
    address = reverse("phone:file_retaliation")
    assert "请填写发生了什么" in client.post(address, {"wanted": "换个联络员"}).content.decode()
    bad = photo(name="bad.jpg")
    bad.file.seek(0)
    bad.file.truncate(3)
    bad.size = 3
    page = client.post(address, {"words": WORDS, "evidence": bad}).content.decode()
    assert WORDS in page and not Retaliation.objects.exists()


def test_nothing_of_it_stands_on_the_supervisors_own_docket(hunan: Place, changsha: Place) -> None:
    matter = reported(changsha)
    own = Event.objects.filter(docket=matter.appointment.docket)
    assert not [event for event in own if matter.number in str(event.data) or "retaliation" in event.act]
    page = signed_in(changsha.user(Role.DECIDER)).get(
        reverse("desk:appointment", kwargs={"number": matter.appointment.number})
    )
    assert not re.search("打击报复|retaliation", page.content.decode())
    assert "file_retaliation" not in {
        act.verb for act in may_now(matter.appointment, changsha.officer(Role.DECIDER))
    }
