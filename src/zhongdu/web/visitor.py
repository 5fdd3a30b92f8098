"""Who a request comes from: one actor, made once."""

from django.contrib.auth import get_user_model
from django.http import HttpRequest

from zhongdu.calendar import clock
from zhongdu.institutions.queries import answers_for
from zhongdu.recruitment import links, receipts
from zhongdu.roster.queries import serves
from zhongdu.scope.actor import Actor, officer
from zhongdu.scope.roles import Role


def actor_of(request: HttpRequest) -> Actor:
    """The visitor as an actor: posts by sign-in, a supervisor by appointment, an applicant by receipt code, a unit by its link,
    an institution's people by the account a bureau gave them."""
    codes, letters = request.session.get(receipts.SESSION, ()), request.session.get(links.SESSION, ())
    held = frozenset([*codes, *letters])
    roles = {Role.ANYONE, *({Role.APPLICANT} if codes else ()), *({Role.UNIT} if letters else ())}
    if not request.user.is_authenticated:
        return Actor(name="社会公众", roles=frozenset(roles), holds=held)
    assert isinstance(request.user, get_user_model())
    known = officer(request.user, clock.today())
    if serves(request.user.pk):
        roles.add(Role.SUPERVISOR)
    institutions = frozenset() if known.posts else answers_for(request.user.pk)
    if institutions:
        roles.add(Role.INSTITUTION)
    return Actor(
        user_id=known.user_id, name=known.name, posts=known.posts, roles=frozenset(roles), holds=held,
        institutions=institutions,
    )  # fmt: skip
