"""What a bureau keeps by appointing: a pool, a register, a public list, supervisors at all."""

from datetime import date
from typing import Any

from zhongdu.duties.standing import Standing, standing
from zhongdu.law.governing import Law
from zhongdu.roster.queries import Appointment, public_list, serving, serving_below


@standing("pool")
def pool_is_kept(bureau: Any, law: Law, today: date) -> Standing:
    """Somebody serves there, or at a bureau below: a pool nobody is in was not built, or has run dry."""
    return _inside(bureau, today)


@standing("supervision.supervisors")
def there_are_supervisors(bureau: Any, law: Law, today: date) -> Standing:
    return _inside(bureau, today)


def _inside(bureau: Any, today: date) -> Standing:
    n = serving_below(bureau, today).count()
    return Standing(met=bool(n), shown=f"在聘{n}人" if n else "没有在聘的监督员")


@standing("register")
def register_is_kept(bureau: Any, law: Law, today: date) -> Standing:
    """Whoever is appointed here stands in the register by that; one nobody was ever entered in was not begun."""
    n = Appointment.objects.filter(bureau=bureau).count()
    return Standing(met=bool(n), shown=f"登记{n}人次" if n else "还没有登记过人")


@standing("appointment.list_public")
def list_is_to_be_read(bureau: Any, law: Law, today: date) -> Standing:
    """Everybody who serves stands on the public page. Before anybody serves there is no list to publish."""
    n, shown = serving(bureau, today).count(), public_list(bureau, today).count()
    return Standing(met=shown >= n, shown=f"公众网站上有{shown}人" if n else "没有在聘的监督员")
