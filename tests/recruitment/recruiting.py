"""People who apply, notices they apply to, and the way each goes: what the tests of this room share."""

import io
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.law.governing import Law
from zhongdu.law.shelves import shelf
from zhongdu.recruitment import acts, drafts
from zhongdu.recruitment.models import Application, Notice
from zhongdu.scope.actor import ANYONE, Actor
from zhongdu.scope.roles import Role
from zhongdu.vault.identity import check_digit

TODAY = date(2026, 9, 28)  # a Monday, two days before the National Day holidays


def law_of(code: str) -> Law:
    """A shipped measure as it would govern, without a database."""
    return Law(statutes=(shelf().statute(code),), demonstration=False, readings={})


def id_number(born: str = "19830501", sequence: str = "002") -> str:
    """A made-up ID number that is right in itself: ``sequence`` odd for men, even for women."""
    first = f"500237{born}{sequence}"
    return first + check_digit(first)


def photograph(name: str = "photo.jpg", size: tuple[int, int] = (350, 490)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "#8899aa").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def answers(law: Any, **changes: Any) -> dict[str, Any]:
    """Everything a form can ask, filled in rightly for this law."""
    return {
        "name": "示例田甜", "ethnicity": "土家族", "id_number": id_number(), "political_status": "群众",
        "health": "健康", "phone": "13800000000", "education": "本科", "school": "示例大学",
        "employer": "示例中学", "address": "示例县示例镇1号", "experience": "2005年至今，示例中学，教师",
        "citizenship": "中国", "declaration": "on", "signature": "示例田甜",
        "declared": [each.name for each in law.family("eligibility") if each.rule.how == "declared"],
        **changes,
    }  # fmt: skip


def notice(place: Any, *, quota: int = 30, channels: list[str] | None = None, **changes: Any) -> Notice:
    """A notice open from today for a month."""
    recruiter = place.officer(Role.RECRUITER)
    made = perform(
        acts.draft_notice, place.office, recruiter, title="示例选聘公告", body="示例正文", quota=quota,
        channels=channels or ["channel.open"],
        opens_on=changes.get("opens_on", TODAY), closes_on=changes.get("closes_on", date(2026, 10, 31)),
        departure=changes.get("departure", ""),
    )  # fmt: skip
    return perform(acts.publish_notice, made, recruiter)


def draft(
    place: Any,
    under: Notice | None = None,
    *,
    channel: str = "channel.open",
    photo: bool = True,
    **changes: Any,
):
    """A draft with consent, everything typed in, and its receipt code."""
    made, code = drafts.begin(place.bureau, channel, notice=under)
    drafts.consent(made)
    drafts.keep(made, answers(place.law, **changes))
    if photo:
        drafts.keep_photo(made, photograph())
    return made, code


def hand_in(place: Any, made: Any, by: Actor = ANYONE, **more: Any) -> Application:
    return perform(acts.apply, place.office, by, draft=made.receipt, **more)


def applied(place: Any, under: Notice | None = None, **changes: Any) -> Application:
    """An application as it comes in."""
    return hand_in(place, draft(place, under, **changes)[0])


def review_all(place: Any, application: Application, **verdicts: str) -> Application:
    """Every condition found met, but for those named: ``review_all(…, age="departs=年长而健康")``."""
    from zhongdu.recruitment.queries import looks_of

    found, reasons = [], []
    for each in looks_of(application, place.law, clock.today()):
        verdict, _, reason = verdicts.get(each.bound.key, "met").partition("=")
        found.append(f"{each.name}={verdict}")
        if reason:
            reasons.append(f"{each.name}={reason}")
    if not found:
        return application
    return perform(acts.review, application, place.officer(Role.RECRUITER), verdicts=found, reasons=reasons)


def accepted(place: Any, under: Notice | None = None, **changes: Any) -> Application:
    application = review_all(place, applied(place, under, **changes))
    return perform(acts.accept, application, place.officer(Role.RECRUITER))
