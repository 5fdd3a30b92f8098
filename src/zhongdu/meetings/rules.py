"""What a bureau settles for itself about meetings, and when a symposium is owed."""

from datetime import date

from zhongdu.duties.standing import how_often

SYMPOSIUM_EVERY = how_often("meetings.symposium", "办法只写“定期”的，座谈会多久开一次")


def last_day(every: str, today: date) -> date | None:
    """Until when a symposium is owed: a year ends with its last day; 定期 has no number in the law."""
    return date(today.year, 12, 31) if every == "year" else None
