"""How a bureau and its first people come to be: by the operator, from the command line, on the record all the same."""

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts
from zhongdu.bureaus.models import Office
from zhongdu.calendar import clock
from zhongdu.record.keeping import open_docket
from zhongdu.scope.actor import SYSTEM
from zhongdu.scope.models import Bureau, Division, Post


def open_office(bureau: Bureau) -> Office:
    """The office of a bureau, opened the first time it is asked for."""
    office = Office.objects.filter(bureau=bureau).first()
    if office is None:
        with acting():
            office = Office.objects.create(bureau=bureau, docket=open_docket(Office.kind(), bureau))
    return office


def found(*, code: str, name: str, level: str, above: str = "") -> Bureau:
    """A new bureau below another, or at the top of the tree. Raises ``Refused``."""
    if Bureau.objects.filter(code=code).exists():
        raise Refused("bureau_exists", f"代码为 {code} 的医保局已经有了。")
    parent = _bureau(above) if above else None
    division = Division.objects.filter(code=code).first()
    with transaction.atomic():
        bureau = Bureau.objects.create(
            code=code, name=name, level=level, parent=parent, division=division, since=clock.today()
        )
        open_office(bureau)
    return bureau


def engage(*, username: str, name: str, bureau: str, role: str, password: str, certificate: str = "") -> Post:
    """An account, made when there is none of that name, and a post at a bureau. Raises ``Refused``."""
    office = open_office(_bureau(bureau))
    users = get_user_model().objects
    with transaction.atomic():
        if not users.filter(username=username).exists():
            try:
                validate_password(password)
            except ValidationError as weak:
                raise Refused("weak_password", "".join(weak.messages)) from None
            users.create_user(username, password=password, first_name=name)
        perform(acts.give_post, office, SYSTEM, username=username, role=role, certificate=certificate)
    return Post.objects.select_related("bureau").filter(bureau=office.bureau, role=role).latest("id")


def _bureau(code: str) -> Bureau:
    found = Bureau.objects.filter(code=code).first()
    if found is None:
        raise Refused("no_such_bureau", f"没有代码为 {code} 的医保局。")
    return found
