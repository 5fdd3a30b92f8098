"""What the sample world has of institutions: a shop with people who sign in for it, and what they and a bureau exchange."""

from dataclasses import dataclass
from typing import Any

from watching import at_institution, institution, practitioner
from zhongdu.acts.performing import perform
from zhongdu.institutions import access
from zhongdu.institutions.acts import give_access
from zhongdu.institutions.queries import dossier_of
from zhongdu.scope.roles import Role


@dataclass(kw_only=True)
class OfInstitutions:
    """The part of the world that is institutions'."""

    shop: Any = None
    doctor: Any = None  # works at the shop
    dossier: Any = None  # the shop's docket
    access: Any = None  # an account of the shop's
    other_access: Any = None  # an account of another institution of the same bureau
    invited: Any = None  # an account of the shop's nobody has opened yet, and its link's secret
    secret: str = ""


def of_institutions(world: Any) -> None:
    officer = world.beijing.officer(Role.CASE_OFFICER)
    world.doctor = practitioner(world.beijing, world.shop)
    world.dossier = dossier_of(world.shop)
    world.access = at_institution(world.beijing, world.shop)
    world.other_access = at_institution(world.beijing, institution(world.beijing, "示例康泰药店"))
    world.secret = access.new_secret()
    world.invited = perform(
        give_access, world.dossier, officer, name="示例新人", hashed=access.token(world.secret)
    )
