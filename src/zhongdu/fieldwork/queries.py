"""What other rooms and pages ask of fieldwork."""

from zhongdu.fieldwork.models import Visit

__all__ = ["Visit"]
