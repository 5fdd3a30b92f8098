"""Those a lead names, and whoever reports to them, cannot find that it exists: not by any page, count, act or address.

Every page of the desk that stands by itself is read before there is a lead and after it was filed, handled, merged, asked
about and answered; to them it must read the same, letter for letter.
"""

import re

import pytest
from django.test import Client
from django.urls import reverse
from handling import afresh, clerk

from watching import appoint, institution, photo, signed_in, supervisor
from world import Place
from zhongdu import files
from zhongdu.acts.allowing import may_now
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import acts_on
from zhongdu.calendar import clock
from zhongdu.duties import board
from zhongdu.duties.models import Duty
from zhongdu.kit import pages
from zhongdu.leads import acts, evidence, likening, queries
from zhongdu.leads.models import Lead
from zhongdu.roster.queries import Appointment
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import POSTS, Role

pytestmark = pytest.mark.django_db
WORDS = "局长的弟弟开的药店从来没有被查过"
# what differs from one reading to the next by itself
CHANGING = re.compile(
    r'name="(csrfmiddlewaretoken|key|seen|code)" value="[^"]*"|nonce="[^"]*"|csrf[^"]*"[^"]*"|\d+\.\d+ ?秒'
)


@pytest.fixture
def changsha(hunan: Place) -> Place:
    return hunan.below("430100", "长沙市医疗保障局", "city")


@pytest.fixture
def yuelu(changsha: Place) -> Place:
    """It reports to the accused."""
    return changsha.below("430104", "岳麓区医疗保障局")


LIVE = {"phone:show_badge", "phone:me"}  # each shows a code that changes by itself


def lonely_pages(face: str) -> list[str]:
    """The pages of a face that need no number."""
    found = [page for page in pages.declared() if page.face == face and "<" not in page.path]
    return [page.name for page in found if page.full_name not in LIVE]


def readings(client: Client, face: str, extra: list[str]) -> dict[str, tuple[int, str]]:
    addresses = [reverse(f"{face}:{name}") for name in lonely_pages(face)] + extra
    found = {}
    for address in addresses:
        answer = client.get(address)
        is_page = answer.headers.get("Content-Type", "").startswith(
            "text/html"
        )  # an empty workbook has its own clock
        text = answer.content.decode() if is_page else ""
        found[address] = (answer.status_code, CHANGING.sub("", text))
    return found


def further(place: Place, term: Appointment) -> list[str]:
    """Lists narrowed every way, the boards' tabs, and the pages of what the lead touches: its speaker's appointment,
    the bureau itself, the institution."""
    board_tabs = [f"{reverse('desk:board')}?when={when}" for when in board.WHENS]
    of_leads = [
        f"{reverse('desk:board')}?concept={word}" for word in ("lead.answer", "grave_event.acknowledgement")
    ]
    lists = [
        f"{reverse('desk:leads')}?{query}"
        for query in ("done=1", "grave=True", "overdue=True", "unreplied=True")
    ]
    return [
        *board_tabs, *of_leads, *lists,
        reverse("desk:appointment", kwargs={"number": term.number}),
        reverse("desk:office", kwargs={"number": place.office.number}),
    ]  # fmt: skip


def lived_through(hunan: Place, term: Appointment, shop: str) -> Lead:
    """A grave lead against the bureau, with everything that can happen to one."""
    me = supervisor(term)
    lead, other = (
        perform(
            acts.file_lead, term, me, words=words, against=term.bureau.code, evidence=[photo()], grave=True,
            institution=shop,
        )
        for words in (WORDS, f"也听说{WORDS}")
    )  # fmt: skip
    first, second = clerk(hunan, "first"), clerk(hunan, "second")
    perform(acts.acknowledge_grave, lead, hunan.officer(Role.DECIDER))
    perform(acts.assign_lead, lead, hunan.officer(Role.DECIDER), officer=str(first.user_id), words="保密。")
    perform(acts.merge_into, other, first, into=lead.number, reason="同一件事")
    perform(acts.ask_about, lead, first, to="agency", words="请提供检查台账。", until=clock.today())
    perform(acts.add_note, lead, first, words="已调阅", material=[photo("blue")])
    perform(acts.explain_delay, lead, first, words="还在核。")
    perform(acts.unmask, lead, first, field="speaker", reason="约谈")
    perform(acts.answer, lead, first, outcome="partly", words="已约谈。")
    perform(acts.say_unanswered, lead, me, words="没有说处理。")
    perform(acts.take_second_look, lead, second)
    return afresh(lead)


