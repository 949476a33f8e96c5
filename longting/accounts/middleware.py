"""What a signed-in person must satisfy at every request: a session still in time, and the duties of the account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, resolve_url

from longting.accounts import passwords
from longting.accounts.models import UserSession
from longting.accounts.services import factors, sessions
from longting.common import clock

#: A page that asks the server by itself (progress bars, counts) says so; that is not a person at work.
BACKGROUND = "X-Background"
#: Set at sign-in for those who have bound a telephone, whether or not they must.
FACTOR_ASKED = "factor"

WITH_FACTOR_PENDING = {"accounts:second-factor", "accounts:logout"}
WITH_OLD_PASSWORD = {"accounts:password-change", "accounts:logout", "accounts:me"}


class SessionLimitsMiddleware:
    """Ends a session that was idle too long, lasted too long, or was ended elsewhere.

    A deactivated person is nobody to Django from the next request on; this class needs no rule for that.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            self._check(request, clock.now())
        return self.get_response(request)

    def _check(self, request, now) -> None:
        session = UserSession.objects.filter(user=request.user, session_key=request.session.session_key).first()
        words = sessions.state_of(session, now)
        if words:
            if session is not None:
                session.delete()
            logout(request)
            messages.info(request, words)
        elif request.headers.get(BACKGROUND) != "1":
            sessions.touch_session(session, now=now)


class AccountDutiesMiddleware:
    """Before anything else: the second factor, then a password of one's own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        name = request.resolver_match.view_name
        if factor_pending(request):
            return None if name in WITH_FACTOR_PENDING or _may_enrol(request, name) else _to_factor(request)
        if password_due(request.user) and name not in WITH_OLD_PASSWORD:
            return redirect("accounts:password-change")
        return None


def factor_pending(request) -> bool:
    """Whether this session still owes the second factor."""
    user = request.user
    asked = request.session.get(FACTOR_ASKED) or (settings.SECOND_FACTOR_REQUIRED and user.needs_second_factor)
    return bool(asked) and not user.is_verified()


def password_due(user) -> bool:
    """Whether the password must be changed before anything else: a temporary one, or one past its term."""
    left = passwords.days_left(user.password_changed_at, clock.now())
    return user.must_change_password or (left is not None and left <= 0)


def _may_enrol(request, name: str) -> bool:
    # Who has a telephone bound must prove it; otherwise a stolen password could bind the thief's.
    return name == "accounts:factor-enrol" and not factors.has_factor(request.user)


def _to_factor(request):
    """To the page of the code, which leads on to what was asked for; or to binding a telephone."""
    if not factors.has_factor(request.user):
        return redirect("accounts:factor-enrol")
    return redirect_to_login(request.get_full_path(), resolve_url("accounts:second-factor"))
