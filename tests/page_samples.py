"""A sample object for every page that stands on something: the rest of its address, and whose it is."""

from collections.abc import Callable
from typing import Any

from board_samples import BOARD
from case_samples import CASES
from engagement_samples import ENGAGEMENT
from institution_samples import INSTITUTIONS
from measure_samples import MEASURES
from sample_world import World
from sampling import CONFLICT, FORBIDDEN, MISSING, PASS, REDIRECT, Sample, at, do, file_of, of
from voice_samples import VOICES
from zhongdu.files import attached
from zhongdu.leads import inquiring
from zhongdu.scope.roles import Role

ONCE = {"seen": "", "key": "once"}
REVIEW = ("recruitment.unmask", {"field": "working_set", "reason": "审核", **ONCE})
PRINT = ("recruitment.unmask", {"field": "whole_form", "reason": "存档", **ONCE})

SAMPLES: dict[str, Callable[[World], Sample]] = {
    # for everybody
    "public:home": lambda w: Sample(),
    "public:notices": lambda w: Sample(),
    "public:notice": lambda w: of(w.notice),
    "public:notice_paper": lambda w: of(w.notice),
    "public:notice_file": lambda w: file_of(w.notice, "notice"),
    "public:blank_form": lambda w: Sample({"code": "110000", "kind": "docx"}),
    "public:unit_link": lambda w: Sample(
        {"secret": secret_of(w.letter)}, answers=(REDIRECT,), opens_session=True
    ),
    "public:apply_under": lambda w: of(w.notice),
    "public:apply_to": lambda w: Sample({"code": "110000"}),
    "public:application_form": lambda w: Sample(cookie=w.codes["draft"]),
    "public:public_notices": lambda w: Sample(),
    "public:object": lambda w: Sample({"number": w.posted.number}),
    "public:follow": lambda w: Sample(),
    "public:supervisors": lambda w: Sample(),
    "public:bureau_supervisors": lambda w: Sample({"code": "110000"}),
    "public:supervisors_paper": lambda w: Sample({"code": "110000"}),
    "public:cancellations": lambda w: Sample(),
    "public:verify_start": lambda w: Sample(),
    "public:verify": lambda w: Sample({"code": w.appointment.verify_code}),
    "public:verify_shown": lambda w: Sample(
        {"code": w.appointment.verify_code, "token": token_of(w.appointment)}
    ),
    "phone:show_badge": lambda w: Sample(),
    "phone:show_badge_on_visit": lambda w: of(w.going),
    "public:come_in": lambda w: Sample(),
    "public:verify_proof": lambda w: Sample({"code": w.proof.verify_code}),
    "any:type_size": lambda w: Sample(answers=(REDIRECT,)),
    "any:service_worker": lambda w: Sample(),
    "any:manifest": lambda w: Sample(),
    "phone:field": lambda w: Sample(),  # the shell: nothing in it is anybody's
    # for whoever shows the receipt code
    "public:application": lambda w: of(w.returned),
    "public:application_paper": lambda w: Sample({"number": w.returned.number, "kind": "docx"}, w.returned),
    "public:recommendation": lambda w: of(w.named),
    "public:resubmit": lambda w: of(w.returned),
    "public:receipt": lambda w: of(w.submitted, cookie=w.codes[w.submitted.number]),
    "public:photo": lambda w: Sample({"which": w.returned.number}, w.returned),
    "public:signature": lambda w: Sample({"which": w.returned.number}, w.returned),
    "public:photo_file": lambda w: Sample({"which": w.returned.number}, w.returned),
    "public:objection": lambda w: of(w.objection),
    "public:activate": lambda w: of(w.appointed),
    "public:complaints": lambda w: Sample(),
    "public:complain": lambda w: Sample({"code": "110000"}),
    "public:complaint": lambda w: of(w.complaint),
    "public:reports": lambda w: Sample(),
    "public:exposures": lambda w: Sample(),
    "public:credit": lambda w: Sample(),
    "public:report": lambda w: Sample({"code": "110000"}),
    "public:inquiry_link": lambda w: Sample(
        {"secret": asking_of(w.unit_inquiry)}, answers=(REDIRECT,), opens_session=True
    ),
    "public:inquiry": lambda w: of(w.unit_inquiry),
    "public:inquiry_file": lambda w: file_of(w.unit_inquiry, "inquiry_handed"),
    "public:leave_inquiry": lambda w: of(w.unit_inquiry, answers=(REDIRECT,)),
    "desk:inquiries": lambda w: Sample(),
    "desk:inquiry": lambda w: of(w.inquiry),
    "desk:inquiry_file": lambda w: file_of(w.inquiry, "inquiry_handed"),
    "public:places": lambda w: Sample({"code": "110000"}),
    "public:waiting_evidence": lambda w: Sample({"key": w.public_key, "file": w.public_file}),
    "public:lead": lambda w: of(w.anonymous),
    "public:lead_file": lambda w: file_of(w.anonymous, "evidence"),
    "public:lead_preview": lambda w: file_of(w.anonymous, "evidence"),
    "public:leave_lead": lambda w: of(w.anonymous, answers=(REDIRECT,)),
    "public:complete": lambda w: of(w.sent_back),
    "public:add_words": lambda w: of(w.anonymous),
    "public:say_unanswered": lambda w: of(w.anonymous),
    "public:do": lambda w: do("recruitment.withdraw", w.submitted),
    # for supervisors
    "phone:home": lambda w: Sample(),
    "phone:me": lambda w: Sample(),
    "phone:appointment": lambda w: of(w.appointment),
    "phone:report_change": lambda w: of(w.appointment),
    "phone:letter": lambda w: of(w.appointment),
    "phone:badge": lambda w: of(w.card),
    "phone:portrait": lambda w: of(w.appointment),
    "phone:visits": lambda w: Sample(),
    "phone:visit": lambda w: of(w.covert),
    "phone:record_visit": lambda w: of(w.going),
    "phone:visit_record": lambda w: of(w.done),
    "phone:visit_photo": lambda w: file_of(w.done, "visit_photo", "photo", width=480),
    "phone:waiting_photo": lambda w: Sample(
        {"number": w.going.number, "photo": waiting_photo(w.going), "width": 480}, w.going
    ),
    "phone:waiting_recording": lambda w: Sample(
        {"number": w.going.number, "file": waiting_photo(w.going)}, w.going
    ),
    "phone:choose_visit": lambda w: of(w.appointment),
    "phone:visit_file": lambda w: file_of(w.done, "visit_photo"),
    "phone:visit_file_preview": lambda w: file_of(w.done, "visit_photo", width=480),
    "phone:field_bag": lambda w: Sample(),
    "phone:field_part": lambda w: Sample(
        {"part": "0" * 32}, answers=(CONFLICT,)
    ),  # without saying whose it is
    "phone:field_packages": lambda w: Sample(answers=(CONFLICT,)),
    "phone:field_originals": lambda w: Sample(answers=(CONFLICT,)),
    "phone:leads": lambda w: Sample(),
    "phone:lead": lambda w: of(w.lead),
    "phone:lead_file": lambda w: file_of(w.lead, "evidence"),
    "phone:lead_preview": lambda w: file_of(w.lead, "evidence"),
    "phone:file_lead": lambda w: Sample(),
    "phone:waiting_file": lambda w: Sample(
        {"key": w.report_key, "file": w.waiting_file},
        meant=lambda actor: actor.user_id == w.appointment.user_id,
    ),
    "phone:rewards": lambda w: Sample(),
    "phone:reward": lambda w: of(w.reward),
    "public:rewards": lambda w: Sample(),
    "public:reward": lambda w: of(w.reward),
    "phone:discipline": lambda w: Sample(),
    "phone:sign_undertaking": lambda w: of(w.appointment),
    "phone:declare_interest": lambda w: of(w.appointment),
    "phone:end_interest": lambda w: of(w.appointment),
    "phone:confirm_interests": lambda w: of(w.appointment),
    "phone:recusalquestion": lambda w: of(w.question),
    "phone:obstruction": lambda w: of(w.obstruction),
    "phone:mediarequest": lambda w: of(w.publishing),
    "phone:breach": lambda w: of(w.breach),
    "phone:discipline_file": lambda w: file_of(w.obstruction, "discipline", word="obstruction"),
    "phone:service": lambda w: Sample(),
    "phone:stint": lambda w: of(w.stint),
    "phone:proof": lambda w: of(w.proof),
    "phone:proof_paper": lambda w: of(w.proof),
    "phone:acknowledge_risk": lambda w: of(w.risky),
    "phone:assessment": lambda w: of(w.assessment),
    "phone:assessment_figure": lambda w: Sample(
        {"number": w.assessment.number, "figure": "leads_filed"}, w.assessment
    ),
    "phone:retaliations": lambda w: Sample(),
    "phone:file_retaliation": lambda w: Sample(),
    "phone:retaliation": lambda w: of(w.retaliation),
    "phone:retaliation_file": lambda w: file_of(w.retaliation, "evidence"),
    "phone:messages": lambda w: Sample(),
    "phone:read_messages": lambda w: Sample(answers=(REDIRECT,)),
    "phone:message_settings": lambda w: Sample(),
    "phone:message": lambda w: message_of(w.told, answers=(REDIRECT,)),
    "phone:do": lambda w: do("fieldwork.decline_visit", w.going),
    # for officers
    "desk:home": lambda w: Sample(),
    "desk:board": lambda w: Sample(),
    "desk:messages": lambda w: Sample(),
    "desk:read_messages": lambda w: Sample(answers=(REDIRECT,)),
    "desk:message_settings": lambda w: Sample(),
    "desk:message": lambda w: message_of(w.told_officer, answers=(REDIRECT,)),
    "desk:deliveries": lambda w: Sample(),
    "desk:send_again": lambda w: Sample(answers=(REDIRECT,)),
    "desk:jobs": lambda w: Sample(),
    "desk:job": lambda w: job_of(w),
    "desk:job_result": lambda w: job_of(w, file=result_of(w)),
    "desk:offices": lambda w: Sample(
        answers=(PASS, REDIRECT)
    ),  # straight to one's own where it is the only one
    "desk:office": lambda w: of(w.beijing.office),
    "desk:institutions": lambda w: Sample(),
    "desk:institution": lambda w: Sample({"code": w.shop.code}, meant=at(w.beijing)),
    "desk:import_list": lambda w: of(w.beijing.office),
    "desk:institutions_template": lambda w: Sample(),
    "desk:institution_as_of": lambda w: Sample({"code": w.shop.code}, meant=at(w.beijing)),
    "desk:institutions_alike": lambda w: Sample(),
    "desk:dossier": lambda w: of(w.dossier, answers=(REDIRECT,)),
    "desk:access": lambda w: of(w.access),
    "desk:give_access": lambda w: of(w.dossier),
    "desk:give_link": lambda w: of(w.invited),
    "desk:enquiries": lambda w: Sample(),
    "desk:enquiry": lambda w: of(w.enquiry),
    "desk:enquiry_answers": lambda w: of(w.enquiry),
    "desk:enquiry_file": lambda w: file_of(w.enquiry, "enclosure"),
    "desk:filing": lambda w: of(w.filing),
    "desk:filing_file": lambda w: file_of(w.filing, "enclosure"),
    "desk:selfchecks": lambda w: Sample(),
    "desk:selfcheck": lambda w: of(w.self_check),
    "desk:self_check_file": lambda w: file_of(w.self_check, "enclosure"),
    "desk:stoppedfrauds": lambda w: Sample(),
    "desk:stoppedfraud": lambda w: of(w.stopped),
    "desk:stopped_fraud_file": lambda w: file_of(w.stopped, "enclosure"),
    "desk:contractors": lambda w: Sample(),
    "desk:contractor": lambda w: of(w.contractor),
    "desk:practitioners": lambda w: Sample(),
    "desk:practitioner": lambda w: Sample({"code": w.doctor.code}, meant=at(w.beijing)),
    "desk:import_practitioners": lambda w: of(w.beijing.office),
    "desk:practitioner_as_of": lambda w: Sample({"code": w.doctor.code}, meant=at(w.beijing)),
    "desk:practitioners_template": lambda w: Sample(),
    "desk:invite": lambda w: of(w.beijing.office),
    "desk:notices": lambda w: Sample(),
    "desk:notice": lambda w: of(w.notice),
    "desk:import_applications": lambda w: of(w.notice),
    "desk:paper_forms_template": lambda w: of(w.notice),
    "desk:preview_notice": lambda w: of(w.notice),
    "desk:amend_notice": lambda w: of(w.notice),
    "desk:publish_notice": lambda w: of(w.notice),
    "desk:write_to_units": lambda w: of(w.notice),
    "desk:ask_units": lambda w: of(w.beijing.office),
    "desk:recommendations": lambda w: Sample(),
    "desk:recommendation": lambda w: of(w.named),
    "desk:working_letter": lambda w: of(w.letter),
    "desk:applications": lambda w: Sample(),
    "desk:find_applicant": lambda w: Sample(),
    "desk:application": lambda w: of(w.submitted),
    "desk:applicant_photo": lambda w: of(w.submitted, first=REVIEW, otherwise=MISSING),
    "desk:application_paper": lambda w: Sample(
        {"number": w.submitted.number, "kind": "pdf"}, w.submitted, first=PRINT
    ),
    "desk:review": lambda w: of(w.submitted),
    "desk:post_for_public_notice": lambda w: of(w.submitted, answers=(REDIRECT,)),
    "desk:second_review": lambda w: of(w.submitted),
    "desk:post_list": lambda w: Sample(),
    "desk:postings": lambda w: Sample(),
    "desk:posting": lambda w: posting_of(w),
    "desk:posting_paper": lambda w: posting_of(w),
    "desk:posting_proof": lambda w: posting_of(w, file=proof_of(w)),
    "desk:add_outlet": lambda w: of(w.posted),
    "desk:add_posting_proof": lambda w: of(w.posted),
    "desk:objections": lambda w: Sample(),
    "desk:selections": lambda w: Sample(),
    "desk:selection": lambda w: of(w.selection),
    "desk:correct_groups": lambda w: of(w.selection),
    "desk:sealed_selection": lambda w: of(w.selection),
    "desk:gather_candidates": lambda w: of(w.selection),
    "desk:set_criteria": lambda w: of(w.selection),
    "desk:set_ranges": lambda w: of(w.selection),
    "desk:hand_in_scores": lambda w: of(w.selection, answers=(PASS, FORBIDDEN)),
    "desk:propose_selection": lambda w: of(w.selection),
    "desk:amend_proposal": lambda w: of(w.selection),
    "desk:tell_others": lambda w: of(w.selection, answers=(REDIRECT,)),
    "desk:objection": lambda w: of(w.objection),
    "desk:objection_evidence": lambda w: file_of(w.objection, "evidence"),
    "desk:appoint_many": lambda w: Sample(),
    "desk:issue_papers": lambda w: Sample(),
    "desk:appointments": lambda w: Sample(),
    "desk:renewals": lambda w: Sample(),
    "desk:pool": lambda w: Sample(),
    "desk:export_register": lambda w: of(w.beijing.office),
    "desk:import_register": lambda w: of(w.beijing.office),
    "desk:register_template": lambda w: Sample(),
    "desk:find_supervisor": lambda w: Sample(),
    "desk:appointment": lambda w: of(w.appointment),
    "desk:end_appointment": lambda w: of(w.appointment),
    "desk:give_way_in": lambda w: of(w.appointment),
    "desk:letter": lambda w: of(w.appointment),
    "desk:badge": lambda w: of(w.card),
    "desk:portrait": lambda w: of(w.appointment),
    "desk:visits": lambda w: Sample(),
    "desk:visit": lambda w: of(w.covert),
    "desk:visit_record": lambda w: of(w.done),
    "desk:visit_photo": lambda w: file_of(w.done, "visit_photo", "photo", width=480),
    "desk:ownlists": lambda w: Sample(),
    "desk:joinings": lambda w: Sample(),
    "desk:joining": lambda w: of(w.joining),
    "desk:ownlist": lambda w: of(w.own_list),
    "desk:edit_list": lambda w: of(w.own_list),
    "desk:inspections": lambda w: Sample(),
    "desk:inspection": lambda w: of(w.inspection),
    "desk:seal_record": lambda w: of(w.inspected),
    "desk:sign_record": lambda w: of(w.inspected, answers=(PASS, REDIRECT)),
    "desk:inspection_record": lambda w: Sample({"number": w.inspected.number, "n": 1}, w.inspected),
    "desk:write_report": lambda w: of(w.inspected),
    "desk:check_evidence": lambda w: of(w.inspected),
    "desk:suspend_settlement": lambda w: of(w.inspected),
    "desk:inspection_paper": lambda w: Sample(
        {"number": w.inspected.number, "what": "record", "n": 1, "kind": "pdf"}, w.inspected
    ),
    "desk:inspection_file": lambda w: file_of(w.inspected, "inspection_spot"),
    "desk:sealing": lambda w: of(w.sealing),
    "desk:sealing_paper": lambda w: Sample(
        {"number": w.sealing.number, "what": "decision", "kind": "docx"}, w.sealing
    ),
    "desk:campaigns": lambda w: Sample(),
    "desk:campaign": lambda w: of(w.campaign),
    "desk:campaign_draw": lambda w: of(w.campaign),
    "public:inspection_results": lambda w: Sample(),
    "desk:rounds": lambda w: Sample(),
    "desk:round": lambda w: of(w.round),
    "desk:pair_supervisors": lambda w: of(w.round),
    "desk:send_more": lambda w: of(w.round, answers=(REDIRECT,)),
    "desk:drawing": lambda w: Sample({"number": w.round.number, "place": 1}, w.round),
    "desk:round_results": lambda w: of(w.round),
    "desk:platforms": lambda w: Sample(),
    "desk:platform": lambda w: of(w.platform),
    "desk:errands": lambda w: Sample(),
    "desk:errand": lambda w: of(w.errand),
    "desk:visit_file": lambda w: file_of(w.done, "visit_photo"),
    "desk:visit_file_preview": lambda w: file_of(w.done, "visit_photo", width=480),
    "desk:assigning": lambda w: Sample(),
    "desk:assign_visit": lambda w: of(w.appointment),
    "desk:leads": lambda w: Sample(),
    "desk:lead": lambda w: of(w.lead),
    "desk:take_up": lambda w: of(w.lead),
    "desk:enter_lead": lambda w: of(w.beijing.office),
    "desk:waiting_evidence": lambda w: Sample(
        {"key": w.letter_key, "file": w.letter_file},
        meant=lambda actor: actor.user_id == w.beijing.user(Role.CASE_OFFICER).pk,
    ),
    "desk:answer": lambda w: of(w.lead),
    "desk:answer_again": lambda w: of(w.doubted),
    "desk:lead_file": lambda w: file_of(w.lead, "evidence"),
    "desk:lead_large": lambda w: file_of(w.lead, "evidence"),
    "desk:mask_evidence": lambda w: of(w.lead),
    "desk:mask_photo": lambda w: of(w.done),
    "desk:lead_preview": lambda w: file_of(w.lead, "evidence"),
    "desk:books": lambda w: Sample(),
    "desk:book": lambda w: of(w.book),
    "desk:month": lambda w: of(w.month),
    "desk:ledger": lambda w: Sample({"number": w.book.number, "code": "101"}, w.book),
    "desk:prepare_voucher": lambda w: of(w.month),
    "desk:post_vouchers": lambda w: of(w.month),
    "desk:month_workbook": lambda w: of(w.month),
    "desk:month_recovered": lambda w: of(w.month),
    "desk:month_statement": lambda w: of(w.month),
    "desk:month_vouchers": lambda w: of(w.month),
    "desk:month_trial": lambda w: of(w.month),
    "desk:ledger_paper": lambda w: Sample({"number": w.book.number, "code": "101", "kind": "pdf"}, w.book),
    "desk:rewards": lambda w: Sample(),
    "desk:reward": lambda w: of(w.reward),
    "desk:reward_form": lambda w: of(w.reward),
    "desk:reward_file": lambda w: file_of(w.reward, "reward"),
    "desk:consider_reward": lambda w: of(w.verified),
    "desk:compute_reward": lambda w: of(w.reckoning),
    "desk:check_reward": lambda w: of(w.reward),
    "desk:approve_reward": lambda w: of(w.reward),
    "desk:reopen_reward": lambda w: of(w.reward),
    "desk:agreements": lambda w: Sample(),
    "desk:agency_recoveries": lambda w: Sample(),
    "desk:settlement": lambda w: Sample(),
    "desk:agreement": lambda w: of(w.agreement),
    "desk:agreement_paper": lambda w: Sample({"number": w.agreement.number, "kind": "pdf"}, w.agreement),
    "desk:record_review": lambda w: of(w.agreement),
    "desk:handling": lambda w: of(w.handling),
    "desk:decide_handling": lambda w: of(w.handling),
    "desk:stop_settlement": lambda w: of(w.agreement),
    "desk:handling_paper": lambda w: Sample(
        {"number": w.dispute.handling.number, "kind": "docx"}, w.dispute.handling
    ),
    "desk:handling_file": lambda w: file_of(w.dispute.handling, "rectification"),
    "desk:practitionerhandling": lambda w: of(w.of_physician),
    "desk:decide_practitioner": lambda w: of(w.of_physician),
    "desk:practitioner_paper": lambda w: Sample(
        {"number": w.of_physician.number, "kind": "pdf"}, w.of_physician
    ),
    "desk:dispute": lambda w: of(w.dispute),
    "desk:dispute_paper": lambda w: Sample({"number": w.dispute.number, "kind": "pdf"}, w.dispute),
    "desk:issue_settlement_key": lambda w: of(w.beijing.office),
    "desk:discipline": lambda w: Sample(),
    "desk:recusalquestion": lambda w: of(w.question),
    "desk:obstruction": lambda w: of(w.obstruction),
    "desk:mediarequest": lambda w: of(w.publishing),
    "desk:complaint": lambda w: of(w.complaint),
    "desk:breach": lambda w: of(w.breach),
    "desk:discipline_file": lambda w: file_of(w.obstruction, "discipline", word="obstruction"),
    "desk:service": lambda w: Sample(answers=(PASS, REDIRECT)),  # to what one's post reads of it
    "desk:confirm_many": lambda w: Sample(answers=(REDIRECT,)),
    "desk:assessments": lambda w: Sample(),
    "desk:assessment": lambda w: of(w.assessment),
    "desk:assessment_figure": lambda w: Sample(
        {"number": w.assessment.number, "figure": "leads_filed"}, w.assessment
    ),
    "desk:scheme": lambda w: of(w.scheme),
    "desk:set_scheme": lambda w: of(w.beijing.office),
    "desk:change_scheme": lambda w: of(w.scheme),
    "desk:assess": lambda w: of(w.scheme),
    "desk:retaliations": lambda w: Sample(),
    "desk:retaliation": lambda w: of(w.retaliation),
    "desk:retaliation_file": lambda w: file_of(w.retaliation, "evidence"),
    "desk:do": lambda w: do("leads.add_note", w.accusing),
}


