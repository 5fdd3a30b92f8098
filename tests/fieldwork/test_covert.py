"""A covert plan is planted, and nothing anywhere is different for whoever need not know.

Every page is opened by everybody who is no part of the plan, before it exists and after: the two must be alike, to the
letter. Whoever adds a page adds it to this walk by declaring it.
"""

import io
import json
import logging
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

import sample_world
from page_samples import SAMPLES
from sample_world import World, supervisor
from test_every_page import Visitor, body
from zhongdu.acts.performing import perform
from zhongdu.acts.registry import acts_on
from zhongdu.calendar import clock
from zhongdu.cli import record as command
from zhongdu.duties.sweep import sweep
from zhongdu.fieldwork import acts, checklists, deadlines, joining
from zhongdu.fieldwork.models import Joining
from zhongdu.fieldwork.queries import Visit
from zhongdu.kit import pages
from zhongdu.leads import acts as leads
from zhongdu.messages.models import Message
from zhongdu.platforms import acts as platforms
from zhongdu.platforms.queries import result_of
from zhongdu.roster import live, register, taking_out
from zhongdu.scope.actor import ANYONE, officer
from zhongdu.scope.models import Post
from zhongdu.scope.roles import POSTS, Role

pytestmark = [pytest.mark.django_db, pytest.mark.clauses("shaoxing:7", "shaoxing:13", "wushan:8.1")]

WORDS = "请看冷柜第三层后面"
NOBODY_KNOWS = (WORDS, "提前看过路线")
NO_SUCH = "ZZZZ-9999"
AWAY = timedelta(days=1)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = sample_world.build()
        for role in POSTS:
            made.beijing.user(role)
        planner(made), goer(made)
        yield made
        transaction.set_rollback(True)


def planner(world: World) -> Any:
    return world.beijing.user(Role.CASE_OFFICER, "planner")


def goer(world: World) -> Any:
    return world.beijing.user(Role.INSPECTOR, "goer")


def outsiders(world: World) -> dict[str, Visitor]:
    """Everybody who is no part of the plan: one for each role of the bureau, a bureau below, another city, other
    supervisors, applicants, the public."""
    today, found = clock.today(), {}
    for role in POSTS:
        if role is not Role.DECIDER:
            user = world.beijing.user(role)
            found[f"bureau-{role}"] = Visitor(role.label, officer(user, today), user)
    for where, place in (("below", world.district), ("elsewhere", world.shaoxing)):
        for role in (Role.DECIDER, Role.CASE_OFFICER, Role.INSPECTOR):
            user = place.user(role)
            found[f"{where}-{role}"] = Visitor(f"{where} {role.label}", officer(user, today), user)
    other = world.colleague
    found["supervisor"] = Visitor("监督员", supervisor(other), other.user)
    found["applicant"] = Visitor("申请人", sample_world.holder(world.submitted, world.complaint))
    found["anyone"] = Visitor("访客", ANYONE)
    return found


NAMES = [
    *(f"bureau-{role}" for role in POSTS if role is not Role.DECIDER),
    *(
        f"{where}-{role}"
        for where in ("below", "elsewhere")
        for role in ("decider", "case_officer", "inspector")
    ),
    "supervisor",
    "applicant",
    "anyone",
]


def plant(world: World) -> Visit:
    """A plan with everything a plan can have short of being done; its last day is over."""
    by, me = officer(planner(world), clock.today()), supervisor(world.appointment)
    post = Post.objects.get(user=goer(world))
    visit = perform(
        acts.assign_visit, world.appointment, by, institution=world.shop.code, way="covert",
        checklist=checklists.offered(world.beijing.law, world.beijing.bureau, "pharmacy")[0].name,
        due=clock.today() + AWAY, words=WORDS, inspectors=[str(post.pk)],
    )  # fmt: skip
    perform(acts.accept_visit, visit, me)
    invitation = Joining.objects.get(visit=visit)
    going = officer(goer(world), clock.today())
    perform(joining.confirm_joining, invitation, going)
    perform(joining.note_joining, invitation, going, words=NOBODY_KNOWS[1])
    perform(deadlines.urge_visit, visit, by)
    perform(deadlines.extend_visit, visit, by, due=clock.today() + 2 * AWAY, words=NOBODY_KNOWS[1])
    return visit


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- what is compared --------------------------------------------------------------------------------


