"""Every declared page × everybody who might open it: each gets what the declaration says, and learns no more.

The oracle reads declarations alone: whom a page is for, and who reads, holds or must not know of a kind of matter.
A new page is caught by itself: without a sample in ``page_samples.SAMPLES`` it fails and says what to add.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

import sample_world
from page_samples import SAMPLES
from sample_world import World
from sampling import FORBIDDEN, MISSING, PASS, REDIRECT, Sample
from watching import institution_actor
from zhongdu.calendar import clock
from zhongdu.kit import pages
from zhongdu.kit.pages import Page
from zhongdu.recruitment import receipts
from zhongdu.scope.actor import ANYONE, Actor, officer
from zhongdu.scope.roles import POSTS, Role

pytestmark = pytest.mark.django_db


# --- who comes -------------------------------------------------------------------------------------------


@dataclass
class Visitor:
    """Somebody with a browser, and the actor the declarations are read for."""

    who: str
    actor: Actor
    user: Any = None
    codes: tuple[str, ...] = ()  # receipt codes shown before
    session: str = ""  # the key of the session of somebody who has come in before

    def browser(self, cookie: str = "") -> Client:
        client = Client()
        if self.session:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        else:
            self._come_in(client)
        if self.actor.holds and cookie:
            client.cookies[receipts.COOKIE] = cookie
        return client

    def stay(self) -> None:
        """Come in once for all pages: to sign in takes as long as to open most of them."""
        if kept := self.browser().cookies.get(settings.SESSION_COOKIE_NAME):
            self.session = kept.value

    def _come_in(self, client: Client) -> None:
        if self.user:
            client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")
        if self.actor.holds:
            session = client.session
            session[receipts.SESSION] = sorted(self.actor.holds)
            session.save()
            client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


@dataclass
class House:
    """The world with everybody who may come by."""

    world: World

    @cached_property
    def visitors(self) -> list[Visitor]:
        world = self.world
        found = [
            Visitor(
                f"{role.label}·{place.bureau.name}", officer(user := place.user(role), clock.today()), user
            )
            for place in (world.beijing, world.shaoxing)
            for role in POSTS
        ]
        user = world.district.user(Role.CASE_OFFICER)
        found.append(Visitor("经办人员·辖区的区局", officer(user, clock.today()), user))
        for who, term in (("本人", world.appointment), ("同局另一位", world.colleague), ("外地", world.card)):
            found.append(Visitor(f"监督员·{who}", sample_world.supervisor(term), term.user))
        for who, account in (("本家", world.access), ("别家", world.other_access)):
            found.append(Visitor(f"医药机构·{who}", institution_actor(account), account.user))
        mine = (
            world.returned, world.submitted, world.appointed, world.objection, world.complaint, world.named,
            world.anonymous, world.sent_back, world.unit_inquiry, world.said, world.forwarded,
        )  # fmt: skip
        return [
            *found,
            Visitor("申请人·持回执", sample_world.holder(*mine)),
            Visitor("申请人·别的申请", sample_world.holder(world.elsewhere)),
            Visitor("访客", ANYONE),
        ]


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = House(sample_world.build())
        for visitor in made.visitors:  # everybody is hired, and has come in, before the first page is opened
            visitor.stay()
        yield made
        transaction.set_rollback(True)


# --- what they should get --------------------------------------------------------------------------------


def expected(page: Page, sample: Sample, visitor: Visitor) -> tuple[int, ...]:
    """What the declarations of the page and of the matter's kind say."""
    actor = visitor.actor
    if page.may != "public" and actor.user_id is None:
        return (REDIRECT,)
    if not isinstance(page.may, str) and not any(actor.has(Role(word)) for word in page.may):
        return (FORBIDDEN,)
    if sample.meant and not sample.meant(actor):
        return (MISSING,)
    if (matter := sample.matter) is not None:
        if is_personal(page, matter):
            return sample.answers if holds(matter, actor) else (MISSING,)
        if not sees(matter, actor):
            return (FORBIDDEN,) if is_near(matter, actor) else (MISSING,)
    if sample.first and not may_do(sample.first[0], actor):
        return (sample.otherwise,)
    return sample.answers


def is_personal(page: Page, matter: Any) -> bool:
    """On the public site, the phone and as an institution people meet their own matters, and what is everybody's."""
    return page.face in {"public", "phone", "institution"} and not is_public(matter)


def rows(matter: Any) -> Any:
    return type(matter)._default_manager.filter(pk=matter.pk)


def holds(matter: Any, actor: Actor) -> bool:
    return rows(matter).filter(type(matter).held_by(actor)).exists()


def is_public(matter: Any) -> bool:
    return rows(matter).filter(type(matter).open_to_all()).exists()


def is_withheld(matter: Any, actor: Actor) -> bool:
    return rows(matter).filter(type(matter).withheld_from(actor)).exists()


