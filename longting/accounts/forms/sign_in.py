"""Forms of signing in and of one's own account."""

import base64
import secrets

from django import forms
from django.core import signing

from longting.accounts.forms.act import ActForm
from longting.accounts.validators import clean_username

SECRET_BYTES = 20  # RFC 4226: 160 bits
SECRET_LASTS = 30 * 60
_SALT = "longting.factor-secret"


class SignInForm(ActForm):
    """Account and password; `next` is checked by the view."""

    username = forms.CharField(label="账号", max_length=40, error_messages={"required": "请输入账号。"})
    password = forms.CharField(
        label="密码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": "请输入密码。"},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= {
            "autocomplete": "username",
            "autofocus": True,
            "autocapitalize": "none",
        }
        self.fields["password"].widget.attrs |= {"autocomplete": "current-password"}

    def clean_username(self):
        return clean_username(self.cleaned_data["username"])


class CodeField(forms.CharField):
    """Six digits of a telephone, or a recovery code; spaces people type between the digits do not matter."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True})
        words = {"required": "请输入验证码。"}
        super().__init__(**({"max_length": 20, "widget": widget, "error_messages": words} | kwargs))

    def to_python(self, value):
        return super().to_python(value).replace(" ", "").lower()


class FactorForm(ActForm):
    """The second factor at sign-in."""

    code = CodeField(label="验证码")
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class EnrolForm(ActForm):
    """Binding a telephone: the secret that the page showed, signed for this person, and one code made with it.

    The secret travels in the form, so that opening the page writes nothing.
    """

    secret = forms.CharField(widget=forms.HiddenInput)
    code = CodeField(label="验证码", help_text="输入手机上显示的 6 位数字。")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
        secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")
        self.initial["secret"] = signing.dumps([user.pk, secret], salt=_SALT)

    def clean_code(self):
        code = self.cleaned_data["code"]
        if not (len(code) == 6 and code.isascii() and code.isdigit()):
            raise forms.ValidationError("验证码是 6 位数字。")
        return code

    @property
    def secret_text(self) -> str:
        """The secret in base32, "" when the form field is forged, another person's or too old."""
        try:
            pk, secret = signing.loads(self["secret"].value() or "", salt=_SALT, max_age=SECRET_LASTS)
        except signing.BadSignature:
            return ""
        return secret if pk == self.user.pk else ""

    def clean(self):
        if not self.secret_text:
            raise forms.ValidationError("这个页面打开太久，二维码已失效。请重新打开绑定页面。")


class PasswordForm(ActForm):
    """One's own new password."""

    validated_field = "new"
    current = forms.CharField(label="现在的密码", strip=False, widget=forms.PasswordInput)
    new = forms.CharField(label="新密码", max_length=128, strip=False, widget=forms.PasswordInput)
    again = forms.CharField(label="再输一遍新密码", max_length=128, strip=False, widget=forms.PasswordInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["current"].widget.attrs |= {"autocomplete": "current-password", "autofocus": True}
        for name in ("new", "again"):
            self.fields[name].widget.attrs |= {"autocomplete": "new-password"}

    def clean(self):
        if self.cleaned_data.get("new") != self.cleaned_data.get("again") and "again" in self.cleaned_data:
            self.add_error("again", "两次输入的新密码不一样，请重新输入。")


class RemoveFactorForm(ActForm):
    """Unbinding one's own telephone asks for the password."""

    password = forms.CharField(label="密码", strip=False, widget=forms.PasswordInput)
