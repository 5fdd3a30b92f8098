"""The register of pages: no address can be opened that has not said who may open it.

A view is declared where it is written, in a room's ``desk.py``, ``phone.py``, ``public.py`` or ``institution.py``::

    @page(face="desk", path="desk/leads/<number>/", name="lead", may=frozenset({"handler"}))
    def lead(request, number): ...

and is reached by ``{% url "desk:lead" number=lead.number %}``. Whether a particular visitor passes
is decided by one gate, set once by ``zhongdu.web`` with :func:`guard_with`; until it is set, nothing opens.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Literal

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import autodiscover_modules

from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

Face = Literal["public", "phone", "desk", "institution", "any"]
May = frozenset[str] | Literal["public", "signed_in"]
View = Callable[..., HttpResponseBase]
FACES: tuple[Face, ...] = ("public", "phone", "desk", "institution", "any")


@dataclass(frozen=True)
class Page:
    """One declared address. ``may`` holds role words, or says ``"public"`` or ``"signed_in"``."""

    face: Face
    path: str
    name: str
    may: May
    methods: tuple[str, ...]
    view: View

    @property
    def full_name(self) -> str:
        return f"{self.face}:{self.name}"

    def lets(self, actor: Actor) -> bool:
        """Whether this visitor may open it at all; what of it they see is the view's."""
        if isinstance(self.may, str):
            return self.may == "public" or actor.user_id is not None
        return any(actor.has(Role(word)) for word in self.may)


Gate = Callable[[HttpRequest, Page], HttpResponse | None]
_register: dict[str, Page] = {}
_gate: list[Gate] = []


def guard_with(allowed: Gate) -> Gate:
    """Let ``allowed(request, page)`` stand before every page: None lets the visitor in, a response does not."""
    _gate[:] = [allowed]
    return allowed


def page(
    *, face: Face, path: str, name: str, may: May, methods: tuple[str, ...] = ("GET", "POST")
) -> Callable[[View], View]:
    """Declare a view's address and who may open it. The view finds the declaration in ``request.page``."""
    if face not in FACES:
        raise ImproperlyConfigured(f"page {name!r}: unknown face {face!r}")
    if isinstance(may, str) and may not in ("public", "signed_in"):
        raise ImproperlyConfigured(f"page {name!r}: may={may!r} is neither a set of roles nor a known word")
    if not may:
        raise ImproperlyConfigured(f"page {name!r}: nobody may open it")

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not _gate:
                raise ImproperlyConfigured("no gate stands before the pages: call pages.guard_with")
            if request.method not in {*this.methods, "HEAD", "OPTIONS"}:
                return HttpResponseNotAllowed(this.methods)
            request.page = this  # type: ignore[attr-defined]
            refusal = _gate[0](request, this)
            return view(request, *args, **kwargs) if refusal is None else refusal

        this = Page(face, path, name, may, methods, guarded)
        if this.full_name in _register or any(p.path == path for p in _register.values()):
            raise ImproperlyConfigured(f"page {this.full_name} ({path!r}) is declared twice")
        _register[this.full_name] = this
        return guarded

    return declare


def declared() -> list[Page]:
    """Every page there is, in the order of declaration. Loads the rooms first: their acts, which any page may
    offer and every docket may name, and their pages."""
    autodiscover_modules("acts", "public", "phone", "desk", "institution")
    return list(_register.values())


def find(full_name: str) -> Page:
    """The page a name such as ``desk:lead`` belongs to."""
    return _register[full_name]


def is_of(module: str, full_name: str) -> bool:
    """Whether there is a page of that name and it is declared in the same room as a module (``zhongdu.leads.triage``)."""
    found = _register.get(full_name)
    return found is not None and found.view.__module__.split(".")[:2] == module.split(".")[:2]


def urlpatterns() -> list[URLPattern | URLResolver]:
    """What ``zhongdu.web.urls`` serves: each face is a namespace, so names read ``face:name``."""
    pages = declared()
    return [
        path("", include(([path(p.path, p.view, name=p.name) for p in pages if p.face == face], face)))
        for face in FACES
    ]
