"""Counting what comes from one address, in the database: so that ten workers count as one, and a restart forgets nothing."""

import ipaddress
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zhongdu.kit.models import Tally


def count(key: str, within: int) -> int:
    """Count once more, and tell how often it was since the first time, so many seconds ago at most. Whoever counts at
    the same moment adds to the same row."""
    now = timezone.now()
    running = Tally.objects.filter(key=key, until__gt=now)
    if not running.update(n=F("n") + 1):
        Tally.objects.filter(key=key, until__lte=now).delete()
        Tally.objects.bulk_create(
            [Tally(key=key, until=now + timedelta(seconds=within))], ignore_conflicts=True
        )
        running.update(n=F("n") + 1)
    return counted(key)


def counted(key: str) -> int:
    """How often it was."""
    running = Tally.objects.filter(key=key, until__gt=timezone.now())
    return running.values_list("n", flat=True).first() or 0


def address_of(request: HttpRequest) -> str:
    """Where a request came from: what the last proxy we trust was told by, if there are any; never what a visitor says."""
    told = [each for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()]
    seen = (
        told[-settings.PROXIES] if 0 < settings.PROXIES <= len(told) else request.META.get("REMOTE_ADDR", "")
    )
    try:
        found = ipaddress.ip_address(seen.strip())
    except ValueError:
        return ""  # a socket of this machine
    # One household has a whole /64 of the newer addresses, and could try from each of them.
    return str(ipaddress.ip_network((found, 64), strict=False) if found.version == 6 else found)


def sealed(what: str, *about: str) -> str:
    """A key that says nothing of what is counted to whoever reads the table."""
    return f"{what}:{salted_hmac(what, ' '.join(about), algorithm='sha256').hexdigest()}"


def cache_key(key: str, prefix: str, version: int) -> str:
    """Django's cache keys hold addresses and names of accounts: they are kept as a keyed hash."""
    return sealed("cache", prefix, str(version), key)
