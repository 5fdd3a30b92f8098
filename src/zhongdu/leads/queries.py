"""What other rooms and pages ask of leads."""

from zhongdu.leads.models import Lead

__all__ = ["Lead"]
