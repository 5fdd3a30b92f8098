"""What the roster asks the machine to do beside requests: a round of appointments, and the papers of many."""

from time import sleep

from django.urls import reverse

from zhongdu.acts.performing import perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.jobs.working import Run, job
from zhongdu.law.shelves import law_stands_still
from zhongdu.recruitment.queries import Application
from zhongdu.roster import ceremony
from zhongdu.roster.acts import appoint
from zhongdu.roster.batches import BADGES, LETTERS, Press
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import answer_of

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
