"""A one-time link printed on a letter: a secret that opens one matter to whoever has the paper, without an account.

The secret is twenty-four letters drawn at random (31²⁴, about 119 bits); a matter keeps its keyed hash and is found by it.
The address that carries it is exchanged at once for a session and an address without it.
"""

from secrets import choice

from django.http import HttpRequest

from zhongdu.kit import receipts

LENGTH = 24
SESSION = "letters"  # the numbers of the matters this browser has shown the link of; a unit holds them


def new_secret() -> str:
    return receipts.grouped("".join(choice(receipts.LETTERS) for _ in range(LENGTH)))


def hold(request: HttpRequest, number: str) -> None:
    """Let this browser session act for the unit whose link it has shown."""
    request.session[SESSION] = sorted({number, *request.session.get(SESSION, ())})


def let_go(request: HttpRequest, number: str) -> None:
    """Done at a screen that others use."""
    request.session[SESSION] = [held for held in request.session.get(SESSION, ()) if held != number]
