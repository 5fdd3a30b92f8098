"""The promises of conftest.py can be broken, and then a test fails."""

import os
import socket

import pytest
from django.conf import settings
from django.template import Context, Template, engines


def test_the_sandbox_is_not_the_callers() -> None:
    assert str(settings.VAR).startswith(os.environ["ZHONGDU_SANDBOX"])
    assert settings.KEYS.is_relative_to(settings.VAR)


def test_an_undefined_variable_fails() -> None:
    with pytest.raises(AssertionError, match="nobody"):
        Template("{{ nobody.name }}").render(Context())


def test_a_condition_on_an_undefined_variable_is_allowed() -> None:
    assert Template("{% if nobody %}a{% else %}b{% endif %}").render(Context()) == "b"


def test_another_packages_template_keeps_its_habits(tmp_path) -> None:
    engine = engines["django"].engine
    template = engine.get_template("django/forms/widgets/input.html")
    assert "<input" in template.render(Context({"widget": {"type": "text", "name": "n", "attrs": {}}}))


def test_calling_out_fails() -> None:
    with socket.socket() as caller, pytest.raises(AssertionError, match="called out"):
        caller.connect(("192.0.2.1", 80))
