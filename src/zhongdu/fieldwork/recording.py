"""The record of a visit: what was seen, signed and final."""

from datetime import datetime
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.fieldwork import bringing, checklists, joining, rules, versions
from zhongdu.fieldwork.asking import ASKED_FOR, State, Way, Work, drop_draft, ready
from zhongdu.fieldwork.bringing import OF_QUESTIONS, Brought
from zhongdu.fieldwork.captures import Capture, Fix, Name
from zhongdu.fieldwork.models import Visit
from zhongdu.law.pack import Bound
from zhongdu.roster.queries import names
from zhongdu.scope.roles import Role


@act(
    on=Visit,
    moves={State.ACCEPTED: State.DONE},
    by=Role.SUPERVISOR,
    under="work.record",
    provided=ready,
    meets=["work.record", *ASKED_FOR],
)
def record_visit(
    visit: Visit,
    deed: Doing,
    *,
    done_at: Annotated[datetime, Says("巡查时间")],
    answers: Annotated[dict[str, str] | None, Says("巡查内容", plain=True)] = None,
    notes: Annotated[dict[str, str] | None, Says("文字说明", secret="visit_words")] = None,
    place: Annotated[str, Says("地点", secret="visit_place", most=200)] = "",
    places: Annotated[dict[Name, Fix] | None, Says("题目里的位置", secret="visit_places")] = None,
    photos: Annotated[list[Upload] | None, Says("现场照片", accept="images")] = None,
    photos_of: Annotated[list[str] | None, OF_QUESTIONS] = None,
    signature: Annotated[str, Says("签名", hint="写您的姓名。", secret="signature", most=60)],
    recordings: Annotated[list[Upload] | None, Says("录音录像", accept="evidence")] = None,
    recordings_of: Annotated[list[str] | None, OF_QUESTIONS] = None,
    package: Annotated[str, Says("离线包", plain=True, most=32)] = "",
    capture: Annotated[Capture | None, Says("采集情况", secret="visit_capture")] = None,
) -> None:
    """记下巡查情况

    What was seen, question by question of the checklist the visit was begun under; signed, and final.
    """
    when = _in_china(done_at)
    if when > clock.now():
        deed.refuse("not_yet", "巡查时间不能晚于现在。", beside="done_at")
    if visit.work == Work.ASSIGNED and when.date() < clock.day_of(visit.docket.opened_at):
        deed.refuse("before_it_was_asked", "巡查时间不能早于指定任务的那一天。", beside="done_at")
    bound = checklists.followed(visit)
    questions = {question.name: question for question in bound.rule.questions}
    pictures, heard = Brought.of(photos, photos_of), Brought.of(recordings, recordings_of)
    kinds = bringing.kinds(pictures, heard, questions, capture)
    checked = _checked(visit, bound, (answers or {}, notes or {}), kinds, places or {})
    _signed(visit, signature, deed)
    bringing.keep(visit.number, pictures.only(checked.asked), heard.only(checked.asked), deed, questions)
    if capture:
        versions.take(visit, deed, package, capture)
    deed.cite(bound)
    deed.note(
        trouble=list(checked.troubles),
        labels={name: question.text for name, question in questions.items()},
    )
    visit.done_at, visit.answers, visit.trouble = when, checked.answers, bool(checked.troubles)
    drop_draft(visit)


def _checked(
    visit: Visit, bound: Bound, said: tuple[dict[str, str], dict[str, str]], kinds: Any, places: Any
) -> rules.Checked:
    """The answers against the checklist, or a sentence beside each that is wrong."""
    covert = visit.way == Way.COVERT
    if covert and (places or any(q.kind == "place" and q.name in said[1] for q in bound.rule.questions)):
        raise Refused("no_place_of_a_covert_visit", "暗访不记位置。")
    checked = rules.check(bound.rule, *said, kinds, places, covert=covert)
    if checked.wrong:
        raise Refused("bad_answers", "还有几题没有答好，见各题下面的说明。", fields=checked.wrong)
    return checked


def _signed(visit: Visit, signature: str, deed: Doing) -> None:
    known = names([visit.appointment])[visit.appointment.number]
    if known and not rules.same_name(signature, known):
        deed.refuse("not_the_name", "签名要写您本人的姓名，与聘书上的一致。", beside="signature")


def _in_china(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.CHINA)


joining.end_with(record_visit, joining.Joining.State.ASKED)  # who never confirmed did not go along
