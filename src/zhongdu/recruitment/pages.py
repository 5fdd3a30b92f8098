"""What the pages of recruitment share: whom a matter is lent to, how facts are shown, which acts have pages of their own."""

from dataclasses import replace

from zhongdu.acts.models import Matter
from zhongdu.scope.actor import Actor


def lent(actor: Actor, matter: Matter) -> Actor:
    """The visitor before whom a matter lies open for one act that is anybody's: applying to a bureau whose docket
    the public does not see, objecting to a person who stands on public notice. The page that lends it has made
    sure that the act is meant for the public; nothing of the matter is shown for it."""
    return replace(actor, holds=actor.holds | {matter.number})
