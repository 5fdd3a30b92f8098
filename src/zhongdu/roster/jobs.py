"""What the roster does beside requests: a large round of renewals, the register as a workbook, a large import."""

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.db import transaction

from zhongdu import files, vault
from zhongdu.acts.performing import perform
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.calendar.clock import CHINA
from zhongdu.jobs.working import Run, job
from zhongdu.law.governing import governing
from zhongdu.record.models import Event
from zhongdu.roster import register, rounds, taking_out, workbook
from zhongdu.roster.registering import import_register

GIVEN = "given"  # a file that waits for the job it was given to


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
