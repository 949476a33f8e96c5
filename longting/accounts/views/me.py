"""One's own account: posts, permissions, sessions, password, second factor."""

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as note_factor

from longting.accounts import passwords
from longting.accounts.columns import facts_of, post_columns
from longting.accounts.forms.sign_in import EnrolForm, PasswordForm, RemoveFactorForm
from longting.accounts.middleware import FACTOR_ASKED, factor_pending, password_due
from longting.accounts.models import UserSession
from longting.accounts.roles import Permission
from longting.accounts.services import factors, sessions, users
from longting.accounts.services.factors import provisioning_url
from longting.accounts.views.sign_in import renew_key
from longting.common import clock
from longting.common.columns import cells, heading_rows


def me(request):
    """Who I am here, what I may do, where I am signed in."""
    return _my_page(request, RemoveFactorForm())


@sensitive_post_parameters()
def password_change(request):
    """A new password of one's own; sessions elsewhere end."""
    form = PasswordForm.of(request)
    if form.ready and _change(request, form):
        messages.success(request, "密码已修改，其他设备上的登录已退出。")
        return redirect("accounts:me")
    context = {
        "form": form,
        "forced": password_due(request.user),
        "rules": [passwords.RuleValidator().get_help_text()],
    }
    return render(request, "registration/password_change.html", context, status=form.status)


@sensitive_post_parameters()
def factor_enrol(request):
    """Bind a telephone: picture and secret, then one code as proof."""
    if factors.has_factor(request.user):
        return redirect("accounts:me")
    form = EnrolForm.of(request, user=request.user)
    if form.ready:
        answer = {"secret": form.secret_text, "code": form.cleaned_data["code"], "actor": request.user}
        enrolled = form.run(factors.enrol_factor, request.user, **answer)
        if enrolled is not None:
            note_factor(request, enrolled.device)
            request.session[FACTOR_ASKED] = True
            renew_key(request)
            return render(request, "accounts/recovery_codes.html", {"codes": enrolled.recovery_codes})
    if form.is_bound and not form.secret_text:
        form = EnrolForm(user=request.user)
        messages.error(request, "这个页面打开太久，二维码已失效。下面是新的二维码。")
    return render(request, "accounts/factor_enrol.html", _enrol_context(request, form), status=form.status)


@sensitive_post_parameters()
def factor_remove(request):
    """Unbind the telephone, with the password."""
    form = RemoveFactorForm.of(request)
    if form.ready and form.run(factors.remove_factor, request.user, **form.cleaned_data, actor=request.user):
        request.session.pop(FACTOR_ASKED, None)
        messages.success(request, "第二因素已解除。")
        return redirect("accounts:me")
    return _my_page(request, form)


def session_end(request, pk):
    """End one of my sessions elsewhere."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    sessions.end_session(session, actor=request.user)
    messages.success(request, "那一处登录已结束。")
    return redirect("accounts:me")


def sessions_end(request):
    """End all my sessions but this one."""
    ended = sessions.end_other_sessions(request.user, keep=request.session.session_key, actor=request.user)
    messages.success(request, f"已结束其他 {ended} 处登录。")
    return redirect("accounts:me")


def _my_page(request, factor_form):
    user = request.user
    columns = post_columns(clock.today())
    key = request.session.session_key
    found = [(session, session.session_key == key) for session in user.sessions.all()]
    context = {
        "unit": user.organisation_name,
        "facts": facts_of(user),
        "post_head": heading_rows(columns),
        "post_rows": [{"cells": cells(columns, post)} for post in user.posts.select_related("organisation")],
        "permissions": [permission.label for permission in Permission if user.may(permission)],
        "sessions": found,
        "has_others": len(found) > 1,
        "has_factor": factors.has_factor(user),
        "factor_form": factor_form,
    }
    return render(request, "accounts/me.html", context, status=factor_form.status)


def _change(request, form) -> bool:
    words = {"current": form.cleaned_data["current"], "new": form.cleaned_data["new"]}
    old_key = request.session.session_key
    user = form.run(users.change_password, request.user, **words, now=clock.now(), actor=request.user)
    if user is None:
        return False
    update_session_auth_hash(request, user)
    sessions.renew_session(user, old_key=old_key, new_key=request.session.session_key)
    sessions.close_sessions(user, keep=request.session.session_key)
    return True


def _enrol_context(request, form) -> dict:
    picture = segno.make(provisioning_url(request.user, form.secret_text), error="m")
    return {
        "form": form,
        "picture": picture.svg_data_uri(scale=5, dark="#1c2733", light="#ffffff"),
        "secret_groups": [form.secret_text[start : start + 4] for start in range(0, len(form.secret_text), 4)],
        "required": factor_pending(request),
    }