SAMPLES |= CASES | INSTITUTIONS | VOICES | MEASURES | ENGAGEMENT | BOARD


def token_of(appointment: Any) -> str:
    from zhongdu.calendar import clock
    from zhongdu.roster import live

    return live.made(appointment.verify_code, live.Shown(clock.now()))


def message_of(message: Any, **more: Any) -> Sample:
    """A message is its reader's alone."""
    return Sample({"number": message.number}, meant=lambda actor: actor.user_id == message.user_id, **more)


def waiting_photo(visit: Any) -> str:
    from zhongdu.fieldwork import photographs, waiting

    return photographs.of(waiting.owner_of(visit)).get().public_id


def posting_of(world: World, **more: Any) -> Sample:
    """A list is its bureau's: to officers of other territories there is none."""
    return Sample({"posting": world.posted.posting, **more}, meant=at(world.beijing))


def proof_of(world: World) -> str:
    from zhongdu.recruitment.outlets import of_posting

    [outlet] = of_posting(world.posted.posting)
    return attached(outlet.owner).get().public_id


def job_of(world: World, **more: Any) -> Sample:
    """A job is its asker's alone."""
    return Sample(
        {"number": world.job.number, **more}, meant=lambda actor: actor.user_id == world.job.asked_by_id
    )


def result_of(world: World) -> str:
    return attached(world.job.owner).get().public_id


def asking_of(inquiry: Any) -> str:
    return inquiring.address(inquiry).rstrip("/").rpartition("/")[2]


def secret_of(letter: Any) -> str:
    from zhongdu.recruitment import links

    return links.secret_of(letter)
