"""Receipt codes: what lets a person without an account come back to what they handed in.

A code is sixteen letters drawn at random (31¹⁶, about 79 bits). Only its keyed hash is stored, and a code is looked
up by that hash: comparing takes the same time whatever was typed, because what is compared is not what was typed.
The code itself lives with its holder: in the browser's own cookie until it has been shown, and then on paper.
"""

from collections.abc import Callable, Iterable
from secrets import choice
from typing import Any

from django import forms
from django.http import HttpRequest

from zhongdu.kit.counting import address_of, count, counted, sealed
from zhongdu.kit.forms import Form
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that read alike
LENGTH, GROUP = 16, 4
_SIGNED_IN = "您登录着。为了不把您的账号和这条反映连在一起，请先退出登录，或者换一个浏览器来查。"
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


def citizen(request: HttpRequest) -> Actor:
    """Whoever asks, as what their codes say and nothing else: an account signed in beside them is left out, of the
    record, of the files and of what is shown."""
    held = frozenset(request.session.get(SESSION, ()))
    roles = {Role.ANYONE, *({Role.APPLICANT} if held else ())}
    return Actor(name="群众", roles=frozenset(roles), holds=held)


def own_or_new(typed: str) -> str:
    """The code a form was opened with, if it is a whole one: nobody is to make up a short one. Else a new one."""
    code = tidy(typed)
    return code if len(code) == len(grouped("2" * LENGTH)) else new_code()


_FINDERS: list[Callable[[str], Iterable[Any]]] = []


def finder(function: Callable[[str], Iterable[Any]]) -> Callable[[str], Iterable[Any]]:
    """Declare how a room finds its matters by a code: whatever was handed in, one page takes every code."""
    _FINDERS.append(function)
    return function


def opened_by(code: str) -> list[Any]:
    """The matters a code opens. What one thing became (a letter, then a lead) goes by the same code."""
    return [matter for find in _FINDERS for matter in find(code)]


class CodeForm(Form):
    """The way back to what one handed in."""

    code = forms.CharField(
        label="查询码", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


def come_back(request: HttpRequest, form: CodeForm) -> Any:
    """What the typed code opens, held by this browser from now on; or None, and the form says why."""
    if not form.is_valid():
        return None
    if request.user.is_authenticated:
        form.add_error(None, _SIGNED_IN)
    elif too_many(request):
        form.add_error(None, "试得太多了，请过十分钟再试。")
    elif found := opened_by(form.cleaned_data["code"]):
        for matter in found:
            hold(request, matter.number)
        return min(found, key=lambda matter: matter.docket_id)  # what was handed in, not what it became
    else:
        missed(request)
        form.add_error("code", "没有找到，请核对查询码。")
    return None


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
