"""Finding leads by what they tell: in what was said, where, of whom, and answered.

Officers' notes among themselves, and who spoke, are not searched.
"""

from collections.abc import Iterable

from zhongdu import vault
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Act
from zhongdu.kit.searching import Searched
from zhongdu.leads.models import Lead
from zhongdu.vault.words import WordIndex

FIELDS = ("narrative", "addition", "whom", "event_place", "answer_words")


def _named(lead: Lead) -> str:
    """What the list shows of a lead besides words: its number, and whom it is about."""
    about = [lead.institution.name, lead.institution.code] if lead.institution else []
    return "\n".join([lead.number, *about, *([lead.against.name] if lead.against else [])])


LEADS = Searched(Lead, WordIndex("leads_words"), FIELDS, _named, ("institution", "against"))


def index(ids: Iterable[int]) -> None:
    """Let these leads be found by what they tell now."""
    LEADS.put(ids)


def tells(act: Act) -> bool:
    """Whether an act writes something that leads are found by."""
    return LEADS.writes(act) or (act.on is Lead and act.verb == "name_institution")


def after(deed: Doing, lead: Lead) -> None:
    """What an act added can be found from the moment the act is done."""
    LEADS.renew([lead])


vault.when_erased(LEADS.forget)
