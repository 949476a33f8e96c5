"""The cookie that makes a browser known: signed, ninety days, one key per person who signed in on it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from longting.accounts.services import devices
from longting.common import clock

NAME = "__Host-known" if settings.SESSION_COOKIE_SECURE else "known"
_SALT = "longting.known-device"


def keys_of(request: HttpRequest) -> list[str]:
    """The keys this browser holds, newest first; none when the cookie is absent, forged or too old."""
    value = request.get_signed_cookie(NAME, default="", salt=_SALT, max_age=devices.KNOWN_FOR)
    return [key for key in value.split(".") if key]


def give_keys(response: HttpResponse, keys: list[str]) -> None:
    """Let the browser keep `keys`."""
    response.set_signed_cookie(
        NAME,
        ".".join(keys),
        salt=_SALT,
        max_age=devices.KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def passes_lock(request: HttpRequest, credentials: dict | None) -> bool:
    """For settings.AXES_WHITELIST_CALLABLE: what goes wrong in the person's own browser is counted on that browser."""
    username = (credentials or {}).get("username", "")
    return devices.is_known(username, keys_of(request), clock.now())
