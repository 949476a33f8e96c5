"""Signing in, the second factor, signing out."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as flush_session
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as note_factor

from longting.accounts import known_device, passwords
from longting.accounts.forms.sign_in import FactorForm, SignInForm
from longting.accounts.middleware import FACTOR_ASKED, factor_pending
from longting.accounts.selectors import demo_accounts
from longting.accounts.services import devices, factors, sessions, sign_in
from longting.common import clock
from longting.common.middleware import client_ip
from longting.common.policy import is_page
from longting.common.refusals import origin

WRONG = "账号或密码不对，请核对后重新输入。忘记密码请联系系统管理员重置。"
EXPIRED = "临时密码已过期，请联系系统管理员重新发一个。"
WRONG_CODE = "验证码不对。请等新的 6 位数字出来再输入；每输错一次，下一次要多等一会儿。"


@login_not_required
@sensitive_post_parameters("password")
def login(request):
    """Account and password. Unknown, closed and wrong look the same and take as long."""
    if request.user.is_authenticated:
        return redirect(_safe_next(request))
    form = SignInForm.of(request, initial={"next": _asked_page(request)})
    if not form.ready:
        return _login_page(request, form, form.status)
    username, now = form.cleaned_data["username"], clock.now()
    keys = known_device.keys_of(request)
    wait = 0 if devices.is_known(username, keys, now) else sign_in.pause_of(username, client_ip(request), now)
    if wait:
        return _held(request, form, wait, now)
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if user is None:
        sign_in.record_failure(username)
        devices.count_failure(username, keys, now)
        form.refuse(None, WRONG)
    elif user.temporary_until and user.temporary_until < now:
        form.refuse(None, EXPIRED)
    else:
        return _admit(request, user, keys, now)
    return _login_page(request, form, form.status)


@sensitive_post_parameters("code")
def second_factor(request):
    """The code of the telephone, or a recovery code."""
    if not factor_pending(request):
        return redirect(_safe_next(request))
    form = FactorForm.of(request, initial={"next": request.GET.get("next", "")})
    if form.ready:
        device = factors.pass_factor(request.user, code=form.cleaned_data["code"], actor=request.user)
        if device is not None:
            note_factor(request, device)
            renew_key(request)
            return redirect(_safe_next(request))
        form.refuse("code", WRONG_CODE)
    return render(request, "registration/second_factor.html", {"form": form}, status=form.status)


def logout(request):
    """Leave: the session goes from browser and store."""
    sessions.sign_out(request.user, session_key=request.session.session_key, actor=request.user)
    flush_session(request)
    messages.info(request, "已退出。")
    return redirect("accounts:login")


def renew_key(request):
    """A new session id whenever what the session may do grows; the note of the session goes with it."""
    old = request.session.session_key
    request.session.cycle_key()
    sessions.renew_session(request.user, old_key=old, new_key=request.session.session_key)


def _held(request, form, wait, now):
    """The same page with the time to wait, 429; the password was not looked at."""
    username = form.cleaned_data["username"]
    sign_in.record_hold(username, client_ip(request), now)
    again = SignInForm(initial={"username": username, "next": form.cleaned_data["next"]})
    answer = _login_page(request, again, 429, wait)
    answer["Retry-After"] = str(wait)
    return answer


def _admit(request, user, keys, now):
    start_session(request, user)
    if factors.has_factor(user):
        request.session[FACTOR_ASKED] = True
    sessions.begin_session(
        user,
        session_key=request.session.session_key,
        ip=client_ip(request),
        agent=request.headers.get("User-Agent", ""),
        now=now,
        actor=user,
    )
    left = passwords.days_left(user.password_changed_at, now)
    if left is not None and 0 < left <= passwords.NOTICE_DAYS:
        messages.warning(request, f"密码还有 {left} 天到期，请在“我的账号”里修改。")
    response = redirect(_safe_next(request))
    known_device.give_keys(response, devices.remember_device(user, keys, now))
    return response


def _login_page(request, form, status, wait=0):
    accounts, password = demo_accounts() if settings.DEMO else ([], "")
    context = {
        "form": form,
        "wait": wait,
        "demo_accounts": accounts,
        "demo_password": password,
    }
    return render(request, "registration/login.html", context, status=status)


def _asked_page(request) -> str:
    """What `next` asks for. Whose session ended before he or she pressed a button comes here with the address of an
    act, which is no page: then the page the button stands on, where what was typed waits to be sent."""
    asked = request.GET.get("next", "")
    return asked if not asked or is_page(asked) else origin(request)


def _safe_next(request) -> str:
    """Where to go on: `next` when it is a page of this site, else the workbench."""
    url = request.POST.get("next") or request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if own and is_page(url) else resolve_url(settings.LOGIN_REDIRECT_URL)
