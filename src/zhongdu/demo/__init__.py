"""A believable county, city and province to click through: made-up people at real places, living by real acts.

Loaded once, whole or not at all; ``ZHONGDU_DEMO=0`` leaves an installation empty.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PASSWORD = "zhongdu-demo"
_PLACES = Path(__file__).with_name("places.toml")


def places() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(_PLACES.read_text("utf-8"))["place"]
    return found


def account(place: dict[str, Any], person: dict[str, Any]) -> str:
    """The sign-in of an officer of the demo: the place's word and the first role."""
    return f"{place['sign_in']}.{person['roles'][0]}"


def sign_ins() -> Iterator[tuple[str, str, str]]:
    """(account, password, who) of everybody who can sign in to the demo."""
    from zhongdu.demo.people import cast
    from zhongdu.scope.roles import Role

    for place in places():
        for person in place.get("people", ()):
            roles = "、".join(Role(role).label for role in person["roles"])
            yield account(place, person), PASSWORD, f"{place['name']} {roles} {person['name']}"
        if place.get("recruits"):
            someone = cast(place["code"])[0]
            yield someone.phone, PASSWORD, f"{place['name']} 社会监督员 {someone.name}"
            yield f"P{place['code'][:6]}00001-1", PASSWORD, f"{place['name']} 医药机构 示例惠民大药房"


def load() -> None:
    """Divisions always; the demo when it is wanted and nothing is there yet."""
    from django.conf import settings
    from django.db import transaction

    from zhongdu.demo.story import tell
    from zhongdu.messages.telling import only_in_the_app
    from zhongdu.scope.divisions import load_divisions
    from zhongdu.scope.models import Bureau, Division

    with transaction.atomic():
        if not Division.objects.exists():
            load_divisions()
        if settings.DEMO and not Bureau.objects.exists():
            with only_in_the_app():  # nobody is called at a made-up number
                tell()
