"""Signing in where people come together: the code on the screen at the door, and the tap of whoever scans it.

A code says which door it belongs to and when it was shown; signed, so that only the screen there can have made it.
"""

import re
from base64 import b32encode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.safestring import mark_safe

from zhongdu import papers
from zhongdu.acts.performing import Doing, perform, perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.kit.matters import band
from zhongdu.law.governing import governing

CODE_EVERY = timedelta(seconds=30)  # how long a code stands on the screen before the next one
# Whoever scans it may have to sign in first, which takes a text message; a picture sent on is worth nothing after that.
CODE_LASTS = timedelta(minutes=5)
_SALT = "zhongdu.door"
_TOKEN = re.compile(r"(?P<door>[0-9A-Z-]{1,24})\.(?P<at>[0-9a-f]{8})\.(?P<mac>[A-Z2-7]{12})")


def made(door: str, at: datetime) -> str:
    """The token of a door's code, as it is shown at a moment."""
    told = f"{door}.{int(at.timestamp()):08x}"
    return f"{told}.{_mac(told)}"


def door_of(token: str) -> str:
    """The door a token was made for here; "" where it was not."""
    found = _TOKEN.fullmatch(token)
    if found is None or not constant_time_compare(found["mac"], _mac(token.rpartition(".")[0])):
        return ""
    return found["door"]


def is_fresh(token: str, now: datetime) -> bool:
    """Whether a token made here was on the screen just now."""
    found = _TOKEN.fullmatch(token)
    if found is None or not door_of(token):
        return False
    return abs(now - datetime.fromtimestamp(int(found["at"], 16), UTC)) <= CODE_LASTS


def _mac(told: str) -> str:
    digest = salted_hmac(_SALT, told, algorithm="sha256").digest()
    return b32encode(digest)[:12].decode()  # 60 bits, tried one by one against a server


def check(deed: Doing, code: str, door: str) -> None:
    """Refuse what is not the code of this door, or was shown too long ago."""
    if door_of(code) != door:
        deed.refuse("wrong_code", "这个码不是这里的，请扫现场屏幕上的码。", beside="code")
    if not is_fresh(code, clock.now()):
        deed.refuse("stale_code", "这个码过时了，请再扫一次现场屏幕上的码。", beside="code")


def screen(request: HttpRequest, matter: Any, address: str, **beside: Any) -> HttpResponse:
    """The code at a matter's door, on whatever screen is there. ``address``: where scanning it leads; ``beside``:
    ``here``, ``of`` (how many have signed in, of how many), ``title``, ``listing`` (the list of matters: its url and name),
    ``home`` (the matter's page)."""
    context = {
        "matter": matter,
        "live": mark_safe(papers.qr_svg(settings.PUBLIC_URL.rstrip("/") + address)),  # our own drawing
        "live_at": clock.now(),
        "live_every": int(CODE_EVERY.total_seconds()),
        "demonstration": band(governing(matter.bureau, clock.today())),
        **beside,
    }
    answer = render(request, "kit/door.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


def entrance(
    request: HttpRequest, act: Act, found: Any, code: str, *, page: str, listing: str, **beside: Any
) -> HttpResponse:
    """Where the code leads: one tap, and one is there. ``found``: the scanner's own matter at that door, if any; ``page``
    shows it, ``listing`` shows all of theirs; ``beside``: ``title``, ``at`` and ``where`` it is."""
    wrong = ""
    if request.method == "POST" and found:
        try:
            perform(act, found, request.actor, key=request.POST.get("key", "")[:64], code=code)  # type: ignore[attr-defined]
        except Refused as refused:
            wrong = next(iter(refused.fields.values()), refused.sentence)
        else:
            messages.success(request, "签到好了。")
            return redirect(page, number=found.number)
    context = {
        "found": found, "wrong": wrong, "fresh": is_fresh(code, clock.now()), "key": uuid4().hex, "listing": listing,
        "demonstration": band(governing(found.bureau, clock.today())) if found else "", **beside,
    }  # fmt: skip
    return render(request, "kit/door_phone.html", context, status=409 if wrong else 200)


def tick(request: HttpRequest, act: Act, chosen: Sequence[Any], called: str) -> None:
    """Note those ticked on the list as there, for one reason: all of them or none. ``called``: what being there is called."""
    try:
        if not chosen:
            raise Refused("nobody", f"请先勾选{called}的人。")
        key, reason = request.POST.get("key", "")[:64], request.POST.get("reason", "").strip()
        perform_all(act, chosen, request.actor, key=key, reason=reason)  # type: ignore[attr-defined]
    except Refused as refused:
        said = refused.fields.get("reason", "")
        says = "请写明为什么由工作人员登记。" if said == "请填写。" else said or refused.sentence
        messages.warning(request, says)
    else:
        messages.success(request, f"已登记{len(chosen)}人{called}。")


def sheet(matter: Any, title: str, at: datetime, where: str, rows: Sequence[tuple[str, str, str]]) -> bytes:
    """The sheet at the door as PDF, for those who sign with a pen. ``rows``: name, letter of appointment, and how
    somebody has signed in already."""
    here = at.astimezone(clock.CHINA)
    data = {
        "dated": clock.day_of(at),
        "title": f"{title}签到表",
        "note": f"{here.year}年{here.month}月{here.day}日{here.hour}时{here.minute:02d}分　{where}",
        "columns": ["序号", "姓名", "聘书编号", "签名"],
        "widths": [1, 2, 3, 3],
        "rows": [[str(place), *row] for place, row in enumerate(rows, start=1)],
        "height": 11,
        "demonstration": band(governing(matter.bureau, clock.today())) or None,
    }
    return papers.render("listing", data, title=str(data["title"]))
