"""What the roster asks the machine to do beside requests: rounds of appointments and renewals, the papers of many, the
register out and in."""

from collections.abc import Iterator
from time import sleep

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse

from zhongdu import files, vault
from zhongdu.acts.performing import perform, perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.calendar.clock import CHINA
from zhongdu.jobs.working import Run, job
from zhongdu.law.governing import governing
from zhongdu.law.shelves import law_stands_still
from zhongdu.record.models import Event
from zhongdu.recruitment.queries import Application
from zhongdu.roster import ceremony, register, rounds, taking_out, workbook
from zhongdu.roster.acts import appoint
from zhongdu.roster.batches import BADGES, LETTERS, Press
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import answer_of
from zhongdu.roster.registering import import_register

GIVEN = "given"  # a file that waits for the job it was given to


# --- appointing and printing

DEED = 50  # people appointed in one deed: a second or so, during which SQLite lets nobody else write
_BREATH = (
    0.2  # seconds between deeds: whoever waits for SQLite looks every tenth of a second whether it is free
)


@job("成批聘任")
def appoint_round(run: Run, *, numbers: list[str], since: str, key: str) -> None:
    """Appoint these people as whoever asked, fifty in a deed: where one at a time may write, nobody else waits for
    long. Done again, it goes on where it stopped."""
    rows = Application.objects.select_related("docket", "bureau").filter(docket__number__in=numbers)
    found, by = {row.number: row for row in rows}, run.by
    run.lead_to(f"{reverse('desk:issue_papers')}?since={since}")
    for at in range(0, len(numbers), DEED):
        run.at(at, len(numbers), f"正在聘任，每{DEED}人一次办成")
        sleep(_BREATH if at else 0)
        people = [found[each] for each in numbers[at : at + DEED]]
        try:
            with law_stands_still():
                perform_all(appoint, people, by, key=f"{key}:{at}", since=since)
        except Refused as refused:  # a job's page may not name anybody: it names the application
            stopped = f"报名{refused.about}：" if refused.about else ""
            raise Refused(
                refused.code, f"聘任了{at}人，其余{len(numbers) - at}人没有聘任。{stopped}{refused.sentence}"
            ) from None
    run.at(len(numbers), len(numbers), f"聘任了{len(numbers)}人，可以接着制发聘书证件")


@job("成批制发聘书证件")
def print_papers(run: Run, *, numbers: list[str], what: list[str], each: bool, imposed: bool) -> None:
    """Letters, badges and the ceremony's list of these people; what could not be printed is listed with its reason."""
    rows = Appointment.objects.visible_to(run.by).select_related("docket", "bureau")
    asked = list(rows.filter(docket__number__in=numbers).order_by("letter_number"))
    with law_stands_still():
        current = [one for one in asked if answer_of(one, clock.today()) in {"valid", "not_yet"}]
        kinds = [kind for kind in (LETTERS, BADGES) if kind.template in what]
        todo = [(kind, [one for one in current if kind.has(one)]) for kind in kinds]
        total, begun = sum(len(people) for _, people in todo), 0

        def tell(says: str) -> None:
            nonlocal begun
            run.at(begun, total, says)
            begun += 1

        press = Press(tell, run.give)
        press.failed += [(one.letter_number, "聘任已经结束，不再印。") for one in asked if one not in current]
        for kind, people in todo:
            if people and each:
                press.each(kind, people)
            elif people:
                press.volumes(kind, people, imposed=imposed)
        if "ceremony" in what and current:
            run.give(ceremony.on_paper(current), f"{ceremony.TITLE}.pdf")
            run.give(ceremony.as_workbook(current), f"{ceremony.TITLE}.xlsx")
    if press.failed:
        lines = "\n".join(f"{number}\t{why}" for number, why in press.failed)
        run.give(lines.encode(), "没有印出的.txt")
    run.at(total, total, _outcome(press))


def _outcome(press: Press) -> str:
    said = f"制作完成{press.printed}份" if press.printed else "做好了"
    return f"{said}；{len(press.failed)}份没有印出，原因见“没有印出的.txt”" if press.failed else said


# --- renewing


@job("办理到期续聘")
def decide_terms(run: Run, *, renew: list[str], end: list[str]) -> None:
    """What was decided in one round, all of it or none; the grounds wait in the vault and are erased when it is over."""
    told = vault.read(run.job.owner, "words")["words"]
    total = len(renew) + len(end)
    try:
        with transaction.atomic():
            run.at(0, total, "正在办理")
            renewed = rounds.decide(renew, "renew", told["renew"], run.by, key=f"{run.job.number}-renew")
            ending = rounds.decide(end, "end", told["end"], run.by, key=f"{run.job.number}-end")
    finally:
        vault.erase(run.job.owner, "words")
    run.at(total, total, f"续聘{renewed}人，决定期满不续聘{ending}人。")
    run.lead_to("/desk/renewals/")


@job("导出台账")
def write_register(run: Run, *, office: str, seq: int) -> None:
    """The register that one recorded act asked for: what stands on the docket is what is printed, and by whom."""
    at = Office.objects.select_related("docket", "bureau").get(docket__number=office)
    event = Event.objects.get(docket=at.docket_id, seq=seq)
    asked, law = event.data, governing(at.bureau, clock.today())
    known = register.columns(law)
    columns = {name: known[name] for name in known if name in asked["columns"]}
    rows = taking_out.rows_of(run.by, at.bureau, asked["scope"])
    total = rows.count()

    def counted() -> Iterator[list[str]]:
        for done, line in enumerate(taking_out.lines(rows, columns, set(asked.get("whole", []))), start=1):
            run.at(done, total, f"已写{done}人")
            yield line

    title = f"{at.bureau.name}医保基金社会监督员台账"
    content = workbook.write(title, _mark(event, at), columns, counted())
    run.give(content, f"社会监督员台账{clock.today():%Y%m%d}.xlsx")
    run.at(total, total, f"共{total}人。")


def _mark(event: Event, office: Office) -> str:
    """Who took it out, when, and what for: on the sheet itself, so that a copy says whose it was."""
    user = get_user_model().objects.get(pk=event.actor["user"])
    entry = event.data["vault"]["purpose"][0]
    purpose = vault.recall([entry]).get(entry, "")
    when = f"{event.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return f"{office.bureau.name} {user.get_full_name() or user.get_username()} {when}导出，用途：{purpose}。内含个人信息，用后妥善处理，不得外传。"


@job("补录台账")
def take_over_register(run: Run, *, office: str) -> None:
    """A large register from paper: the act checks it whole, and takes in all of it or nobody."""
    at = Office.objects.select_related("docket", "bureau").get(docket__number=office)
    given = files.attached(run.job.owner, GIVEN).get()
    run.at(0, 0, "正在检查和登记")
    try:
        with files.original(given) as content:
            content.name = files.names([given])[given.public_id]
            perform(import_register, at, run.by, key=run.job.number, file=content)
    finally:
        files.erase(given)  # what was taken in stays with the bureau's docket
    told = Event.objects.filter(docket=at.docket_id, act=import_register.name).latest("seq").data
    run.at(told["rows"], told["rows"], f"已登记{told['rows']}人，其中聘期已经届满的{told['over']}人。")
    run.lead_to("/desk/appointments/")
