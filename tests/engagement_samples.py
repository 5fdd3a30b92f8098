"""A sample object for every page of meetings, of what is sent, of publicity, and of hours of service on the desk."""

from collections.abc import Callable
from typing import Any

from sampling import CONFLICT, PASS, REDIRECT, Sample, file_of, of
from zhongdu.calendar import clock
from zhongdu.files import attached
from zhongdu.kit import doors

ENGAGEMENT: dict[str, Callable[[Any], Sample]] = {
    "desk:meetings": lambda w: Sample(),
    "desk:meeting": lambda w: of(w.meeting),
    "desk:invitation": lambda w: of(w.invitation),
    "desk:tick_many": lambda w: of(w.ahead, answers=(REDIRECT,)),
    "desk:sign_in_code": lambda w: of(w.ahead),
    "desk:minutes_paper": lambda w: Sample({"number": w.meeting.number, "kind": "docx"}, w.meeting),
    "desk:sign_in_sheet": lambda w: of(w.ahead),
    "desk:invite_supervisors": lambda w: of(w.ahead),
    "desk:record_view": lambda w: of(w.meeting),
    "desk:write_minutes": lambda w: of(w.meeting),
    "desk:plan_meeting": lambda w: of(w.beijing.office),
    "desk:change_meeting": lambda w: of(w.ahead),
    "desk:briefings": lambda w: Sample(),
    "desk:briefing": lambda w: of(w.bulletin),
    "desk:send_briefing": lambda w: of(w.drafted_bulletin),
    "desk:change_briefing": lambda w: of(w.drafted_bulletin),
    "desk:briefing_file": lambda w: file_of(w.briefing, "briefing"),
    "desk:bulletin_paper": lambda w: Sample({"number": w.bulletin.number, "kind": "docx"}, w.bulletin),
    "phone:briefings": lambda w: Sample(),
    "phone:briefing": lambda w: of(w.bulletin),
    "phone:briefing_file": lambda w: file_of(w.briefing, "briefing"),
    "phone:bulletin_paper": lambda w: of(w.bulletin),
    "desk:service_people": lambda w: Sample(),
    "desk:insurances": lambda w: Sample(),
    "desk:enter_many": lambda w: Sample(),
    "desk:insure_many": lambda w: Sample(),
    "desk:proofs": lambda w: Sample(),
    "desk:proof": lambda w: of(w.proof),
    "desk:proof_paper": lambda w: of(w.proof),
    "desk:stint": lambda w: of(w.stint),
    "desk:courses": lambda w: Sample(),
    "desk:course": lambda w: of(w.course),
    "desk:study": lambda w: of(w.study),
    "desk:change_course": lambda w: of(w.course),
    "desk:open_course": lambda w: of(w.course),
    "desk:course_file": lambda w: file_of(w.course, "course"),
    "desk:certificate": lambda w: of(w.study),
    "desk:class_code": lambda w: of(w.classroom),
    "desk:class_sheet": lambda w: of(w.classroom),
    "desk:tick_class": lambda w: of(w.classroom, answers=(REDIRECT,)),
    "phone:class_sign_in": lambda w: Sample(
        {"code": doors.made(w.classroom.door, clock.now())}, answers=(PASS, REDIRECT)
    ),
    "phone:courses": lambda w: Sample(),
    "phone:study": lambda w: of(w.study),
    "phone:take_test": lambda w: of(w.learning, answers=(PASS, CONFLICT)),
    "phone:course_file": lambda w: Sample(
        {"number": w.study.number, "file": attached(w.course.number, "course").get().public_id}, w.study
    ),
    "phone:certificate": lambda w: of(w.study),
    "public:verify_certificate": lambda w: Sample(
        {"code": type(w.study).objects.get(pk=w.study.pk).verify_code}
    ),
    "desk:publicity": lambda w: Sample(),
    "desk:activity": lambda w: of(w.activity),
    "desk:part": lambda w: of(w.part),
    "desk:plan_publicity": lambda w: of(w.beijing.office),
    "desk:enter_publicity": lambda w: of(w.beijing.office),
    "desk:change_publicity": lambda w: of(w.planned_publicity),
    "desk:record_publicity": lambda w: of(w.planned_publicity),
    "desk:correct_publicity": lambda w: of(w.activity),
    "desk:ask_to_take_part": lambda w: of(w.planned_publicity),
    "desk:note_taking_part": lambda w: of(w.planned_publicity),
    "desk:publicity_file": lambda w: file_of(w.activity, "publicity"),
    "desk:publicity_preview": lambda w: file_of(w.activity, "publicity"),
    "desk:publicity_paper": lambda w: Sample({"number": w.activity.number, "kind": "docx"}, w.activity),
    "phone:publicity": lambda w: Sample(),
    "phone:part": lambda w: of(w.part),
    "phone:meetings": lambda w: Sample(),
    "phone:invitation": lambda w: of(w.invitation),
    "phone:minutes_paper": lambda w: of(w.invitation),
    "phone:meeting_sign_in": lambda w: Sample(
        {"code": doors.made(w.ahead.door, clock.now())}, answers=(PASS, REDIRECT)
    ),
}
