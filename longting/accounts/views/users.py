"""The administrator's pages about accounts."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from longting.accounts.columns import facts_of, history_of, post_columns
from longting.accounts.enums import COMING_AND_GOING
from longting.accounts.forms.act import ReasonForm
from longting.accounts.forms.people import ResetForm, UserCreateForm, UserEditForm
from longting.accounts.models import User
from longting.accounts.passwords import TEMPORARY_HOURS
from longting.accounts.services import users
from longting.audit.models import AuditEvent
from longting.common import clock
from longting.common.columns import cells, heading_rows

HISTORY = 30


def user_create(request):
    """A new account; its temporary password is shown once."""
    form = UserCreateForm.of(request)
    if form.ready:
        words = form.cleaned_data
        issued = form.run(
            users.create_user,
            words["username"],
            name=words["name"],
            phone=words["phone"],
            now=clock.now(),
            actor=request.user,
        )
        if issued is not None:
            return password_page(request, [issued])
    return render(request, "accounts/user_form.html", {"form": form, "person": None}, status=form.status)


def user_detail(request, pk):
    """One account: facts, posts, acts, history."""
    return _detail_page(request, get_object_or_404(User, pk=pk))


def user_edit(request, pk):
    """Name and telephone."""
    person = get_object_or_404(User, pk=pk)
    known = {"name": person.name, "phone": person.phone, "version": person.version}
    form = UserEditForm.of(request, initial=known)
    if form.ready and form.run(users.edit_user, person, **form.cleaned_data, actor=request.user):
        messages.success(request, f"已修改{person.name}的账号。")
        return redirect("accounts:user-detail", person.pk)
    return render(request, "accounts/user_form.html", {"form": form, "person": person}, status=form.status)


def user_deactivate(request, pk):
    """Close the account; every session ends at once."""
    person = get_object_or_404(User, pk=pk)
    form = ReasonForm.of(request, prefix="state")
    if form.ready and form.run(users.deactivate_user, person, **form.cleaned_data, actor=request.user):
        messages.success(request, f"已停用{person.name}的账号，登录已全部结束。")
        return redirect("accounts:user-detail", person.pk)
    return _detail_page(request, person, state_form=form)


def user_activate(request, pk):
    """Open a closed account again."""
    person = get_object_or_404(User, pk=pk)
    form = ReasonForm.of(request, prefix="state")
    if form.ready and form.run(users.activate_user, person, **form.cleaned_data, actor=request.user):
        messages.success(request, f"已启用{person.name}的账号。")
        return redirect("accounts:user-detail", person.pk)
    return _detail_page(request, person, state_form=form)


def user_reset(request, pk):
    """A new temporary password, shown once."""
    person = get_object_or_404(User, pk=pk)
    form = ResetForm.of(request, prefix="reset")
    if form.ready:
        answer = form.run(users.reset_password, person, **form.cleaned_data, now=clock.now(), actor=request.user)
        if answer is not None:
            return password_page(request, [answer])
    return _detail_page(request, person, reset_form=form)


def password_page(request, issued):
    """The one page that shows temporary passwords; it is not stored, reloading it shows nothing."""
    notice = f"临时密码只显示这一次，{TEMPORARY_HOURS} 小时内有效；本人第一次登录时须改成自己的密码。"
    context = {"issued": issued, "notice": notice, "list_url": reverse("accounts:user-list")}
    return render(request, "accounts/passwords.html", context)


def _state_act(person) -> dict:
    """The one act that changes whether the account may be used, in words."""
    if person.is_active:
        url, title = reverse("accounts:user-deactivate", args=[person.pk]), "停用账号"
        hint = "立即退出所有登录，不能再登录；任职和历史记录保留。有人接手的请先办理交接。"
    else:
        url, title = reverse("accounts:user-activate", args=[person.pk]), "启用账号"
        hint = "可以用原密码登录；仍在期限内的任职即时生效。"
    return {"state_url": url, "state_title": title, "state_hint": hint}


def _detail_page(request, person, *, state_form=None, reset_form=None):
    version = {"version": person.version}
    state_form = state_form or ReasonForm(initial=version, prefix="state")
    reset_form = reset_form or ResetForm(initial=version, prefix="reset")
    columns = post_columns(clock.today(), may_end=True)
    changes = AuditEvent.objects.about("user", person.pk).exclude(verb__in=COMING_AND_GOING)
    context = {
        "person": person,
        "facts": facts_of(person),
        "post_head": heading_rows(columns),
        "post_rows": [{"cells": cells(columns, post)} for post in person.posts.select_related("organisation")],
        "history": history_of(changes[:HISTORY]),
        "sessions": person.sessions.count(),
        "is_self": person.pk == request.user.pk,
        "me_url": reverse("accounts:me"),
        "state_form": state_form,
        "reset_form": reset_form,
        **_state_act(person),
    }
    return render(request, "accounts/user_detail.html", context, status=max(state_form.status, reset_form.status))
