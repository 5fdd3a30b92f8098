"""What opinions are about: the themes a measure names, and a bureau's own list beside them."""

from collections.abc import Iterable
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.scope.roles import Role
from zhongdu.voices.models import Opinion, Tag, Theme

KEEPERS = (Role.CASE_OFFICER, Role.LIAISON, Role.DECIDER)
MOST = 40  # themes in use at a bureau: beyond that nobody finds the right one
_LONG = 20


def in_use(bureau: Any, law: Any) -> list[tuple[str, str]]:
    """The themes an opinion may have now: the measure's, then the bureau's own."""
    own = Theme.objects.filter(bureau=bureau, until=None)
    return [
        *((bound.name, bound.label) for bound in law.family("suggestion.theme")),
        *((each.code, each.name) for each in own),
    ]


def options(subject: Any, law: Any) -> list[tuple[str, str]]:
    """The themes for a form, of the bureau its subject belongs to."""
    return in_use(subject.bureau, law)


def labels(bureau: Any, law: Any, used: Iterable[str]) -> dict[str, str]:
    """What some themes are called, those no longer in use too; another bureau's own that came with a matter as well."""
    words = set(used)
    numbers = [int(word.partition(".")[2]) for word in words if word.startswith("own.")]
    named = {each.code: each.name for each in Theme.objects.filter(pk__in=numbers)}
    known = dict(in_use(bureau, law)) | named
    bounds = {word: bound.label for word in words - known.keys() if (bound := law.find(word))}
    return {word: known.get(word) or bounds.get(word, "以前的类别") for word in words}


def tag(opinion: Opinion, chosen: Iterable[str]) -> None:
    """The opinion is about these themes and no others."""
    opinion.tags.all().delete()
    Tag.objects.bulk_create([Tag(opinion=opinion, theme=theme) for theme in dict.fromkeys(chosen)])


@act(on=Office, by=KEEPERS, tells="类别是本局自己的列法，不是办法的要求；停用以后，以前的意见还在那一类。")
def add_themes(
    office: Office,
    deed: Doing,
    *,
    names: Annotated[str, Says("类别", hint="一行写一个，如：报销待遇、异地就医、经办服务。", words=True, plain=True, most=800)],
) -> None:  # fmt: skip
    """增加意见类别

    The bureau lists what opinions are about in its own words.
    """
    typed = [name for line in names.replace("、", "\n").splitlines() if (name := line.strip())]
    if not typed:
        deed.refuse("no_theme", "请至少写一个类别。", beside="names")
    if long := next((name for name in typed if len(name) > _LONG), ""):
        deed.refuse("too_long", f"“{long[:_LONG]}…”太长，每个类别最多 {_LONG} 个字。", beside="names")
    there = {label for _, label in in_use(office.bureau, deed.law)}
    new = [name for name in dict.fromkeys(typed) if name not in there]
    if len(there) + len(new) > MOST:
        deed.refuse("too_many", f"在用的类别最多 {MOST} 个，请先停用不用的。", beside="names")
    Theme.objects.bulk_create([Theme(bureau=office.bureau, name=name) for name in new])


def _own(office: Office, law: Any) -> list[tuple[str, str]]:
    return [(each.code, each.name) for each in Theme.objects.filter(bureau=office.bureau, until=None)]


@act(
    on=Office,
    by=KEEPERS,
    provided=lambda office, law: "" if _own(office, law) else "本局还没有自己的意见类别。",
)
def retire_theme(
    office: Office, deed: Doing, *, theme: Annotated[str, Says("停用哪一类", options=_own)]
) -> None:
    """停用意见类别

    No new opinion gets it; those that have it keep it.
    """
    Theme.objects.filter(bureau=office.bureau, pk=int(theme.partition(".")[2])).update(until=deed.on)
