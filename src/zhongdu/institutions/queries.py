"""What other rooms and pages ask of institutions."""

from zhongdu.institutions.models import Institution

__all__ = ["Institution"]
