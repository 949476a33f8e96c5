"""The project office's desk (第九条三), and its verification of one declaration."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from approvals.enums import State
from approvals.forms.vetting import VerificationForm
from approvals.models import Declaration
from approvals.pages.detail import with_page
from approvals.pages.vetting import DRAFT_FORM, verify_page
from approvals.pages.vetting_desk import desk_page, record_of
from approvals.services.verifying import save_verification
from approvals.views.posting import take_up
from longting.common import clock
from longting.documents.drafts import restore
from longting.documents.services.drafts import discard_draft


def vetting_desk(request):
    """What the office has to receive, to verify, what is outside, what stands on drafts."""
    context = desk_page(request, clock.today())
    return render(request, "approvals/vetting_desk.html", context)


def declaration_verify(request, public_id):
    """The verification record of the present version, beside what is declared. Kept as often as one likes."""
    row = _found(request, public_id)
    form = _form(request, row)
    if form is not None and form.ready:
        given = {"values": form.values, "version": form.cleaned_data["version"]}
        kept = form.run(save_verification, row, **given, actor=request.user, today=clock.today())
        if kept is not None:
            discard_draft(DRAFT_FORM, str(public_id), actor=request.user)
            messages.success(request, _said(row, kept))
            return redirect("approvals:declaration-verify", public_id)
        row = _found(request, public_id)  # as it is now, not as it was when the act began
        if form.status == 409:
            take_up(form, getattr(record_of(row), "version", 0))
    context = verify_page(row, form, request.user, clock.today())
    return render(request, "approvals/declaration_verify.html", context, status=form.status if form else 200)


def _found(request, public_id) -> Declaration:
    return get_object_or_404(with_page(Declaration.objects.visible_to(request.user)), public_id=public_id)


def _form(request, row: Declaration) -> VerificationForm | None:
    """The record as sent; opened anew with what this person had typed and not sent. None while nothing may be written,
    except for what was sent: it must not be lost."""
    if request.method != "POST" and row.state != State.VERIFYING:
        return None
    form = VerificationForm.of(request, record=record_of(row))
    form.draft = None if form.is_bound else restore(DRAFT_FORM, str(row.public_id), request.user)
    if form.draft:
        form.initial |= {name: form.draft.initial.get(name, "") for name in form.fields}
    return form


def _said(row: Declaration, record) -> str:
    if record.conclusion:
        return f"已完成{row.name}的核实记录。"
    return f"已保存{row.name}的核实记录，还没有下结论。"
