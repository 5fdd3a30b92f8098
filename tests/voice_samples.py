"""A sample object for every page of opinions and letters."""

from collections.abc import Callable
from typing import Any

from sampling import REDIRECT, Sample, coded, file_of, of
from zhongdu.scope.roles import Role

VOICES: dict[str, Callable[[Any], Sample]] = {
    "public:opinions": lambda w: Sample(),
    "public:voice_opinion": lambda w: Sample({"code": "110000"}),
    "public:opinion": lambda w: of(w.said),
    "public:add_to_opinion": lambda w: of(w.said),
    "public:forwardedletter": lambda w: coded(w.forwarded, of(w.forwarded)),
    "public:letter_file": lambda w: coded(w.forwarded, file_of(w.forwarded, "evidence")),
    "public:letter_preview": lambda w: coded(w.forwarded, file_of(w.forwarded, "evidence")),
    "public:write_again": lambda w: coded(w.forwarded, of(w.forwarded)),
    "public:leave_voice": lambda w: of(w.said, answers=(REDIRECT,)),
    "phone:voices": lambda w: Sample(),
    "phone:bring_opinion": lambda w: Sample(),
    "phone:opinion": lambda w: of(w.opinion),
    "phone:forward_letter": lambda w: Sample(),
    "phone:forwardedletter": lambda w: of(w.forwarded),
    "phone:letter_file": lambda w: file_of(w.forwarded, "evidence"),
    "phone:letter_preview": lambda w: file_of(w.forwarded, "evidence"),
    "phone:waiting_letter": lambda w: Sample(
        {"key": w.forwarding_key, "file": w.forwarding_file},
        meant=lambda actor: actor.user_id == w.appointment.user_id,
    ),
    "desk:opinions": lambda w: Sample(),
    "desk:opinion": lambda w: of(w.opinion),
    "desk:enter_opinion": lambda w: of(w.beijing.office),
    "desk:mood": lambda w: Sample(),
    "desk:forwardedletters": lambda w: Sample(),
    "desk:forwardedletter": lambda w: of(w.forwarded),
    "desk:enter_letter": lambda w: of(w.beijing.office),
    "desk:letter_file": lambda w: file_of(w.forwarded, "evidence"),
    "desk:letter_preview": lambda w: file_of(w.forwarded, "evidence"),
    "desk:waiting_letter": lambda w: Sample(
        {"key": w.entering_key, "file": w.entering_file},
        meant=lambda actor: actor.user_id == w.beijing.user(Role.CASE_OFFICER).pk,
    ),
    "desk:digests": lambda w: Sample(),
    "desk:digest": lambda w: of(w.digest),
    "desk:digest_paper": lambda w: Sample({"number": w.digest.number, "kind": "docx"}, w.digest),
}
