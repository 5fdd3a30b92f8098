"""How many photographs and recordings a question of a checklist may take."""

from typing import NamedTuple


class Many(NamedTuple):
    """Where the list does not say, and at the very most."""

    usual: int
    limit: int


MEDIA = {"photo": Many(6, 12), "sound": Many(2, 6), "video": Many(2, 6)}
