"""Whoever opens their account is told what the bureau wants promised and declared before the first task."""

from typing import Any

from zhongdu.discipline.queries import not_ready
from zhongdu.messages.telling import told
from zhongdu.roster.acts import activate, come_in
from zhongdu.roster.queries import Appointment


def _must_sign(matter: Any) -> int | None:
    """The person of an appointment (or of the application it came of) who has not signed what must be signed."""
    appointment = matter if isinstance(matter, Appointment) else matter.appointment
    user: int | None = appointment.user_id if not_ready(appointment) else None
    return user


for opened in (activate, come_in):
    told("undertaking.sign", to=_must_sign)(opened)