@pytest.mark.clauses("hunan:7.3")
def test_every_page_reads_as_if_there_were_none(hunan: Place, changsha: Place, yuelu: Place) -> None:
    term, shop = appoint(changsha), institution(changsha)
    public, colleague = Client(), signed_in(appoint(changsha).user)
    below = (Role.CASE_OFFICER, Role.DECIDER, Role.DISCIPLINE_OFFICER)
    watched = {
        (role, place.bureau.code): signed_in(place.user(role))
        for place, roles in ((changsha, POSTS), (yuelu, below))
        for role in roles
    }
    extra = {place.bureau.code: further(place, term) for place in (changsha, yuelu)}
    before = {who: readings(client, "desk", extra[who[1]]) for who, client in watched.items()}
    outside = readings(public, "public", []), readings(colleague, "phone", [])
    lead = lived_through(hunan, term, shop.code)
    for who, client in watched.items():
        after = readings(client, "desk", extra[who[1]])
        for address, read in before[who].items():
            assert after[address] == read, (who, address)
    assert (readings(public, "public", []), readings(colleague, "phone", [])) == outside
    # and the same pages do tell those who deal with it: the comparison is not blind
    assert (
        lead.number
        in signed_in(hunan.user(Role.CASE_OFFICER, "second")).get(reverse("desk:leads")).content.decode()
    )


@pytest.mark.clauses("hunan:7.3")
def test_no_address_of_it_opens_and_no_act_knows_it(hunan: Place, changsha: Place, yuelu: Place) -> None:
    term, shop = appoint(changsha), institution(changsha)
    lead = lived_through(hunan, term, shop.code)
    pieces = [
        files.attached(lead.number, kind).get().public_id for kind in (evidence.KIND, evidence.INTERNAL)
    ]
    of_leads = [
        page for page in pages.declared() if page.face == "desk" and page.path.startswith("desk/leads/<")
    ]
    assert {page.name for page in of_leads} >= {
        "lead",
        "lead_file",
        "lead_preview",
        "take_up",
        "answer",
        "answer_again",
    }
    addresses = [
        reverse(f"desk:{page.name}", kwargs={"number": lead.number, **({"file": piece} if "<str:file>" in page.path else {})})
        for page in of_leads
        for piece in pieces
    ]  # fmt: skip
    addresses += [
        reverse("desk:do", kwargs={"number": lead.number, "act": act.name}) for act in acts_on(Lead)
    ]
    for place in (changsha, yuelu):
        for role in POSTS:
            client, actor = signed_in(place.user(role)), place.officer(role)
            for address in dict.fromkeys(addresses):
                if "/do/" in address:
                    assert client.get(address).status_code == client.post(address).status_code == 404
                else:  # 404 to readers, 403 to whoever has no such page at all: as for a number that was never given
                    nowhere = client.get(address.replace(lead.number, "ZZZZ-ZZZZ")).status_code
                    assert client.get(address).status_code == nowhere in {403, 404}, (role, address)
            assert not Lead.objects.visible_to(actor).exists()
            assert not board.visible(actor).filter(docket__kind="leads.lead").exists()
            assert queries.unreplied(actor) == 0 and queries.grave_awaiting(actor) == []
            assert list(may_now(lead, actor)) == []
            for act in acts_on(Lead):
                with pytest.raises(Refused) as refused:
                    perform(act, lead, actor)
                assert refused.value.code == "not_there", (role, act.name)
    assert Duty.objects.filter(docket=lead.docket).exists()


@pytest.mark.clauses("hunan:7.3")
def test_its_number_is_no_riddle_and_no_likeness_betrays_it(hunan: Place, changsha: Place) -> None:
    """A number that exists and may not be known is refused in the words of one that does not exist."""
    term = appoint(changsha)
    hidden = perform(acts.file_lead, term, supervisor(term), words=WORDS, against="430100")
    own = perform(acts.file_lead, term, supervisor(term), words=WORDS)
    said = set()
    for number in (hidden.number, "ZZZZ-ZZZZ"):
        with pytest.raises(Refused) as refused:
            perform(acts.merge_into, own, clerk(changsha), into=number, reason="…")
        said.add((refused.value.code, refused.value.says))
    assert len(said) == 1
    assert likening.earlier_like(own, clerk(changsha)) == []


@pytest.mark.clauses("wushan:6.2")
def test_a_head_who_is_also_the_discipline_officer_does_not_read_what_is_about_his_own_bureau(
    wushan: Place,
) -> None:
    term = appoint(wushan)
    lead = perform(acts.file_lead, term, supervisor(term), words=WORDS, against=wushan.bureau.code)
    wushan.user(Role.DISCIPLINE_OFFICER, "both")
    assert not Lead.objects.visible_to(wushan.officer(Role.DECIDER, "both")).exists()
    assert list(Lead.objects.visible_to(wushan.officer(Role.DISCIPLINE_OFFICER))) == [lead]
    below = wushan.below("500237A", "示例开发区医疗保障中心")
    for role in POSTS:  # whoever reports to the accused, its discipline officer too
        assert not Lead.objects.visible_to(below.officer(role)).exists(), role


def test_whoever_watches_over_the_accused_and_works_above_is_still_one_of_them(
    hunan: Place, changsha: Place
) -> None:
    term = appoint(changsha)
    lead = perform(acts.file_lead, term, supervisor(term), words=WORDS, against="430100")
    hunan.user(Role.CASE_OFFICER, "both")
    assert list(Lead.objects.visible_to(hunan.officer(Role.CASE_OFFICER, "both"))) == [lead]
    changsha.user(Role.DISCIPLINE_OFFICER, "both")
    assert not Lead.objects.visible_to(hunan.officer(Role.CASE_OFFICER, "both")).exists()
    assert Bureau.objects.get(pk=lead.bureau_id) == hunan.bureau
