"""What the sample world has of institutions: a shop with people who sign in for it, and what they and a bureau exchange."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from watching import at_institution, institution, institution_actor, photo, practitioner
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.institutions import access
from zhongdu.institutions.acts import (
    ask_institutions,
    begin_self_check,
    give_access,
    register_contractor,
    report_stopped_fraud,
    send_filing,
    send_self_check,
)
from zhongdu.institutions.models import Filing
from zhongdu.institutions.queries import dossier_of
from zhongdu.law.governing import governing
from zhongdu.measures import acts as measures
from zhongdu.scope.roles import Role


@dataclass(kw_only=True)
class OfInstitutions:
    """The part of the world that is institutions'."""

    shop: Any = None
    doctor: Any = None  # works at the shop
    doctors_dossier: Any = None
    dossier: Any = None  # the shop's docket
    access: Any = None  # an account of the shop's
    other_access: Any = None  # an account of another institution of the same bureau
    invited: Any = None  # an account of the shop's nobody has opened yet, and its link's secret
    secret: str = ""
    enquiry: Any = None  # asks the shop and the other institution, with a form to fill in
    filing: Any = None  # what the shop sent
    unsent: Any = None  # what the shop has not sent yet
    self_check: Any = None  # sent by the shop
    unchecked: Any = None  # begun by the shop, not sent yet
    stopped: Any = None  # fraud the shop stopped
    contractor: Any = None


def of_institutions(world: Any) -> None:
    officer = world.beijing.officer(Role.CASE_OFFICER)
    world.doctor = practitioner(world.beijing, world.shop)
    world.doctors_dossier = dossier_of(world.doctor)
    world.dossier = dossier_of(world.shop)
    world.access = at_institution(world.beijing, world.shop)
    world.other_access = at_institution(world.beijing, institution(world.beijing, "示例康泰药店"))
    world.secret = access.new_secret()
    world.invited = perform(
        give_access, world.dossier, officer, name="示例新人", hashed=access.token(world.secret)
    )


def asked_and_sent(world: Any) -> None:
    """What the bureau and the shop exchange, under a fund measure that is tried out beside the supervisors' own."""
    officer = world.beijing.officer(Role.CASE_OFFICER)
    chief = world.beijing.officer(Role.DECIDER)
    perform(measures.try_out, world.beijing.office, chief, code="city", since=clock.today())
    _ask(world, officer)
    _check(world)
    world.contractor = perform(
        register_contractor, world.beijing.office, officer, name="示例保险公司", sort="undertaker", doing="大病保险承办",
        since=clock.today(),
    )  # fmt: skip


def _ask(world: Any, officer: Any) -> None:
    for title in ("进销存情况", "扫码情况"):
        world.enquiry = perform(
            ask_institutions, world.beijing.office, officer, title=title, due=clock.today() + timedelta(days=9),
            codes=f"{world.shop.code} {world.other_access.institution.code}", questions="有多少？", form=photo(),
        )  # fmt: skip
    asked = Filing.objects.filter(institution=world.shop).order_by("id")
    world.unsent, world.filing = asked
    perform(
        send_filing,
        world.filing,
        institution_actor(world.access),
        answers={"1": "三批"},
        proof=[photo()],
        vouched=True,
    )


def _check(world: Any) -> None:
    me, today = institution_actor(world.access), clock.today()
    duties = governing(world.beijing.bureau, today).family("institution.duty")
    for name in ("self_check", "unchecked"):
        setattr(world, name, perform(begin_self_check, world.dossier, me, since=today, until=today))
    perform(
        send_self_check, world.self_check, me, answers={bound.name: "kept" for bound in duties}, proof=[photo()],
        vouched=True,
    )  # fmt: skip
    world.stopped = perform(
        report_stopped_fraud,
        world.dossier,
        me,
        happened_on=today,
        words="制止了一次冒名购药。",
        proof=[photo()],
    )
