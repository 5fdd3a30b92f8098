"""A noon in China, a mail server, an SMS gateway; and a supervisor who can be reached."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from outside import KEY, SECRET, Mail, Sms, mail_server, sms_gateway

from zhongdu.calendar import clock


@pytest.fixture(autouse=True)
def at_noon() -> None:
    """Nobody sleeps at noon."""
    clock.travel_to(clock.today())


@pytest.fixture
def later() -> Callable[..., None]:
    """Let so much time pass."""

    def wait(**how_long: float) -> None:
        clock._shift += timedelta(**how_long)

    return wait


@pytest.fixture
def mail(settings: Any) -> Iterator[Mail]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.MAIL_FROM = "zhongdu@example.org"
        yield server


@pytest.fixture
def sms(settings: Any) -> Iterator[Sms]:
    with sms_gateway() as gateway:
        settings.SMS, settings.SMS_KEY, settings.SMS_SECRET = gateway.address, KEY, SECRET
        yield gateway


@pytest.fixture
def term(shaoxing: Any) -> Any:
    """An appointment whose supervisor left a telephone number and an e-mail address, at a bureau that uses SMS."""
    from reached import reachable

    return reachable(shaoxing)
