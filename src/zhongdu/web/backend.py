"""Signing in with a telephone number: it is found by its blind index, and never stored as an account's name."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from zhongdu.roster.queries import user_by_phone
from zhongdu.vault.identity import BadNumber, read_mobile


class PhoneBackend(ModelBackend):
    """Takes a supervisor's mobile number where others type an account's name."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        try:
            phone = read_mobile(username or "")
        except BadNumber:
            return None
        user = user_by_phone(phone)
        return (
            super().authenticate(request, username=user.get_username(), password=password) if user else None
        )
