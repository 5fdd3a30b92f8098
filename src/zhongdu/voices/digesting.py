"""The digest of a period for a symposium: prepared, opinions chosen for it, and finished as it is read out."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from django.db.models import QuerySet

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.voices import themes
from zhongdu.voices.models import Chosen, Digest, Opinion, Tag
from zhongdu.voices.rules import Figures, Told, add_up

State = Digest.State
KEEPERS = themes.KEEPERS
MOST = 300  # opinions offered to choose from
GATHERING = "suggestion.gathering"


@act(on=Office, creates=Digest, by=KEEPERS, under=GATHERING)
def prepare_digest(
    office: Office,
    deed: Doing,
    *,
    title: Annotated[str, Says("题目", hint="如：2026年度社会监督员座谈会意见建议汇总。", plain=True, most=60)],
    since: Annotated[date, Says("从哪天", hint="按收到的日期算。")],
    until: Annotated[date, Says("到哪天")],
    about: Annotated[list[str] | None, Says("只看哪些类别", hint="不选就是全部。", options=themes.options)] = None,
) -> Digest:  # fmt: skip
    """编写意见汇总

    A period is gathered for a symposium: counted by theme, with what became of it, and nobody named.
    """
    if until < since:
        deed.refuse("ends_before_it_begins", "结束的日子不能早于开始。", beside="until")
    return deed.open(
        Digest, office.bureau, State.DRAFT, title=title, since=since, until=until, themes=list(about or ())
    )


def _offered(digest: Any, law: Any) -> list[tuple[str, str]]:
    """The opinions of the period that have a summary; what stands in the form is the summary itself."""
    rows = list(opinions_of(digest).filter(summed=True).order_by("-id")[:MOST])
    told = gists(rows)
    return [(each.number, told[each.number]) for each in rows]


@act(
    on=Digest,
    when=[State.DRAFT],
    by=KEEPERS,
    under=GATHERING,
    provided=lambda digest, law: (
        "" if opinions_of(digest).filter(summed=True).exists() else "这段时间的意见都还没有摘要，请先在意见的页面上写摘要。"
    ),
    tells="印出来的只有摘要，没有提意见的人。",
)  # fmt: skip
def choose_opinions(
    digest: Digest,
    deed: Doing,
    *,
    opinions: Annotated[list[str] | None, Says("选用哪些意见", hint="重新选，原来选的就换掉。", options=_offered, people=True)] = None,
) -> None:  # fmt: skip
    """选用意见

    Which opinions are read out, each in an officer's words without a name.
    """
    digest.chosen.all().delete()
    rows = Opinion.objects.filter(docket__number__in=opinions or ()).order_by("id")
    Chosen.objects.bulk_create([Chosen(digest=digest, opinion=each) for each in rows])


@act(
    on=Digest, moves={State.DRAFT: State.FINISHED}, by=KEEPERS, under=GATHERING, grave=True,
    tells="定稿以后数字和文字不再变；以后的进展，另编一份。",
)  # fmt: skip
def finish_digest(digest: Digest, deed: Doing) -> None:
    """定稿

    The digest stays as it is from now on: printing it again gives what was read out.
    """
    digest.figures, digest.finished_on = figures_of(digest).plain(), deed.on
    deed.keep(digest, {"digest_gists": texts_of(digest)})


# --- what it gathers ---------------------------------------------------------------------------------------
def opinions_of(digest: Digest) -> "QuerySet[Opinion]":
    """The opinions brought to the bureau in the period; of what is said of a bureau's own people, none."""
    rows = Opinion.objects.filter(
        bureau=digest.bureau_id, against=None, filed_on__gte=digest.since, filed_on__lte=digest.until
    ).exclude(state=Opinion.State.BECAME_LEAD)
    if digest.themes:
        rows = rows.filter(pk__in=_about(digest.themes))
    return rows.select_related("docket")


def _about(wanted: Iterable[str]) -> "QuerySet[Any]":
    return Tag.objects.filter(theme__in=list(wanted)).values("opinion")


def figures_of(digest: Digest) -> Figures:
    """What was read out, once it is finished; until then, what the period comes to today."""
    if digest.figures:
        return Figures.read(digest.figures)
    rows = opinions_of(digest).prefetch_related("tags")
    told = (
        Told(
            themes=tuple(
                tag.theme for tag in each.tags.all() if not digest.themes or tag.theme in digest.themes
            ),
            speaker=each.speaker,
            outcome=each.outcome,
            filed_on=each.filed_on,
            answered_on=each.answered_on,
            carried_out=each.carried_out_on is not None,
        )
        for each in rows
    )
    return add_up(told, clock.today())


def gists(opinions: Iterable[Opinion]) -> dict[str, str]:
    """The summaries of some opinions by number, the newest of each; "" where none was written."""
    numbers = [each.number for each in opinions]
    kept = vault.read_many(numbers, ["opinion_gist"])
    return {number: kept[number].get("opinion_gist", "") for number in numbers}


def texts_of(digest: Digest) -> dict[str, list[dict[str, str]]]:
    """What stands in words: ``chosen``, and ``taken`` with what became of it; as read out, once it is finished."""
    if digest.state == State.FINISHED:
        kept: dict[str, list[dict[str, str]]] = vault.read(digest.number, "digest_gists")["digest_gists"]
        return kept
    chosen = [each.opinion for each in digest.chosen.select_related("opinion__docket")]
    taken = list(
        opinions_of(digest).filter(outcome__in=Opinion.TAKEN, summed=True).order_by("answered_on", "id")
    )
    told = gists([*chosen, *taken])
    return {
        "chosen": [{"gist": told[each.number], "became": became(each)} for each in chosen],
        "taken": [{"gist": told[each.number], "became": became(each)} for each in taken],
    }


def became(opinion: Opinion) -> str:
    """What became of an opinion, in a few words of ours."""
    if opinion.carried_out_on:
        day = opinion.carried_out_on
        return f"{opinion.get_outcome_display()}，{day.year}年{day.month}月{day.day}日落实"
    if opinion.outcome in Opinion.TAKEN:
        return f"{opinion.get_outcome_display()}，正在落实"
    return opinion.get_outcome_display() if opinion.outcome else "还没有答复"
