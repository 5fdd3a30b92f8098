"""Handing on a letter or a complaint of a member of the public: from the supervisor's phone, or keyed in at the desk."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.kit import evidence as kept_files
from zhongdu.roster.queries import Appointment, serving
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role
from zhongdu.voices.filing import bureaus_to_name, cite_watching, named, not_in_the_future
from zhongdu.voices.models import ForwardedLetter

State = ForwardedLetter.State
_LONG = 20_000
_TAKING = ("visit.way.taking_complaints", "suggestion.filing", "task.public_voice")
_ANSWERED = [Opens("forwarded.answer", owed_to=lambda letter: letter.user)]
_AGAINST = Says(
    "是不是反映医保局、经办机构或它们的工作人员", hint="选了哪一家，那一家的人就看不到这封信。",
    options=lambda subject, law: bureaus_to_name(subject),
)  # fmt: skip
_SORT = Says("是什么", options=lambda subject, law: list(ForwardedLetter.Kind.choices))


@act(
    on=Appointment, creates=ForwardedLetter, when=[Appointment.State.SERVING], by=Role.SUPERVISOR, under=_TAKING, opens=_ANSWERED
)  # fmt: skip
def forward_letter(
    appointment: Appointment,
    deed: Doing,
    *,
    sort: Annotated[str, _SORT] = "letter",
    words: Annotated[str, Says("信里写了什么", hint="拍了照的可以不写；口头说的，照他的话写。", words=True, secret="letter", most=_LONG)] = "",
    evidence: Annotated[list[Upload] | None, Says("来信的照片", accept="evidence")] = None,
    name: Annotated[str, Says("写信人姓名", hint="没有留名的不填。", secret="reporter_name", most=60)] = "",
    phone: Annotated[str, Says("写信人电话", hint="没有就不填。", secret="reporter_phone", most=30)] = "",
    against: Annotated[str, _AGAINST] = "",
    receipt: Annotated[str, Says("查询码", plain=True, most=64)],
) -> ForwardedLetter:  # fmt: skip
    """转递一封来信

    A supervisor hands on what a member of the public wrote or told: the writer gets a code of his own to follow it.
    """
    return _register(
        deed, appointment.bureau, words, evidence, sort=sort, against=against, receipt=receipt, user_id=appointment.user_id
    )  # fmt: skip


def _supervisors(office: Any, law: Any) -> list[tuple[str, str]]:
    terms = serving(office.bureau, clock.today())
    return [(str(term.user_id), f"{term.user.get_full_name()}（{term.letter_number}）") for term in terms]


@act(
    on=Office,
    creates=ForwardedLetter,
    by=(Role.CASE_OFFICER, Role.LIAISON, Role.DISCIPLINE_OFFICER),
    under="forwarded.answer",
    opens=_ANSWERED,
    provided=lambda office, law: "" if _supervisors(office, law) else "本局没有在聘的监督员；不是监督员转来的信，请登记为线索或者意见建议。",
    tells="登记以后，写信人的姓名和电话就封存了：要看须写明理由，并留下记录。",
)  # fmt: skip
def enter_letter(
    office: Office,
    deed: Doing,
    *,
    supervisor: Annotated[str, Says("哪位监督员转来的", options=_supervisors, people=True)],
    received_on: Annotated[date, Says("哪天收到的")],
    sort: Annotated[str, _SORT],
    words: Annotated[str, Says("信里写了什么", hint="附了扫描件的可以不写。", words=True, secret="letter", most=_LONG)] = "",
    evidence: Annotated[list[Upload] | None, Says("来信的扫描件、照片", accept="evidence")] = None,
    name: Annotated[str, Says("写信人姓名", hint="没有留名的不填。", secret="reporter_name", most=60)] = "",
    phone: Annotated[str, Says("写信人电话", hint="没有就不填。", secret="reporter_phone", most=30)] = "",
    against: Annotated[str, _AGAINST] = "",
    receipt: Annotated[str, Says("查询码", plain=True, most=64)],
) -> ForwardedLetter:  # fmt: skip
    """登记转递来信

    What a supervisor brought in on paper goes the same way as from the phone, from the day it came.
    """
    not_in_the_future(received_on, deed)
    return _register(
        deed, office.bureau, words, evidence, sort=sort, against=against, receipt=receipt, user_id=int(supervisor),
        entered_by_id=deed.by.user_id, filed_on=received_on,
    )  # fmt: skip


def _register(
    deed: Doing, home: Bureau, words: str, uploads: Any, *, against: str, **fields: Any
) -> ForwardedLetter:
    """Open the letter; past those it is about."""
    if not words and not uploads:
        deed.refuse("nothing_said", "请拍下来信，或者写几句信里说了什么。", beside="words")
    accused = named(against)
    letter = deed.open(
        ForwardedLetter, (accused.parent or accused) if accused else home, State.FILED, against=accused,
        **{"filed_on": deed.on, **fields},
    )  # fmt: skip
    kept = kept_files.receive(letter.number, list(uploads or ()), deed.by.user_id)
    if kept:
        deed.note(files=[[each.public_id, each.blob.sm3] for each in kept])
    if accused:
        cite_watching(deed)
    return letter
