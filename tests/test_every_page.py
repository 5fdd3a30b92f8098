"""Every declared page × everybody who might open it: each gets what the declaration says, and learns no more.

The oracle reads declarations alone: whom a page is for, and who reads, holds or must not know of a kind of matter.
A new page is caught by itself: without a sample in ``SAMPLES`` it fails and says what to add.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

import sample_world
from sample_world import World
from zhongdu.calendar import clock
from zhongdu.files import attached
from zhongdu.kit import pages
from zhongdu.kit.pages import Page
from zhongdu.recruitment import receipts
from zhongdu.scope.actor import ANYONE, Actor, officer
from zhongdu.scope.roles import POSTS, Role

pytestmark = pytest.mark.django_db
PASS, REDIRECT, FORBIDDEN, MISSING, CONFLICT = 200, 302, 403, 404, 409


@dataclass
class Sample:
    """A real object for one page: the rest of its address, and whose it is."""

    kwargs: dict[str, Any] = field(default_factory=dict)
    matter: Any = None
    meant: Callable[[Actor], bool] | None = None  # who besides the declared roles, where no matter says so
    cookie: str = ""  # the receipt code the holder's browser still keeps
    first: tuple[str, dict[str, str]] | None = None  # an act the visitor has to do before, and its inputs
    otherwise: int = FORBIDDEN  # what those get who may not do it
    answers: tuple[int, ...] = (PASS,)  # what those get who may open the page


def of(matter: Any, **more: Any) -> Sample:
    return Sample({"number": matter.number}, matter, **more)


def file_of(matter: Any, kind: str, called: str = "file", **more: Any) -> Sample:
    kept = attached(matter.number, kind).first()
    return Sample({"number": matter.number, called: kept.public_id, **more}, matter)


def do(act: str, matter: Any) -> Sample:
    return Sample({"act": act, "number": matter.number}, matter)


def at(*places: Any) -> Callable[[Actor], bool]:
    """Officers whose territory one of these bureaus lies in."""
    return lambda actor: any(
        place.bureau.path.startswith(post.path) for place in places for post in actor.posts
    )


ONCE = {"seen": "", "key": "once"}
REVIEW = ("recruitment.unmask", {"field": "working_set", "reason": "审核", **ONCE})
PRINT = ("recruitment.unmask", {"field": "whole_form", "reason": "存档", **ONCE})

SAMPLES: dict[str, Callable[[World], Sample]] = {
    # for everybody
    "public:home": lambda w: Sample(),
    "public:law": lambda w: Sample(),
    "public:measure": lambda w: Sample({"code": "beijing"}),
    "public:clause": lambda w: Sample({"code": "beijing", "clause": "6.4"}),
    "public:notices": lambda w: Sample(),
    "public:notice": lambda w: of(w.notice),
    "public:notice_paper": lambda w: of(w.notice),
    "public:apply_under": lambda w: of(w.notice),
    "public:apply_to": lambda w: Sample({"code": "110000"}),
    "public:application_form": lambda w: Sample(cookie=w.codes["draft"]),
    "public:public_notices": lambda w: Sample(),
    "public:object": lambda w: Sample({"number": w.posted.number}),
    "public:follow": lambda w: Sample(),
    "public:supervisors": lambda w: Sample(),
    "public:bureau_supervisors": lambda w: Sample({"code": "110000"}),
    "public:cancellations": lambda w: Sample(),
    "public:verify_start": lambda w: Sample(),
    "public:verify": lambda w: Sample({"code": w.appointment.verify_code}),
    "any:type_size": lambda w: Sample(answers=(REDIRECT,)),
    "any:service_worker": lambda w: Sample(),
    "any:manifest": lambda w: Sample(),
    "phone:field": lambda w: Sample(),  # the shell: nothing in it is anybody's
    # for whoever shows the receipt code
    "public:application": lambda w: of(w.returned),
    "public:application_paper": lambda w: of(w.returned),
    "public:resubmit": lambda w: of(w.returned),
    "public:receipt": lambda w: of(w.submitted, cookie=w.codes[w.submitted.number]),
    "public:photo": lambda w: Sample({"which": w.returned.number}, w.returned),
    "public:photo_file": lambda w: Sample({"which": w.returned.number}, w.returned),
    "public:objection": lambda w: of(w.objection),
    "public:activate": lambda w: of(w.appointed),
    "public:do": lambda w: do("recruitment.withdraw", w.submitted),
    # for supervisors
    "phone:home": lambda w: Sample(),
    "phone:me": lambda w: Sample(),
    "phone:appointment": lambda w: of(w.appointment),
    "phone:letter": lambda w: of(w.appointment),
    "phone:badge": lambda w: of(w.card),
    "phone:portrait": lambda w: of(w.appointment),
    "phone:visits": lambda w: Sample(),
    "phone:visit": lambda w: of(w.covert),
    "phone:record_visit": lambda w: of(w.going),
    "phone:visit_record": lambda w: of(w.done),
    "phone:visit_photo": lambda w: file_of(w.done, "visit_photo", "photo", width=480),
    "phone:waiting_photo": lambda w: Sample(
        {"number": w.going.number, "photo": waiting_photo(w.going), "width": 480}, w.going
    ),
    "phone:choose_visit": lambda w: of(w.appointment),
    "phone:visit_file": lambda w: file_of(w.done, "visit_photo"),
    "phone:visit_file_preview": lambda w: file_of(w.done, "visit_photo", width=480),
    "phone:field_bag": lambda w: Sample(),
    "phone:field_part": lambda w: Sample(
        {"part": "0" * 32}, answers=(CONFLICT,)
    ),  # without saying whose it is
    "phone:field_packages": lambda w: Sample(answers=(CONFLICT,)),
    "phone:field_originals": lambda w: Sample(answers=(CONFLICT,)),
    "phone:leads": lambda w: Sample(),
    "phone:lead": lambda w: of(w.lead),
    "phone:lead_file": lambda w: file_of(w.lead, "evidence"),
    "phone:lead_preview": lambda w: file_of(w.lead, "evidence"),
    "phone:file_lead": lambda w: Sample(),
    "phone:waiting_file": lambda w: Sample(
        {"key": w.report_key, "file": w.waiting_file},
        meant=lambda actor: actor.user_id == w.appointment.user_id,
    ),
    "phone:do": lambda w: do("fieldwork.decline_visit", w.going),
    # for officers
    "desk:home": lambda w: Sample(),
    "desk:board": lambda w: Sample(),
    "desk:jobs": lambda w: Sample(),
    "desk:job": lambda w: job_of(w),
    "desk:job_result": lambda w: job_of(w, file=result_of(w)),
    "desk:offices": lambda w: Sample(
        answers=(PASS, REDIRECT)
    ),  # straight to one's own where it is the only one
    "desk:office": lambda w: of(w.beijing.office),
    "desk:institutions": lambda w: Sample(),
    "desk:institution": lambda w: Sample({"code": w.shop.code}, meant=at(w.beijing)),
    "desk:import_list": lambda w: of(w.beijing.office),
    "desk:institutions_template": lambda w: Sample(),
    "desk:invite": lambda w: of(w.beijing.office),
    "desk:notices": lambda w: Sample(),
    "desk:notice": lambda w: of(w.notice),
    "desk:working_letter": lambda w: Sample(
        {"number": w.notice.number, "seq": letter_of(w.notice)}, w.notice
    ),
    "desk:applications": lambda w: Sample(),
    "desk:find_applicant": lambda w: Sample(),
    "desk:application": lambda w: of(w.submitted),
    "desk:applicant_photo": lambda w: of(w.submitted, first=REVIEW, otherwise=MISSING),
    "desk:application_paper": lambda w: of(w.submitted, first=PRINT),
    "desk:review": lambda w: of(w.submitted),
    "desk:post_for_public_notice": lambda w: of(w.submitted, answers=(REDIRECT,)),
    "desk:post_list": lambda w: Sample(),
    "desk:objections": lambda w: Sample(),
    "desk:objection": lambda w: of(w.objection),
    "desk:objection_evidence": lambda w: file_of(w.objection, "evidence"),
    "desk:appointments": lambda w: Sample(),
    "desk:find_supervisor": lambda w: Sample(),
    "desk:appointment": lambda w: of(w.appointment),
    "desk:letter": lambda w: of(w.appointment),
    "desk:badge": lambda w: of(w.card),
    "desk:portrait": lambda w: of(w.appointment),
    "desk:visits": lambda w: Sample(),
    "desk:visit": lambda w: of(w.covert),
    "desk:visit_record": lambda w: of(w.done),
    "desk:visit_photo": lambda w: file_of(w.done, "visit_photo", "photo", width=480),
    "desk:visit_file": lambda w: file_of(w.done, "visit_photo"),
    "desk:visit_file_preview": lambda w: file_of(w.done, "visit_photo", width=480),
    "desk:assigning": lambda w: Sample(),
    "desk:assign_visit": lambda w: of(w.appointment),
    "desk:leads": lambda w: Sample(),
    "desk:lead": lambda w: of(w.lead),
    "desk:lead_file": lambda w: file_of(w.lead, "evidence"),
    "desk:lead_preview": lambda w: file_of(w.lead, "evidence"),
    "desk:do": lambda w: do("leads.take_up", w.accusing),
}


def waiting_photo(visit: Any) -> str:
    from zhongdu.fieldwork import photographs

    return photographs.of(photographs.waiting_for(visit)).get().public_id


def job_of(world: World, **more: Any) -> Sample:
    """A job is its asker's alone."""
    return Sample(
        {"number": world.job.number, **more}, meant=lambda actor: actor.user_id == world.job.asked_by_id
    )


