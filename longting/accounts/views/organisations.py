"""The administrator's pages about organisations."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from longting.accounts.columns import history_of
from longting.accounts.forms.act import ReasonForm
from longting.accounts.forms.organisations import OrganisationEditForm, OrganisationForm
from longting.accounts.models import Organisation
from longting.accounts.services import organisations
from longting.audit.models import AuditEvent
from longting.common import clock

HISTORY = 20


def organisation_create(request):
    """A new organisation."""
    form = OrganisationForm.of(request)
    if form.ready:
        made = form.run(organisations.create_organisation, form.values, actor=request.user)
        if made is not None:
            messages.success(request, f"已建立单位{made.name}。")
            return redirect("accounts:organisation-list")
    context = {"form": form, "organisation": None}
    return render(request, "accounts/organisation_form.html", context, status=form.status)


def organisation_edit(request, pk):
    """Names, aliases, place in the tree and in the order."""
    organisation = get_object_or_404(Organisation, pk=pk)
    form = OrganisationEditForm.of(request, initial=_known(organisation))
    if form.ready:
        version, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
        act = {"values": form.values, "version": version, "reason": reason, "actor": request.user}
        if form.run(organisations.edit_organisation, organisation, **act):
            messages.success(request, f"已修改{organisation.name}。")
            return redirect("accounts:organisation-list")
    return _edit_page(request, organisation, form, None)


def organisation_deactivate(request, pk):
    """Close an organisation nobody holds a post in."""
    organisation = get_object_or_404(Organisation, pk=pk)
    form = ReasonForm.of(request, prefix="state")
    if form.ready:
        act = form.cleaned_data | {"today": clock.today(), "actor": request.user}
        if form.run(organisations.deactivate_organisation, organisation, **act):
            messages.success(request, f"已停用{organisation.name}。")
            return redirect("accounts:organisation-list")
    return _edit_page(request, organisation, None, form)


def organisation_activate(request, pk):
    """Open an organisation."""
    organisation = get_object_or_404(Organisation, pk=pk)
    form = ReasonForm.of(request, prefix="state")
    act = {"actor": request.user}
    if form.ready and form.run(organisations.activate_organisation, organisation, **form.cleaned_data, **act):
        messages.success(request, f"已启用{organisation.name}。")
        return redirect("accounts:organisation-list")
    return _edit_page(request, organisation, None, form)


def organisation_towns(request):
    """Add the towns and streets of the district that are missing, closed."""
    made = organisations.import_towns(actor=request.user)
    names = "、".join(row.short for row in made)
    words = f"已导入 {len(made)} 个乡镇街道（未启用）：{names}。" if made else "区划里的乡镇街道都已在表里。"
    messages.success(request, words)
    return redirect("accounts:organisation-list")


def _state_act(organisation) -> dict:
    """The one act that changes whether the organisation may be used, in words."""
    if organisation.is_active:
        url, title = reverse("accounts:organisation-deactivate", args=[organisation.pk]), "停用单位"
        hint = "还有任职或启用的下级单位时不能停用。"
    else:
        url, title = reverse("accounts:organisation-activate", args=[organisation.pk]), "启用单位"
        hint = "启用后可以任命、作为责任单位。"
    return {"state_url": url, "state_title": title, "state_hint": hint}


def _known(organisation) -> dict:
    known = {name: getattr(organisation, name) for name in (*organisations.FIELDS, "version")}
    return known | {"aliases": "\n".join(organisation.aliases)}


def _edit_page(request, organisation, form, state_form):
    form = form or OrganisationEditForm(initial=_known(organisation))
    state_form = state_form or ReasonForm(initial={"version": organisation.version}, prefix="state")
    context = {
        "form": form,
        "organisation": organisation,
        "state_form": state_form,
        "history": history_of(AuditEvent.objects.about("organisation", organisation.pk)[:HISTORY]),
    }
    context |= _state_act(organisation)
    status = max(form.status, state_form.status)
    return render(request, "accounts/organisation_form.html", context, status=status)
