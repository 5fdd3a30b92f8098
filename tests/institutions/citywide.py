"""A city that tries its fund measure out, for tests of what it and its institutions exchange."""

from datetime import date, timedelta

from watching import institution
from world import Place, place
from zhongdu.calendar import clock

ONE, TWO, CLINIC = "P43010000001", "P43010000002", "H43010000003"


def city_of_three() -> Place:
    """With two pharmacies and a clinic."""
    made = place("430100", "示例市医疗保障局", "city", "city")
    for name, code in (("甲药店", ONE), ("乙药店", TWO), ("丙诊所", CLINIC)):
        institution(made, name, code)
    return made


def days(n: int) -> date:
    return clock.today() + timedelta(days=n)
