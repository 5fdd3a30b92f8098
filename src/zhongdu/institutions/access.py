"""An institution's people get accounts: an officer gives a link, whoever opens it sets a password, an act ends it.

The link's secret is 24 letters drawn at random; only its keyed hash is kept, until it is used, replaced or too old.
"""

from datetime import timedelta
from secrets import choice
from typing import Annotated, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.institutions import personal  # noqa: F401 - its fields are classified there
from zhongdu.institutions.changing import KEEPERS
from zhongdu.institutions.models import Access, Dossier
from zhongdu.scope.roles import Role

LINK_DAYS = 14  # the platform's own choice: long enough to hand over, too short to lie about
NO_SUCH_LINK = "这个链接不对、已经用过或者过期了，请找给您链接的医保局再要一个。"
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 24
_State = Access.State
_Hashed = Annotated[str, Says("链接的散列", plain=True, most=64)]


def new_secret() -> str:
    return "".join(choice(_LETTERS) for _ in range(_LENGTH))


def token(secret: str) -> str:
    """The keyed hash a link is stored and found by."""
    return vault.token("institution_link", "".join(each for each in secret.upper() if each.isalnum()))


def address(secret: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + reverse("institution:join", kwargs={"secret": secret})


def found(secret: str) -> Access | None:
    """The account a link opens, whatever has become of it."""
    rows = Access.objects.select_related("docket", "bureau", "institution", "user")
    return rows.filter(link=token(secret)).first()


@act(
    on=Dossier,
    when=[Dossier.State.OPEN],
    creates=Access,
    by=KEEPERS,
    reach="territory",
    tells="链接只显示一次，请交给这一位本人；一人一个账号，不要几个人共用。",
)
def give_access(
    dossier: Dossier,
    deed: Doing,
    *,
    name: Annotated[str, Says("经办人姓名", secret="institution_person", most=60)],
    hashed: _Hashed,
    phone: Annotated[str, Says("联系电话", hint="可以不填", secret="institution_phone", most=20)] = "",
) -> Access:
    """开通机构账号

    Somebody of an institution gets a link that opens an account in the institution's name.
    """
    return deed.open(
        Access,
        dossier.bureau,
        _State.INVITED,
        institution=dossier.institution,
        link=hashed,
        link_until=_last_day(deed),
    )


@act(
    on=Access,
    when=[_State.INVITED, _State.OPEN],
    by=KEEPERS,
    reach="territory",
    tells="原来的链接不能再用；用新链接重新设密码以后，原来的密码也不能用了。",
)
def give_link(access: Access, deed: Doing, *, hashed: _Hashed) -> None:
    """重发链接

    The link was lost or is too old, or the password forgotten: another one is given.
    """
    access.link, access.link_until = hashed, _last_day(deed)


@act(on=Access, moves={_State.INVITED: _State.OPEN, _State.OPEN: _State.OPEN}, by=Role.ANYONE)
def join(access: Access, deed: Doing, *, hashed: _Hashed) -> None:
    """凭链接开通

    The link works once, until its last day. The password is an account matter: neither record nor vault holds it.
    """
    if access.link != hashed or access.link_until is None or access.link_until < deed.on:
        deed.refuse("no_such_link", NO_SUCH_LINK)
    access.link = access.link_until = None
    if access.user_id is None:
        access.user = _account(access)


@act(
    on=Access,
    moves={_State.INVITED: _State.ENDED, _State.OPEN: _State.ENDED},
    by=(Role.INSTITUTION, *KEEPERS),
    reach="territory",
    grave=True,
    tells="停用以后随即不能登录，已经报送的都在。换人时请给新的人另开一个。",
)
def end_access(
    access: Access,
    deed: Doing,
    *,
    why: Annotated[str, Says("原因", hint="如人员离职", words=True, most=500)],
) -> None:
    """停用账号

    Somebody no longer acts for the institution: the account ends, and what was sent stays.
    """
    access.link = access.link_until = None
    if access.user and not _others(access):
        access.user.set_unusable_password()  # ends every session too
        access.user.save(update_fields=["password"])


def _others(access: Access) -> bool:
    return Access.objects.filter(user=access.user, state=_State.OPEN).exclude(pk=access.pk).exists()


def _account(access: Access) -> Any:
    """A new account, named after the institution's code and the next number."""
    users, code = get_user_model().objects, access.institution.code
    taken = users.filter(username__startswith=f"{code}-").count()
    while users.filter(username=f"{code}-{taken + 1}").exists():
        taken += 1
    return users.create_user(f"{code}-{taken + 1}", first_name=access.institution.name)


def _last_day(deed: Doing) -> Any:
    return deed.on + timedelta(days=LINK_DAYS)
