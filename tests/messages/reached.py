"""A supervisor who can be reached, and what is asked of them."""

from datetime import timedelta
from typing import Any

from watching import appoint, institution
from world import Place
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork import checklists
from zhongdu.scope.roles import Role

PHONE, EMAIL = "13900001234", "zhang@example.org"


def uses_sms(place: Place) -> None:
    perform(bureaus.choose_practice, place.office, place.officer(Role.DECIDER), practice="messages.sms=yes")


def reachable(place: Place) -> Any:
    uses_sms(place)
    made = appoint(place)
    vault.put(made.number, {"phone": PHONE, "email": EMAIL})
    return made


def assigned(place: Place, term: Any, way: str = "open", **more: Any) -> Any:
    """A visit asked of a supervisor: who is told of it is what these tests are about."""
    shop = more.pop("shop", None) or institution(place)
    given = {"institution": shop.code, "way": way, "due": clock.today() + timedelta(days=9), **more}
    return perform(
        fieldwork.assign_visit, term, place.officer(Role.CASE_OFFICER),
        checklist=checklists.offered(place.law, place.bureau, "pharmacy")[0].name, **given,
    )  # fmt: skip
