"""An act on several declarations: first what it would do to each, then all of them at once."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from approvals.forms.bulk import ConfirmForm, PickForm
from approvals.models import Declaration
from approvals.pages.bulk import desk_of, preview_page
from approvals.services.bulk import perform_all, preview
from longting.common import clock
from longting.common.errors import Conflict, Refused

_GONE = "选择的项目里有的已被撤回或收回，这一批都没有办理。请重新选择后再办。"


def bulk_preview(request):
    """Which of the chosen rows will act, which will not and why. Nothing is written; rows out of sight are absent."""
    form = PickForm.of(request)
    if not form.is_valid():
        raise Refused(form.first_error)
    rows = _rows(request, [pk for (pk,) in form.cleaned_data["pick"]])
    return _page(request, rows, form.cleaned_data["action"])


def bulk_act(request):
    """Do the act on every row of the preview, or on none of them."""
    form = ConfirmForm.of(request)
    if not form.is_valid():
        raise Refused(form.first_error)
    action, versions = form.cleaned_data["action"], dict(form.cleaned_data["row"])
    rows, desk = _rows(request, versions), desk_of(action)
    try:
        if len(rows) != len(versions):
            raise Conflict(_GONE)
        chosen = [(row, versions[row.pk]) for row in rows]
        count = perform_all(chosen, action, actor=request.user, today=clock.today())
    except Conflict as conflict:
        return render(request, "409.html", {"message": conflict.message, "back_url": desk["url"]}, status=409)
    except Refused as refusal:
        return _page(request, rows, action, refusal.message)
    messages.success(request, f"已{action.label} {count} 个项目。")
    return redirect(desk["url"])


def _rows(request, keys) -> list[Declaration]:
    """Those in sight, in the order in which they wait."""
    found = Declaration.objects.visible_to(request.user).filter(pk__in=list(keys))
    return list(found.select_related("applicant", "unit", "project").order_by("held_since", "pk"))


def _page(request, rows, action, error: str = ""):
    lines = preview(rows, action, request.user, clock.today())
    context = preview_page(lines, action, error) | {"act_url": reverse("approvals:bulk-act")}
    return render(request, "approvals/bulk_preview.html", context, status=422 if error else 200)
