"""Who a supervisor is: the particulars an appointment keeps in the vault, and which of them change in a life."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zhongdu import files, vault
from zhongdu.vault.fields import FIELDS, Sight, classify
from zhongdu.vault.identity import BadNumber, read_phone

# What the application said of the person and the roster needs to know of a supervisor.
PARTICULARS = (
    "name", "sex", "born", "ethnicity", "citizenship", "id_number", "political_status", "health", "phone",
    "email", "education", "school", "employer", "position", "address", "experience",
)  # fmt: skip
CHANGEABLE = (
    "phone",
    "address",
    "employer",
    "position",
    "health",
    "political_status",
    "education",
    "school",
    "email",
    "name",
)
FOUND_BY = ("name", "phone", "id_number")  # by what somebody is found again, whole
PHOTO = "photo"

classify("position", "text", "职务或职业", Sight.HANDLER)
classify("appointed_how", "text", "聘任方式", Sight.BUREAU)  # of whom was appointed on paper
classify("register_line", "text", "台账中的一行", Sight.SEALED)  # as it was brought in
classify(
    "changed_value", "text", "变更后的信息", Sight.SEALED
)  # on the docket as it was typed: any of the above


def label(field: str) -> str:
    return FIELDS[field].label


def particulars(number: str) -> dict[str, str]:
    """What is known of the person under a docket's number, in the order of the form."""
    known = vault.read(number, *PARTICULARS)
    return {field: known[field] for field in PARTICULARS if known.get(field)}


def found_by(values: Mapping[str, str]) -> list[str]:
    """Which of these values people are found by again."""
    return [field for field in FOUND_BY if field in values]


def checked(field: str, value: str) -> str:
    """A new value as it is kept. Raises :class:`BadNumber` with a sentence for people."""
    return read_phone(value) if field == "phone" else value


def photo_of(number: str) -> bytes | None:
    """The portrait attached to a docket, as it came; none where there is none."""
    kept = files.attached(number, PHOTO).last()
    return _content(kept) if kept else None


def photos_of(numbers: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
    """The portraits of many dockets, in the order given: found in one query, read one after the other."""
    asked = list(numbers)
    kept = {each.owner: each for each in files.attached_to(asked, PHOTO)}
    for number in asked:
        yield number, _content(kept[number]) if number in kept else None


def _content(kept: Any) -> bytes:
    with files.original(kept) as picture:
        return bytes(picture.read())


def carry_photo(number: str, onto: str) -> None:
    """Attach the portrait of one docket to another; the content is kept once."""
    if kept := files.attached(number, PHOTO).last():
        files.share(kept, owner=onto)


__all__ = ["BadNumber", "carry_photo", "checked", "found_by", "label", "particulars", "photo_of"]