def sees(matter: Any, actor: Actor) -> bool:
    """Held, public, or read by a post in whose territory it lies; and not withheld."""
    kind = type(matter)
    reads = any(
        post.role in kind.readers and matter.bureau.path.startswith(post.path) for post in actor.posts
    )
    shared = (
        any(post.role in kind.readers for post in actor.posts)
        and rows(matter).filter(kind.shared_with(actor)).exists()
    )
    return (holds(matter, actor) or is_public(matter) or reads or shared) and not is_withheld(matter, actor)


def is_near(matter: Any, actor: Actor) -> bool:
    inside = any(matter.bureau.path.startswith(post.path) for post in actor.posts)
    return inside and not is_withheld(matter, actor)


def may_do(act: str, actor: Actor) -> bool:
    from zhongdu.acts.registry import ACTS

    return any(actor.has(role) for role in ACTS[act].by)


# --- walking ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [page.full_name for page in pages.declared()])
def test_everybody_gets_what_is_declared(name: str, house: House) -> None:
    page = pages.find(name)
    assert name in SAMPLES, f"{name} is a new page: add a sample object for it to page_samples.SAMPLES"
    sample = SAMPLES[name](house.world)
    address = reverse(name, kwargs=sample.kwargs)
    wrong = [
        f"{visitor.who} {method} {address}: {problem}"
        for visitor in house.visitors
        for method in page.methods
        for problem in visit(house.world, page, sample, visitor, method, address)
    ]
    assert wrong == [], "\n".join(wrong)


def test_no_sample_is_left_behind() -> None:
    assert set(SAMPLES) <= {page.full_name for page in pages.declared()}, (
        "a sample's page is gone: take it away too"
    )


def visit(
    world: World, page: Page, sample: Sample, visitor: Visitor, method: str, address: str
) -> Iterator[str]:
    """Open a page as somebody, and leave everything as it was; what is wrong with the answer."""
    with transaction.atomic():
        client = visitor.browser(sample.cookie)
        if sample.first and visitor.user:
            act, inputs = sample.first
            client.post(reverse("desk:do", kwargs={"act": act, "number": sample.matter.number}), inputs)
        answer = client.get(address) if method == "GET" else client.post(address)
        content = body(answer)
        should = expected(page, sample, visitor)
        transaction.set_rollback(True)
    yield from misread(answer, should, method)
    yield from unguarded(answer)
    yield from told(world, page, sample, visitor, content, refused=should != sample.answers)
    if visitor.actor is ANYONE and method == "GET":
        yield from baked(page, sample, answer)


def body(answer: HttpResponseBase) -> str:
    raw = b"".join(answer) if answer.streaming else answer.content
    return raw.decode(errors="replace")


def misread(answer: HttpResponseBase, should: tuple[int, ...], method: str) -> Iterator[str]:
    """The status; a form sent empty may come back, be refused or lead on, and must not break."""
    got = answer.status_code
    if got in should:
        if got == REDIRECT and "/sign-in/" in answer["Location"] and "next=" not in answer["Location"]:
            yield "signing in does not lead back here"
        return
    if method == "POST" and PASS in should and got in {200, 302, 409, 422}:
        return
    yield f"answered {got}, should be {' or '.join(map(str, should))}"


def unguarded(answer: HttpResponseBase) -> Iterator[str]:
    """The headers that keep a browser from running, framing, guessing and telling."""
    policy = answer.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy:
        for part in (
            "default-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ):
            if part not in policy:
                yield f"its Content-Security-Policy lacks {part}"
    if "unsafe" in policy or "*" in policy:
        yield f"its Content-Security-Policy is open: {policy}"
    for header, value in (
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
    ):
        if answer.get(header) != value:
            yield f"{header} is {answer.get(header)!r}"


def told(
    world: World, page: Page, sample: Sample, visitor: Visitor, content: str, *, refused: bool
) -> Iterator[str]:
    """What an answer tells of matters and people its reader may not know of."""
    actor = visitor.actor
    known = (
        is_near if page.full_name == "desk:board" else sees
    )  # what a bureau owes is no secret in its house
    for matter in world.matters():
        if matter.number in content and not known(matter, actor) and not stands_before_the_public(matter):
            yield f"names {matter}"
    if refused:
        secrets = [person.name for person in world.people] + [
            sample_world.SECRET_WORDS,
            sample_world.OBJECTION_WORDS,
        ]
        own = visitor.user.get_full_name() if visitor.user else ""
        yield from (
            f"tells {secret} to somebody refused" for secret in secrets if secret in content and secret != own
        )
    if not sample.first and not actor.holds and page.face != "phone":
        for person in world.people:
            for secret in (person.phone, person.id_number):
                if secret in content:
                    yield f"shows {secret} in clear"


def stands_before_the_public(matter: Any) -> bool:
    return getattr(matter, "state", "") == "on_notice"


def baked(page: Page, sample: Sample, answer: HttpResponseBase) -> Iterator[str]:
    """A page that only tells sets no cookie; one with a form sets the token that protects it, and no other."""
    allowed = {settings.CSRF_COOKIE_NAME} if "POST" in page.methods else set()
    allowed |= {settings.SESSION_COOKIE_NAME} if sample.opens_session else set()
    for name in answer.cookies.keys() - allowed:
        yield f"sets the cookie {name} to an anonymous reader"
