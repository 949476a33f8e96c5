"""Hand-over: whose, to whom, what will move, then the act."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from longting.accounts.forms.people import HandoverForm, LeaverForm
from longting.accounts.models import User
from longting.accounts.services.handover import hand_over, preview_handover
from longting.common import clock


def handover_create(request):
    """GET asks (the leaver stands in the address), POST hands over what the preview showed."""
    if "leaver" not in request.GET:
        return render(request, "accounts/handover_leaver.html", {"form": LeaverForm()})
    leaver = _leaver(request)
    form = _form(request, leaver)
    if form.ready:
        moved = form.run(hand_over, leaver, **form.cleaned_data, today=clock.today(), actor=request.user)
        if moved is not None:
            messages.success(request, f"交接完成：{'、'.join(moved.posts)}。{''.join(moved.things)}")
            return redirect("accounts:user-detail", leaver.pk)
    return _page(request, leaver, form)


def handover_preview(request):
    """What would move, and the button that moves it."""
    leaver = _leaver(request)
    form = _form(request, leaver)
    if form.ready:
        moved = form.run(preview_handover, leaver, **form.cleaned_data, today=clock.today(), actor=request.user)
        if moved is not None:
            context = {"form": form, "leaver": leaver, "taker": form.cleaned_data["taker"], "moved": moved}
            return render(request, "accounts/handover_preview.html", context)
    return _page(request, leaver, form)


def _leaver(request) -> User:
    form = LeaverForm(request.GET)
    if not form.is_valid():
        raise Http404
    return form.cleaned_data["leaver"]


def _form(request, leaver) -> HandoverForm:
    today = clock.today()
    return HandoverForm.of(request, leaver=leaver, today=today, initial={"day": today})


def _page(request, leaver, form):
    return render(request, "accounts/handover_form.html", {"form": form, "leaver": leaver}, status=form.status)