def addresses(world: World) -> list[str]:
    """Every page that can be opened, and the searches, counts and narrowings that a plan could stand out in."""
    found = [
        reverse(page.full_name, kwargs=SAMPLES[page.full_name](world).kwargs)
        for page in pages.declared()
        if "GET" in page.methods and page.full_name in SAMPLES
    ]
    # A paper or a picture is of one matter, and who reaches the matter is asked of its page.
    found = [each for each in found if not re.search(r"\.(pdf|jpg|docx)$|/(photos|files|file)/", each)]
    shop, name = world.shop, world.shop.name
    return [
        *found,
        *(f"/desk/visits/?{query}" for query in ("way=covert", f"q={name}", f"q={shop.code}", "late=waiting")),
        *(f"/desk/visits/?state={state}" for state in ("assigned", "accepted")),
        *(f"/desk/institutions/?{query}" for query in (f"q={name}", "visited=never", "visited=once")),
        f"/desk/institutions/{shop.code}/",
        f"/desk/appointments/{world.appointment.number}/",
        f"/desk/assigning/?institution={shop.code}",
        f"/desk/appointments/?q={world.appointment.letter_number}",
        *(f"/desk/board/?when={when}" for when in ("open", "overdue", "today", "month", "later", "no_number")),
        "/desk/joint/?state=confirmed",
        "/desk/discipline/?kind=tied",
    ]  # fmt: skip


_CHANGES = re.compile(
    r"""name="(csrfmiddlewaretoken|key|code)"\s+value="[^"]*"|nonce="[^"]*"|cursor=[\w%.=&;-]*|"""
    r"""\d{1,2}:\d\d(:\d\d)?|<svg[^>]*>(?:(?!</svg>).)*</svg>|X-CSRFToken[^}]*|"now": \d+""",
    re.DOTALL,
)


def told(answer: Any) -> str:
    """An answer without what is new every time: tokens, keys, the time of day."""
    if "spreadsheet" in answer.get("Content-Type", "") or "zip" in answer.get("Content-Type", ""):
        raw = b"".join(answer) if answer.streaming else answer.content
        book = zipfile.ZipFile(io.BytesIO(raw))
        return "".join(
            book.read(name).decode(errors="replace")
            for name in sorted(book.namelist())
            if "docProps" not in name
        )
    return f"{answer.status_code} {answer.get('Location', '')} {_CHANGES.sub('', body(answer))}"


def walk(places: Iterable[str], visitor: Visitor) -> dict[str, str]:
    client = visitor.browser()
    return {address: told(client.get(address)) for address in places}


@pytest.mark.parametrize("who", NAMES)
def test_no_page_is_any_different(who: str, world: World, caplog: pytest.LogCaptureFixture) -> None:
    visitor = outsiders(world)[who]
    with undone():
        Message.objects.update(read_at=clock.now())  # to open one is to have read it, and the counts say so
        before = walk(places := addresses(world), visitor)
        with caplog.at_level(logging.DEBUG):
            visit = plant(world)
            after = walk(places, visitor)
        invitation = Joining.objects.get(visit=visit)
        different = [address for address in before if before[address] != after[address]]
        assert different == [], [difference(before[each], after[each]) for each in different[:3]]
        for secret in (visit.number, invitation.number, *NOBODY_KNOWS):
            assert not [address for address, page in after.items() if secret in page]
            assert secret not in caplog.text


def difference(before: str, after: str) -> str:
    """The first place where two pages part, for whoever has to mend it."""
    at = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    return f"{before[max(at - 80, 0) : at + 120]!r} … {after[max(at - 80, 0) : at + 120]!r}"


@pytest.mark.parametrize("who", NAMES)
def test_its_own_addresses_answer_as_if_there_were_none(who: str, world: World) -> None:
    """To the letter what a number that nobody has gets, whatever is tried with it."""
    visitor = outsiders(world)[who]
    with undone():
        visit = plant(world)
        invitation = Joining.objects.get(visit=visit)
        client = visitor.browser()
        for number, address in tries(visit, invitation):
            for method in (client.get, client.post) if "/do/" in address else (client.get,):
                real, none = (told(method(address.format(number=each))) for each in (number, NO_SUCH))
                assert real.replace(number, NO_SUCH) == none, (address, difference(none, real))
        visit.refresh_from_db()
        assert visit.state == Visit.State.ACCEPTED


def tries(visit: Visit, invitation: Joining) -> Iterator[tuple[str, str]]:
    for matter in (visit, invitation):
        for page in pages.declared():
            if page.name.startswith(
                ("visit", "record_visit", "show_badge_on_visit", "joining", "waiting", "acknowledge")
            ) and "{number}" in (address := _with_number(page)):
                yield matter.number, address
        for act in acts_on(type(matter)):
            for face in ("desk", "my"):
                yield matter.number, f"/{face}/do/{act.name}/{{number}}/"


def _with_number(page: Any) -> str:
    path = "/" + page.path.replace("<str:number>", "{number}")
    return re.sub(r"<int:\w+>", "480", re.sub(r"<str:\w+>", "x", path))


