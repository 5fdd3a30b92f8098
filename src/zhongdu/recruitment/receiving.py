"""Taking an application in: what was typed becomes a matter, or a sentence beside the field that is wrong."""

from typing import Any, NoReturn

from zhongdu import files, vault
from zhongdu.acts.performing import Doing
from zhongdu.acts.refusal import Refused
from zhongdu.files.models import Attachment
from zhongdu.law.pack import Bound
from zhongdu.recruitment import drafts, particulars
from zhongdu.recruitment.models import Application, Draft, Notice
from zhongdu.recruitment.queries import persons_live, photo_of
from zhongdu.recruitment.rules import spoken

FOUND_BY = ("name", "id_number", "phone")  # what an officer may look a person up by, whole


def take_in(deed: Doing, bureau: Any, receipt: str) -> Application:
    """A draft made an application, with everything checked again: the page may be old, or no page at all."""
    draft = _draft(deed, receipt)
    if draft.bureau_id != bureau.pk:
        deed.refuse("no_draft", "没有找到这份草稿，可能已经提交，或者太久没有动过。")
    _the_bureau_recruits(deed, bureau)
    way = _way(deed, draft)
    if draft.notice:
        _under_notice(deed, draft.notice, way)
    elif way.rule.needs_notice:
        deed.refuse("needs_notice", f"{way.label}要在选聘公告的报名期内报名。", under=way)
    answers = _answers(deed, draft, photo=drafts.photo(draft) is not None)
    person = vault.token("id_number", answers.values["id_number"])
    _not_twice(deed, bureau, person, draft.notice)
    application = deed.open(
        Application, bureau, Application.State.SUBMITTED, receipt=draft.receipt, notice=draft.notice,
        channel=draft.channel, unit=draft.unit, recommended=draft.recommended, person=person, submitted_on=deed.on,
    )  # fmt: skip
    deed.cite(way)
    deed.note(channel=way.name, notice=draft.notice.number if draft.notice else "")
    _put_away(deed, application, draft, answers)
    return application


def take_again(deed: Doing, application: Application) -> None:
    """A returned application handed in again, from the draft in which it was completed."""
    draft = _draft(deed, application.receipt)
    has_photo = drafts.photo(draft) is not None or photo_of(application) is not None
    answers = _answers(deed, draft, photo=has_photo)
    person = vault.token("id_number", answers.values["id_number"])
    if person != application.person:
        _not_twice(deed, application.bureau, person, application.notice)
        application.person = person
    application.submitted_on = deed.on
    _put_away(deed, application, draft, answers)


def _draft(deed: Doing, receipt: str) -> Draft:
    draft = Draft.objects.select_for_update().filter(receipt=receipt).first()
    if draft is None:
        deed.refuse("no_draft", "没有找到这份草稿，可能已经提交，或者太久没有动过。")
    if draft.consented_at is None:
        deed.refuse("no_consent", "要先阅读并同意隐私告知，才能报名。")
    return draft


def _the_bureau_recruits(deed: Doing, bureau: Any) -> None:
    level = deed.law.find("level.recruiting")
    if level and bureau.level not in level.rule.levels:
        whose = "、".join(level.label for level in level.rule.levels)
        deed.refuse("not_recruited_here", f"社会监督员由{whose}医疗保障部门选聘，请向该局报名。", under=level)


def _way(deed: Doing, draft: Draft) -> Bound:
    way = next((bound for bound in deed.law.family("channel") if bound.name == draft.channel), None)
    if way is None:
        deed.refuse("no_such_channel", f"《{deed.law.statute.title}》没有这种选聘方式，请重新报名。")
    return way


def _under_notice(deed: Doing, notice: Notice, way: Bound) -> None:
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.state != Notice.State.OPEN or deed.on > notice.closes_on:
        deed.refuse("notice_closed", f"报名已于{spoken(notice.closes_on)}截止，不能再提交。")
    if deed.on < notice.opens_on:
        deed.refuse(
            "notice_not_open", f"报名从{spoken(notice.opens_on)}开始，到时再提交；填好的内容已存为草稿。"
        )
    if way.name not in notice.channels:
        deed.refuse("not_by_this_notice", f"这次选聘不采用{way.label}。", under=way)


def _answers(deed: Doing, draft: Draft, *, photo: bool) -> particulars.Answers:
    answers = particulars.check(
        deed.law, drafts.typed(draft), on=deed.on, photo=photo, drawn=drafts.signature(draft)
    )
    if answers.wrong:
        _say_what_is_wrong(answers)
    return answers


def _say_what_is_wrong(answers: particulars.Answers) -> NoReturn:
    fields = {
        name: f"{says}（依据：{answers.clauses[name].address.citation}）" if name in answers.clauses else says
        for name, says in answers.wrong.items()
    }
    raise Refused("bad_input", "有几处要改一改，见各项下面的说明。", fields=fields)


def _not_twice(deed: Doing, bureau: Any, person: str, notice: Notice | None) -> None:
    if persons_live(bureau, person, notice).exists():
        deed.refuse(
            "already_applied",
            "这个身份证号已经报过名，凭回执号在“查进度”里查看，不必重复报名。",
            beside="id_number",
        )


def _put_away(deed: Doing, application: Application, draft: Draft, answers: particulars.Answers) -> None:
    consent = {"text": draft.consent_text, "at": draft.consented_at.isoformat() if draft.consented_at else ""}
    deed.keep(application, {**particulars.kept(answers.values), "consent": consent}, index=FOUND_BY)
    brought = drafts.photo(draft)
    if brought:
        for old in files.attached(application.number, "photo"):
            files.erase(old)
        Attachment.objects.filter(pk=brought.pk).update(owner=application.number)
        deed.note(photo=[brought.public_id, brought.blob.sm3])
    drafts.forget(draft)


def open_for(deed: Doing, bureau: Any, channel: str, receipt: str, notice: str, unit: str) -> None:
    """A draft opened by the bureau for somebody else; nothing may be typed in it before that person's consent."""
    way = deed.law.rule(channel)
    if way.rule.needs_notice and not notice:
        deed.refuse("needs_notice", f"{way.label}要有选聘公告，请选所报的公告。", under=way, beside="notice")
    if way.rule.route in {"targeted", "recommended"} and not unit:
        deed.refuse("who_recommends", f"{way.label}由单位推荐，请填推荐单位。", under=way, beside="unit")
    under = Notice.objects.filter(docket__number=notice, bureau=bureau).first() if notice else None
    if under and channel not in under.channels:
        deed.refuse("not_by_this_notice", f"这次选聘不采用{way.label}。", under=way, beside="channel")
    drafts.opened_for(bureau, channel, receipt, notice=under, unit=unit)
    deed.cite(way)
