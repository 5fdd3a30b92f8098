"""Drafts: what an applicant has typed so far, kept in the vault until it is handed in or forgotten. Not an act."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction

from zhongdu import files, vault
from zhongdu.calendar import clock
from zhongdu.files.models import Attachment
from zhongdu.kit import signing
from zhongdu.law.governing import Law, governing
from zhongdu.recruitment import particulars, receipts
from zhongdu.recruitment.consent import DAYS, privacy_notice
from zhongdu.recruitment.models import Application, Draft, Notice, Recommended
from zhongdu.scope.models import Bureau

LEAST = 120  # pixels of a photograph's shorter side: below that no face can be told
MOST = 4 * particulars.WORDS  # characters of one answer a draft keeps, however wrong it is


def begin(bureau: Bureau, channel: str, *, notice: Notice | None = None) -> tuple[Draft, str]:
    """A new draft and its receipt code, the only time it is known. Nothing may be typed before consent."""
    code = receipts.new_code()
    return opened_for(bureau, channel, receipts.token(code), notice=notice), code


def opened_for(
    bureau: Bureau,
    channel: str,
    receipt: str,
    *,
    notice: Notice | None = None,
    unit: str = "",
    recommended: Recommended | None = None,
) -> Draft:
    return Draft.objects.create(
        receipt=receipt, notice=notice, bureau=bureau, channel=channel, unit=unit, recommended=recommended,
        saved_at=clock.now(),
    )  # fmt: skip


def consent(draft: Draft) -> None:
    """The person has agreed to the privacy notice as it reads today."""
    draft.consented_at = clock.now()
    draft.consent_text = privacy_notice(governing(draft.bureau, clock.today()), draft.bureau.name)
    draft.save(update_fields=["consented_at", "consent_text"])


def taken_over(draft: Draft) -> str:
    """The person consents to a draft that others opened, and gets a new code: whoever passed the old one on can no
    longer look. What the unit told of them is there to be mended."""
    code = receipts.new_code()
    consent(draft)
    draft.receipt = receipts.token(code)
    draft.save(update_fields=["receipt"])
    if draft.recommended:
        told = vault.read(draft.recommended.owner, "name", "phone", "employer")
        asked = {each.name for each in particulars.asked(law_of(draft)).typed}
        keep(draft, {name: value for name, value in told.items() if name in asked})
    return code


def found(code: str) -> Draft | None:
    """The draft of a receipt code."""
    return (
        Draft.objects.select_related(
            "notice",
            "notice__docket",
            "bureau",
            "recommended__recommendation__docket",
            "recommended__recommendation__bureau",
        )
        .filter(receipt=receipts.token(code))
        .first()
        if code
        else None
    )


def typed(draft: Draft) -> dict[str, Any]:
    """What was typed so far, as it was typed."""
    return vault.read(draft.owner, "draft").get("draft", {})


def keep(draft: Draft, answers: Mapping[str, Any]) -> None:
    """Keep what was typed, right or wrong: only the fields that are asked, none longer than it can be."""
    with transaction.atomic():
        locked = Draft.objects.select_for_update().get(pk=draft.pk)
        locked.saved_at = draft.saved_at = clock.now()
        locked.save(update_fields=["saved_at"])
        cut = {name: value[:MOST] if isinstance(value, str) else value for name, value in answers.items()}
        vault.put(locked.owner, {"draft": cut}, history=False)


def keep_photo(draft: Draft, upload: File) -> None:
    """Keep the photograph in place of the one before. Raises ``FileRefused`` for what is no picture of a face."""
    with transaction.atomic():
        before = list(files.attached(draft.owner, "photo"))
        files.store(upload, owner=draft.owner, kind="photo", allow=files.PICTURES, least=LEAST)
        for old in before:
            files.erase(old)


def photo(draft: Draft) -> Attachment | None:
    return files.attached(draft.owner, "photo").last()


def keep_signature(draft: Draft, drawn: str) -> None:
    """Keep a drawn signature in place of the one before; "" takes it back, and a name is typed again."""
    with transaction.atomic():
        locked = Draft.objects.select_for_update().get(pk=draft.pk)
        if drawn:
            vault.put(locked.owner, {"signature": drawn}, history=False)
        else:
            vault.erase(locked.owner, "signature")


def signature(draft: Draft) -> str:
    """The signature as it was drawn; "" where none was."""
    return str(vault.read(draft.owner, "signature").get("signature", ""))


def amending(application: Application) -> Draft:
    """The draft in which a returned application is completed, begun from what was handed in."""
    draft = Draft.objects.filter(receipt=application.receipt).first()
    if draft is None:
        kept = vault.read(application.number)
        draft = Draft.objects.create(
            receipt=application.receipt, notice=application.notice, bureau=application.bureau,
            channel=application.channel, unit=application.unit, saved_at=clock.now(),
            consented_at=clock.now(), consent_text=kept["consent"]["text"],
        )  # fmt: skip
        answers = particulars.restored(kept)
        asked = {each.name for each in particulars.asked(governing(draft.bureau, clock.today())).typed}
        if signing.is_drawn(answers.get("signature")):
            keep_signature(draft, answers.pop("signature"))
        keep(draft, {name: value for name, value in answers.items() if name in {*asked, "declared"}})
    return draft


def forget(draft: Draft) -> None:
    """Erase a draft and everything that was typed in it."""
    with transaction.atomic():
        vault.erase(draft.owner)
        for attachment in files.attached(draft.owner):
            files.erase(attachment)
        draft.delete()


def forgotten() -> list[Draft]:
    """The drafts nobody has touched for so long that they are to be forgotten."""
    over = Draft.objects.filter(saved_at__lt=clock.now() - timedelta(days=DAYS))
    return list(over.select_related("recommended__recommendation__docket").order_by("pk"))


def law_of(draft: Draft) -> Law:
    return governing(draft.bureau, clock.today())