# --- beside the pages --------------------------------------------------------------------------------


def test_the_night_says_the_same_with_a_plan_and_without(
    world: World, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    night = clock.today() + 2 * AWAY
    reports = []
    for planted in (False, True):
        with undone():
            visit = plant(world) if planted else None
            with caplog.at_level(logging.DEBUG):
                swept = sweep(night)
                command.sweep(night)
            reports.append((swept.done, swept.failed, capsys.readouterr().out))
            if visit:
                visit.refresh_from_db()
                assert visit.reminded_on == night  # and the supervisor is reminded all the same
                assert visit.number not in reports[-1][2] + caplog.text and WORDS not in caplog.text
    assert reports[0] == reports[1]


def test_a_plan_that_cannot_be_reminded_of_is_logged_without_its_name(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with undone():
        visit = plant(world)
        with patch("zhongdu.fieldwork.sweeping.perform", side_effect=LookupError(f"{visit.number} {WORDS}")):
            swept = sweep(clock.today() + 2 * AWAY)
        assert swept.failed and visit.number not in caplog.text and WORDS not in caplog.text


def test_the_register_as_a_workbook_is_the_same(world: World) -> None:
    recruiter = officer(world.beijing.user(Role.RECRUITER), clock.today())
    columns = register.columns(world.beijing.law)
    books = []
    for planted in (False, True):
        with undone():
            if planted:
                plant(world)
            rows = taking_out.rows_of(recruiter, world.beijing.bureau, "all")
            books.append(list(taking_out.lines(rows, columns, set())))
    assert books[0] == books[1] and len(books[0]) > 1


def test_another_platform_learns_of_its_task_and_not_of_the_plan(world: World) -> None:
    """By the API and by webhook alike: where its own task stands, never how, by whom or with what words."""
    told_ = []
    for way in ("open", "covert"):
        with undone(), clock.on(world.appointment.since):
            visit = errand_given_out(world, way)
            world.errand.refresh_from_db()
            result = json.dumps(result_of(world.errand), ensure_ascii=False)
            assert visit.number not in result and world.appointment.number not in result
            told_.append(result)
    assert told_[0] == told_[1]


@pytest.mark.parametrize("role", [Role.LIAISON, Role.CASE_OFFICER, Role.SYSTEM_ADMIN])
def test_given_out_covertly_an_errand_and_what_is_told_of_it_are_out_of_sight(
    role: Role, world: World
) -> None:
    with undone(), clock.on(world.appointment.since):
        chief = world.beijing.officer(Role.DECIDER)
        perform(platforms.change_webhook, world.platform, chief, webhook="https://example.invalid/in")
        visit = errand_given_out(world, "covert")
        assert (
            world.errand.deliveries.count() == 2
        )  # told to be assigned, and accepted; neither has got through
        user = world.beijing.user(role)
        client = Visitor(role.label, officer(user, clock.today()), user).browser()
        for address in (
            f"/desk/platforms/{world.platform.number}/",
            "/desk/errands/",
            f"/desk/errands/{world.errand.number}/",
        ):
            page = told(client.get(address))
            assert visit.number not in page and world.errand.outside not in page
            assert world.errand.number not in page.replace(address, "") and "没有送到" not in page


def errand_given_out(world: World, way: str) -> Visit:
    visit = perform(
        platforms.assign_errand, world.errand, officer(planner(world), clock.today()),
        supervisor=world.appointment.number, institution=world.shop.code, way=way, due=clock.today() + AWAY,
        checklist=checklists.offered(world.beijing.law, world.beijing.bureau, "pharmacy")[0].name,
    )  # fmt: skip
    return perform(acts.accept_visit, visit, supervisor(world.appointment))


def test_a_lead_that_came_of_it_does_not_say_so_before_it_is_done(world: World) -> None:
    with undone():
        visit = plant(world)
        lead = perform(
            leads.file_lead, world.appointment, supervisor(world.appointment), visit=visit.number,
            words="柜台里卖日用品，用医保卡结算。",
        )  # fmt: skip
        user = world.beijing.user(Role.CASE_OFFICER)
        client = Visitor("经办人员", officer(user, clock.today()), user).browser()
        page = client.get(f"/desk/leads/{lead.number}/")
        assert page.status_code == 200 and visit.number not in page.content.decode()


def test_the_public_verify_page_never_speaks_of_it(world: World) -> None:
    with undone(), clock.on(world.appointment.since):
        visit = plant(world)
        code = world.appointment.verify_code
        token = live.made(code, live.Shown(clock.now(), visit.number))
        page = Client().get(f"/v/{code}/{token}/").content.decode()
        assert "现在有效" in page and world.shop.name not in page
