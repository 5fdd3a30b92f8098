"""What a phone keeps to open without a network: a shell that is nobody's, a worker, a manifest to install it by."""

import json

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_shell_is_the_same_for_everybody_but_for_the_way_about(shaoxing, serving, signed_in):
    appointment = serving(shaoxing, "欧阳示例")
    mine, anybodys = (
        client.get("/my/field/").content.decode() for client in (signed_in(appointment.user), Client())
    )
    assert 'id="field"' in anybodys and "field.js" in anybodys and 'rel="manifest"' in anybodys
    for word in ("欧阳示例", "监督员", appointment.letter_number, shaoxing.bureau.name, "csrf"):
        assert word not in anybodys, word
    assert "欧阳示例" not in mine and appointment.letter_number not in mine


def test_it_can_be_installed():
    answer = Client().get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told = json.loads(answer.content)
    assert told["start_url"].startswith(told["scope"]) and told["display"] == "standalone"
    assert told["name"] and told["short_name"] and told["icons"]


def test_the_worker_is_always_asked_for_anew_and_reaches_the_whole_site():
    answer = Client().get("/sw.js")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"


def test_the_browser_lets_the_page_have_a_worker_a_manifest_and_its_own_recordings():
    policy = Client().get("/my/field/")["Content-Security-Policy"]
    for part in ("worker-src 'self'", "manifest-src 'self'", "media-src 'self' blob:"):
        assert part in policy


def test_what_belongs_to_a_person_is_never_kept_by_the_browser(shaoxing, serving, signed_in):
    client = signed_in(serving(shaoxing).user)
    assert client.get("/my/field/bag/")["Cache-Control"] == "private, no-store"
