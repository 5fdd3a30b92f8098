"""Receipt codes: what lets a person without an account come back to what they handed in.

A code is sixteen letters drawn at random (31¹⁶, about 79 bits). Only its keyed hash is stored, and a code is looked
up by that hash: comparing takes the same time whatever was typed, because what is compared is not what was typed.
The code itself lives with its holder: in the browser's own cookie until it has been shown, and then on paper.
"""

from secrets import choice

from django.http import HttpRequest

from zhongdu.kit.counting import address_of, count, counted, sealed

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that read alike
LENGTH, GROUP = 16, 4
SESSION = "receipts"  # the numbers of dockets this browser has shown the code of; the actor holds them
TRIES, WITHIN = 30, 10 * 60  # wrong codes from one address, seconds
SENDINGS = 60  # forms without an account from one address in that time; a village may stand behind one


def new_code() -> str:
    """``K7Q4-93TX-2M8P-WAHE``, nobody else's."""
    return grouped("".join(choice(LETTERS) for _ in range(LENGTH)))


def grouped(letters: str) -> str:
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def tidy(typed: str) -> str:
    """A code as it was given out, from whatever spelling of it was typed."""
    return grouped("".join(letter for letter in typed.upper() if letter in LETTERS)[:64])


def own_or_new(typed: str) -> str:
    """The code a form was opened with, if it is a whole one: nobody is to make up a short one. Else a new one."""
    code = tidy(typed)
    return code if len(code) == len(grouped("2" * LENGTH)) else new_code()


def hold(request: HttpRequest, number: str) -> None:
    """Let this browser session act for a matter whose code it has shown."""
    request.session[SESSION] = sorted({number, *request.session.get(SESSION, ())})


def let_go(request: HttpRequest, number: str) -> None:
    """This browser session acts for the matter no longer: the next one at this screen sees nothing of it."""
    request.session[SESSION] = [held for held in request.session.get(SESSION, ()) if held != number]


def too_many(request: HttpRequest) -> bool:
    """Whether an address has guessed too often. A hindrance and no wall; the wall is the length of the code."""
    return counted(_address(request, "tries")) >= TRIES


def missed(request: HttpRequest) -> None:
    """Count a wrong code."""
    count(_address(request, "tries"), WITHIN)


def sends_too_much(request: HttpRequest) -> bool:
    """Count a form sent without an account, and tell whether the address sends more than people do."""
    return count(_address(request, "sendings"), WITHIN) > SENDINGS


def _address(request: HttpRequest, what: str) -> str:
    """An address as it is counted: its keyed hash, for ten minutes, and in no log."""
    return sealed(f"receipt-{what}", address_of(request))
