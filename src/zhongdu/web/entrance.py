"""The forms of the entrance, in our own words: signing in, and choosing another password."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms

from zhongdu.kit.forms import missing


class SignIn(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["login"], "用户名或手机号码", "工作人员填用户名，监督员填报名时留的手机号码")
        _say(self.fields["password"], "密码", "忘记了，请联系聘任您的医保局，或者本局管理系统的同事")


class NewPassword(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["oldpassword"], "现在的密码")
        _say(self.fields["password1"], "新密码", "至少8位，字母和数字都要有，不要用生日和手机号")
        _say(self.fields["password2"], "再输一遍新密码")


def _say(field: forms.Field, label: str, hint: str = "") -> None:
    """Name a field of the library's; a placeholder that repeats the label only hides whether something is typed."""
    field.label, field.help_text = label, hint
    field.error_messages["required"] = missing(field, label)
    field.widget.attrs.pop("placeholder", None)
