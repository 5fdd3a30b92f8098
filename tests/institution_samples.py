"""A sample object for every page of the face that institutions have."""

from collections.abc import Callable
from typing import Any

from sampling import REDIRECT, Sample, do, file_of, of
from zhongdu.files import attached
from zhongdu.messages.models import Message

INSTITUTIONS: dict[str, Callable[[Any], Sample]] = {
    "institution:selfchecks": lambda w: Sample(),
    "institution:selfcheck": lambda w: of(w.self_check),
    "institution:send_self_check": lambda w: of(w.unchecked),
    "institution:self_check_file": lambda w: file_of(w.self_check, "enclosure"),
    "institution:stoppedfrauds": lambda w: Sample(),
    "institution:stoppedfraud": lambda w: of(w.stopped),
    "institution:stopped_fraud_file": lambda w: file_of(w.stopped, "enclosure"),
    "institution:dossier": lambda w: of(w.dossier, answers=(REDIRECT,)),
    "desk:practitionerdossier": lambda w: of(w.doctors_dossier, answers=(REDIRECT,)),
    "institution:agreements": lambda w: Sample(),
    "institution:cases": lambda w: Sample(),
    "institution:case": lambda w: of(w.decision.case),
    "institution:decision": lambda w: of(w.decision),
    "institution:creditentry": lambda w: of(w.credit),
    "institution:decision_paper": lambda w: of(w.decision),
    "institution:agreement": lambda w: of(w.agreement),
    "institution:agreement_paper": lambda w: Sample(
        {"number": w.agreement.number, "kind": "pdf"}, w.agreement
    ),
    "institution:handling": lambda w: of(w.handling),
    "institution:handling_paper": lambda w: Sample({"number": w.handling.number, "kind": "pdf"}, w.handling),
    "institution:handling_file": lambda w: file_of(w.dispute.handling, "rectification"),
    "institution:dispute": lambda w: of(w.dispute),
    "institution:dispute_paper": lambda w: Sample({"number": w.dispute.number, "kind": "docx"}, w.dispute),
    "desk:dispute_file": lambda w: file_of(w.dispute, "statement"),
    "institution:filings": lambda w: Sample(),
    "institution:filing": lambda w: of(w.filing),
    "institution:send_filing": lambda w: of(w.unsent),
    "institution:filing_file": lambda w: file_of(w.filing, "enclosure"),
    "institution:filing_form": lambda w: Sample(
        {"number": w.unsent.number, "file": attached(w.unsent.enquiry.number, "enclosure").get().public_id},
        w.unsent,
    ),
    "institution:home": lambda w: Sample(),
    "institution:messages": lambda w: Sample(),
    "institution:read_messages": lambda w: Sample(answers=(REDIRECT,)),
    "institution:message_settings": lambda w: Sample(),
    "institution:message": lambda w: notice_to(w.access),
    "institution:join": lambda w: Sample({"secret": w.secret}),
    "institution:access": lambda w: of(w.access),
    "institution:do": lambda w: do("institutions.end_access", w.access),
}


def notice_to(access: Any) -> Sample:
    """What one account was told; its colleagues have messages of their own."""
    told = Message.objects.filter(user=access.user, kind="institution.notice").earliest("id")
    mine = {"meant": lambda actor: actor.user_id == told.user_id, "answers": (REDIRECT,)}
    return Sample({"number": told.number}, **mine)
