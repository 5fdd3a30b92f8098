"""The form in which somebody sets a password: no act may hold one, so the page that opens an account asks for it."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from zhongdu.kit.forms import Form


class Password(Form):
    first = forms.CharField(
        label="设一个密码",
        help_text="至少8位，字母和数字都要有，不要用生日和手机号",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )
    again = forms.CharField(
        label="再输一遍",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )

    def __init__(self, user: Any, *args: Any) -> None:
        super().__init__(*args)
        self.user = user

    def clean_first(self) -> str:
        password: str = self.cleaned_data["first"]
        password_validation.validate_password(password, self.user)
        return password

    def clean(self) -> None:
        first, again = self.cleaned_data.get("first"), self.cleaned_data.get("again")
        if first and again and first != again:
            self.add_error("again", ValidationError("两遍输入的不一样，请再输一遍。"))
