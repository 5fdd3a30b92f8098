"""A bureau asks institutions for information; each sends it by a day and vouches that it is true and whole."""

from datetime import date
from typing import Annotated

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing, Opening
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.duties import opening
from zhongdu.duties.models import Duty, Tick
from zhongdu.institutions import enclosures
from zhongdu.institutions.choosing import chosen
from zhongdu.institutions.choosing import kinds as kinds_of
from zhongdu.institutions.models import Enquiry, Filing
from zhongdu.institutions.people import each_by_account, people_of
from zhongdu.institutions.sending_models import HANDLERS
from zhongdu.messages.telling import tell_many, told
from zhongdu.scope.roles import Role

REPORTING = "institution.duty.reporting"
MOST_QUESTIONS = 50
_State = Filing.State


@act(on=Office, creates=Enquiry, by=HANDLERS, under=[REPORTING], where=REPORTING)
def ask_institutions(
    office: Office,
    deed: Doing,
    *,
    title: Annotated[str, Says("要报什么", hint="如：2026年上半年检验项目情况", plain=True, most=120)],
    due: Annotated[date, Says("报送期限")],
    kinds: Annotated[list[str], Says("请哪一类机构报", hint="本辖区在册的全部", options=kinds_of)] = [],  # noqa: B006
    codes: Annotated[
        str, Says("或者只请这几家", hint="医保机构代码，一行一个", words=True, plain=True, most=10_000)
    ] = "",
    questions: Annotated[
        str, Says("问题", hint="一行一个；只要表格的可以不填", words=True, plain=True, most=5_000)
    ] = "",
    form: Annotated[
        Upload | None, Says("要填的表", hint="机构下载、填好、再上传；没有可以不附", accept="documents")
    ] = None,
) -> Enquiry:
    """请机构报送

    One or many institutions are asked for information by a day, in questions, a form to fill in, or both.
    """
    asked = [line.strip() for line in questions.splitlines() if line.strip()]
    if not asked and not form:
        deed.refuse("nothing_asked", "请写问题，或者附上要填的表。", beside="questions")
    if len(asked) > MOST_QUESTIONS:
        deed.refuse("too_many", f"最多{MOST_QUESTIONS}个问题，多的请做成表。", beside="questions")
    if due < deed.on:
        deed.refuse("in_the_past", "期限不能是过去的日子。", beside="due")
    institutions = chosen(office, deed, kinds, codes)
    enquiry = deed.open(
        Enquiry, office.bureau, Enquiry.State.OPEN, title=title, questions=asked, due=due, asked_on=deed.on
    )
    if form:
        enclosures.receive(deed, enquiry.number, [form], beside="form")
    filings = [
        Opening(
            fields={"enquiry": enquiry, "institution": each, "due": due},
            kept={},
            notes={"institution": each.code},
        )
        for each in institutions
    ]
    opened = list(deed.open_many(Filing, office.bureau, _State.ASKED, filings))
    for filing in opened:
        _owe(filing, deed, due)
    tell_many("institution.asked", each_by_account(opened), office.bureau, occasion=deed.id)
    deed.note(asked=len(institutions))
    return enquiry


@act(
    on=Filing,
    moves=dict.fromkeys(Filing.WAITING, _State.SENT),
    by=Role.INSTITUTION,
    under=[REPORTING],
    meets=[REPORTING],
)
def send_filing(
    filing: Filing,
    deed: Doing,
    *,
    answers: Annotated[dict[str, str], Says("回答", secret="filing_answers")] = {},  # noqa: B006
    proof: Annotated[list[Upload], Says("填好的表和材料", accept="evidence")] = [],  # noqa: B006
    vouched: Annotated[bool, Says("本机构对所报内容的真实性和完整性负责")] = False,
) -> None:
    """报送

    The institution answers what it was asked, and vouches by name that it is true and whole.
    """
    if not vouched:
        deed.refuse(
            "not_vouched", "请确认对真实性和完整性负责。", under=deed.law.find(REPORTING), beside="vouched"
        )
    empty = [str(n) for n, _ in enumerate(filing.enquiry.questions, 1) if not answers.get(str(n), "").strip()]
    if empty:
        deed.refuse("not_answered", f"第{'、'.join(empty)}题还没有回答；没有的请写“无”。", beside="answers")
    if needs_form(filing.enquiry) and not proof:
        deed.refuse("no_form", "请上传填好的表。", beside="proof")
    enclosures.receive(deed, filing.number, proof, beside="proof")
    filing.sent_on, filing.sent_late = deed.on, deed.on > filing.due


@told("institution.changed", to=people_of())
@act(on=Filing, moves={_State.SENT: _State.ACCEPTED}, by=HANDLERS, under=[REPORTING])
def accept_filing(filing: Filing, deed: Doing) -> None:
    """接收

    What was sent is what was asked for.
    """


@told("institution.notice", to=people_of())
@act(on=Filing, moves={_State.SENT: _State.BACK}, by=HANDLERS, under=[REPORTING])
def send_filing_back(
    filing: Filing,
    deed: Doing,
    *,
    words: Annotated[str, Says("要补正什么", hint="机构会看到这段话", words=True, most=1000)],
    due: Annotated[date, Says("补正期限")],
) -> None:
    """退回补正

    Something is missing or unclear: the institution sends it again by another day.
    """
    if due < deed.on:
        deed.refuse("in_the_past", "期限不能是过去的日子。", beside="due")
    filing.due = due
    _owe(filing, deed, due)


@told("institution.changed", to=people_of())
@act(on=Filing, when=Filing.WAITING, by=HANDLERS, under=[REPORTING])
def extend_filing(
    filing: Filing,
    deed: Doing,
    *,
    due: Annotated[date, Says("延到哪天")],
    words: Annotated[str, Says("理由", words=True, most=500)],
) -> None:
    """延长期限

    An institution gets more time, and the record says why.
    """
    if due <= filing.due:
        deed.refuse("no_extension", "新的期限要晚于原来的期限。", beside="due")
    filing.due = due
    for duty in Duty.objects.open().filter(docket=filing.docket, concept=REPORTING):
        opening.tick(duty, Tick.Kind.EXTEND, on=deed.on, deed=deed.id, until=due)


@told("institution.changed", to=people_of())
@act(
    on=Filing,
    moves=dict.fromkeys(Filing.WAITING, _State.EXCUSED),
    by=HANDLERS,
    under=[REPORTING],
    closes=True,
)
def excuse_filing(
    filing: Filing,
    deed: Doing,
    *,
    words: Annotated[str, Says("为什么不用报了", words=True, most=500)],
) -> None:
    """不用报了

    An institution need not send what was asked: closed meanwhile, asked by mistake.
    """


def needs_form(enquiry: Enquiry) -> bool:
    """Whether the bureau enclosed a form to be filled in and sent back."""
    return bool(enclosures.pieces(enquiry.number))


def _owe(filing: Filing, deed: Doing, due: date) -> None:
    """The institution owes it, by the clause that says so: late ones stand on the board."""
    opening.open_duty(
        filing.docket, deed.law, REPORTING, on=deed.on, deed=deed.id, due=due, role=Role.INSTITUTION
    )  # fmt: skip
