"""What a case is made of: the case and its evidence, deliberations, the decision, the money, and what leaves for others."""

from zhongdu.cases import personal  # noqa: F401 - no personal field may be kept before it is classified
from zhongdu.cases.models.case import HANDLERS, READERS, Case, Evidence, Loss, Proposal, StoodBack, Struck
from zhongdu.cases.models.decision import Decision, Remedy
from zhongdu.cases.models.money import Claim, Instalment, Payment, Repayment
from zhongdu.cases.models.outward import CreditEntry, DepartmentNotice, Exposure, Referral
from zhongdu.cases.models.sitting import Deliberation, Seat

__all__ = [
    "HANDLERS", "READERS", "Case", "Claim", "CreditEntry", "Decision", "Deliberation", "DepartmentNotice", "Evidence",
    "Exposure", "Instalment", "Loss", "Payment", "Proposal", "Referral", "Remedy", "Repayment", "Seat", "StoodBack", "Struck",
]  # fmt: skip
