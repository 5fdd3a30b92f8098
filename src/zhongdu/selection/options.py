"""The choices that acts of selection offer."""

from typing import Any

from zhongdu.recruitment.queries import Notice
from zhongdu.scope.models import Post
from zhongdu.selection.features import FEATURES
from zhongdu.selection.models import Selection


def notices(office: Any, law: Any) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(bureau=office.bureau, state__in=[Notice.State.OPEN, Notice.State.CLOSED])
    return [(row.number, row.title) for row in rows.select_related("docket").order_by("-id")[:100]]


def ways(office: Any, law: Any) -> list[tuple[str, str]]:
    return list(Selection.Way.choices)


def seeds(selection: Any, law: Any) -> list[tuple[str, str]]:
    return list(Selection.Seed.choices)


def features(selection: Any, law: Any) -> list[tuple[str, str]]:
    return list(FEATURES.items())


def colleagues(selection: Any, law: Any) -> list[tuple[str, str]]:
    """Those who hold any post at the bureau, by name."""
    posts = (
        Post.objects.filter(bureau=selection.bureau, until=None).select_related("user").order_by("user_id")
    )
    return list({str(post.user_id): post.user.get_full_name() for post in posts}.items())
