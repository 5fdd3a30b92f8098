"""What of inspections is computed. Pure: no database, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhongdu.law.reliance import rests_on


@rests_on("inspection.assigned")
def is_at_home(inspector: str, home: str, above: str) -> bool:
    """Whether a bureau's people would inspect at home: theirs is the bureau that manages the inspected, or lies below
    it. Where the bureau above manages the inspected itself, those below it are not at home there. All three are
    paths of the tree of bureaus; ``above`` is the bureau that crosses."""
    return inspector == home or (home != above and inspector.startswith(home))


@dataclass(frozen=True)
class Certificate:
    """An inspector's certificate as far as it matters on a day."""

    who: str
    number: str
    until: date | None


@rests_on("inspection.papers_shown")
def certificate_wrong(papers: Certificate, on: date) -> str:
    """Why a certificate cannot be shown on a day, in a sentence; "" when it can."""
    if not papers.number:
        return f"{papers.who}没有执法证，不能参加检查。"
    if papers.until is None:
        return f"{papers.who}的执法证没有登记有效期，请先由局里登记。"
    if papers.until < on:
        return f"{papers.who}的执法证到{papers.until:%Y年%-m月%-d日}为止，已经失效。"
    return ""


@rests_on("inspection.officers")
def too_few(present: int, least: int | None) -> bool:
    """Whether fewer take part than the law asks for."""
    return least is not None and present < least


def crossing_plan(places: Iterable[tuple[str, str]], bureaus: Iterable[str], above: str) -> dict[str, str]:
    """Who goes where in a crossed campaign: ``{institution's code: bureau's path}``, nobody at home, the work as even
    as the order of ``places`` (code, home path) allows. Empty where somebody would have to inspect at home."""
    load = dict.fromkeys(bureaus, 0)
    plan: dict[str, str] = {}
    for code, home in places:
        away = [path for path in load if not is_at_home(path, home, above)]
        if not away:
            return {}
        chosen = min(away, key=lambda path: (load[path], path))
        load[chosen] += 1
        plan[code] = chosen
    return plan
