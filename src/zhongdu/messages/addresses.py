"""Where somebody is reached. Looked up in the vault at the moment of sending, and kept nowhere else."""

from collections.abc import Callable

from zhongdu import vault
from zhongdu.messages.models import Message, own_addresses

_FIELDS = {"email": ("email",), "sms": ("phone", "reporter_phone")}
_BOOKS: list[Callable[[int], str]] = []


def address_book(function: Callable[[int], str]) -> Callable[[int], str]:
    """Declare where a room keeps its people's addresses: of a user's number, the vault's owner, or ""."""
    _BOOKS.append(function)
    return function


def address(message: Message, way: str) -> str:
    """Where a message goes by one way; "" where nobody left an address for it."""
    for owner in _owners(message):
        known = vault.read(owner, *_FIELDS[way])
        if found := next((known[field] for field in _FIELDS[way] if known.get(field)), ""):
            return str(found)
    return ""


def known(user_id: int, way: str) -> str:
    """Where somebody with an account is reached, masked; "" where the house knows no address."""
    field = _FIELDS[way][0]
    return vault.masked(field, address(Message(user_id=user_id), way))


def _owners(message: Message) -> list[str]:
    """What somebody gave for messages comes before what a room knows of them."""
    if message.user_id is None:
        return [message.docket.number] if message.docket else []
    return [own_addresses(message.user_id), *filter(None, (book(message.user_id) for book in _BOOKS))]
