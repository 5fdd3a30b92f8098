"""No address opens without having said who may open it, and a gate stands before each."""

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse, HttpResponseForbidden
from django.test import RequestFactory
from django.urls import URLResolver

from zhongdu.kit import pages

get, post = RequestFactory().get("/"), RequestFactory().post("/")


@pytest.fixture(autouse=True)
def own_register(monkeypatch):
    monkeypatch.setattr(pages, "_register", {})
    monkeypatch.setattr(pages, "_gate", [lambda request, page: None])
    monkeypatch.setattr(
        pages, "autodiscover_modules", lambda *names: None
    )  # the rooms belong to the real one


def declare(face="desk", path="desk/leads/<number>/", name="lead", may=frozenset({"handler"}), **more):
    @pages.page(face=face, path=path, name=name, may=may, **more)
    def lead(request, number):
        return HttpResponse(f"{number} {request.page.full_name}")

    return lead


def test_a_declared_page_opens_and_knows_its_declaration():
    assert declare()(get, "K7Q4").content == b"K7Q4 desk:lead"


def test_the_gates_answer_stands():
    view = declare()
    pages.guard_with(lambda request, page: None if "handler" not in page.may else HttpResponseForbidden())
    assert view(get, "K7Q4").status_code == 403


def test_nothing_opens_without_a_gate(monkeypatch):
    monkeypatch.setattr(pages, "_gate", [])
    with pytest.raises(ImproperlyConfigured):
        declare()(get, "K7Q4")


def test_only_the_declared_methods():
    view = declare(methods=("GET",))
    assert view(RequestFactory().head("/"), "K7Q4").status_code == 200
    refused = view(post, "K7Q4")
    assert (refused.status_code, refused["Allow"]) == (405, "GET")


@pytest.mark.parametrize("wrong", [{"face": "garden"}, {"may": "everybody"}, {"may": frozenset()}])
def test_a_vague_declaration_is_refused(wrong):
    with pytest.raises(ImproperlyConfigured):
        declare(**wrong)


@pytest.mark.parametrize("again", [{"path": "desk/other/"}, {"name": "other"}])
def test_a_name_and_a_path_belong_to_one_page(again):
    declare()
    with pytest.raises(ImproperlyConfigured, match="twice"):
        declare(**again)


def test_addresses_are_named_by_face():
    declare()
    declare(face="public", path="leads/<number>/", may="public")
    resolvers = {r.namespace: r for r in pages.urlpatterns() if isinstance(r, URLResolver)}
    assert set(resolvers) == set(pages.FACES)
    assert [p.name for p in resolvers["desk"].url_patterns] == ["lead"]
    assert resolvers["public"].reverse("lead", number="K7Q4") == "leads/K7Q4/"


def test_a_server_knows_every_act_before_its_first_page(tmp_path):
    """A docket names acts of every room, and a matter's page offers them; only a fresh process can tell."""
    program = (
        "import django; django.setup()\n"
        "from zhongdu.kit import pages; from zhongdu.acts.registry import ACTS\n"
        "pages.declared(); known = set(ACTS)\n"
        "from zhongdu.cli.trace import load_rooms; load_rooms()\n"
        "assert known and known == set(ACTS), set(ACTS) - known\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
