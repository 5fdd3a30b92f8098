"""China's working days, and the last day of a period: no database, no settings, and no glance at the clock.

What time it is stands apart, in `zhongdu.calendar.clock`.
"""

from zhongdu.calendar.holidays import Holidays, HolidaysError, publish
from zhongdu.calendar.period import CountedDay, Period, Reckoning, Unit, describe, overdue_by, reckon
from zhongdu.calendar.schedule import SHIPPED, Schedule, civil, default_schedule

__all__ = [
    "SHIPPED",
    "CountedDay",
    "Holidays",
    "HolidaysError",
    "Period",
    "Reckoning",
    "Schedule",
    "Unit",
    "civil",
    "default_schedule",
    "describe",
    "overdue_by",
    "publish",
    "reckon",
]
