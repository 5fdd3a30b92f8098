"""What other rooms and pages ask of bureaus."""

from zhongdu.bureaus.models import Office

__all__ = ["Office"]
