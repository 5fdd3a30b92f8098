"""A sample object for every page of cases on the desk."""

from collections.abc import Callable
from typing import Any

from sampling import Sample, file_of, of

CASES: dict[str, Callable[[Any], Sample]] = {
    "desk:cases": lambda w: Sample(),
    "desk:case": lambda w: of(w.case),
    "desk:case_evidence": lambda w: Sample(
        {"number": w.inspected_case.number, "n": 1, "what": "record"}, w.inspected_case
    ),
    "desk:case_report": lambda w: of(w.inspected_case),
    "desk:case_paper": lambda w: Sample(
        {"number": w.case.number, "what": "correction", "kind": "docx"}, w.case
    ),
    "desk:deliberation": lambda w: of(w.deliberation),
    "desk:deliberation_paper": lambda w: of(w.deliberation),
    "desk:decision": lambda w: of(w.decision),
    "desk:decision_paper": lambda w: Sample({"number": w.decision.number, "kind": "docx"}, w.decision),
    "desk:recoveries": lambda w: Sample(),
    "desk:recoveries_book": lambda w: Sample(),
    "desk:outward": lambda w: Sample(),
    "desk:referral": lambda w: of(w.referral),
    "desk:exposure": lambda w: of(w.exposure),
    "desk:creditentry": lambda w: of(w.credit),
    "desk:import_notices": lambda w: of(w.beijing.office),
    "desk:notices_template": lambda w: Sample(),
    "desk:departmentnotice": lambda w: of(w.department_notice),
    "desk:case_file": lambda w: file_of(w.case, "case", word="case"),
    "desk:credit_list": lambda w: Sample({"to": "platform"}),
}
