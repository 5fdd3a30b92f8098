"""What other rooms and pages ask of the roster."""

from zhongdu.roster.models import Appointment

__all__ = ["Appointment", "serves"]


def serves(user_id: int) -> bool:
    """Whether a user is, or ever was, a supervisor: one who has ended still sees what is owed to them."""
    return Appointment.objects.filter(user_id=user_id).exists()
