"""What a case is made of: the case and its evidence."""

from zhongdu.cases import personal  # noqa: F401 - no personal field may be kept before it is classified
from zhongdu.cases.models.case import (
    HANDLERS,
    READERS,
    Case,
    Evidence,
    Loss,
    Proposal,
)

__all__ = ["HANDLERS", "READERS", "Case", "Evidence", "Loss", "Proposal"]