def result_of(world: World) -> str:
    return attached(world.job.owner).get().public_id


def letter_of(notice: Any) -> int:
    from zhongdu.record.models import Event

    return Event.objects.get(docket=notice.docket_id, act="recruitment.write_to_unit").seq


# --- who comes -------------------------------------------------------------------------------------------


@dataclass
class Visitor:
    """Somebody with a browser, and the actor the declarations are read for."""

    who: str
    actor: Actor
    user: Any = None
    codes: tuple[str, ...] = ()  # receipt codes shown before

    def browser(self, cookie: str = "") -> Client:
        client = Client()
        if self.user:
            client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")
        if self.actor.holds:
            session = client.session
            session[receipts.SESSION] = sorted(self.actor.holds)
            session.save()
            client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
            if cookie:
                client.cookies[receipts.COOKIE] = cookie
        return client


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
        mine = (world.returned, world.submitted, world.appointed, world.objection)
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
        made.visitors  # noqa: B018 - everybody is hired before the first page is opened
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
    """On the public site and on the phone people meet their own matters, and what is everybody's."""
    return page.face in {"public", "phone"} and not is_public(matter)


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
    assert name in SAMPLES, f"{name} is a new page: add a sample object for it to SAMPLES in {__file__}"
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
        yield from baked(page, answer)


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


def baked(page: Page, answer: HttpResponseBase) -> Iterator[str]:
    """A page that only tells sets no cookie; one with a form sets the token that protects it, and no other."""
    allowed = {settings.CSRF_COOKIE_NAME} if "POST" in page.methods else set()
    for name in answer.cookies.keys() - allowed:
        yield f"sets the cookie {name} to an anonymous reader"
