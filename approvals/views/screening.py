"""Stage two at the unit (第九条二): its desk, and the checklist of one declaration."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse

from approvals.checklist import SCREENING, unanswered
from approvals.enums import State
from approvals.forms.acts import ChecklistForm
from approvals.pages.acts import detail_url
from approvals.pages.checking import screen_page
from approvals.pages.screening import desk_page, screen_url
from approvals.services.screening import fill_checklist
from approvals.views.posting import declaration_or_404, take_up, version_in
from longting.common import clock
from longting.documents.drafts import restore
from longting.documents.services.drafts import discard_draft

DRAFT = "screening"


def screening_desk(request):
    """What waits at the unit, for how long, and with whom."""
    context = desk_page(request.user, clock.today()) | {"now": clock.now()}
    return render(request, "approvals/screening_desk.html", context)


def declaration_screen(request, public_id):
    """The checklist of one declaration beside its facts; complete or not, it is kept."""
    row, user = declaration_or_404(request, public_id), request.user
    if row.unit_id not in user.organisation_ids:
        raise PermissionDenied
    if row.state != State.SUBMITTED and request.method != "POST":
        messages.error(request, f"申报现在是“{State.label_of(row.state)}”，初审清单不能再改。")
        return redirect(detail_url(row))
    draft = None if request.method == "POST" else restore(DRAFT, str(public_id), user)
    saved = ChecklistForm.initial_of(row.checklist, row.screening_note)
    form = ChecklistForm.of(request, initial=saved | (draft.initial if draft else {}) | {"version": row.version})
    if form.is_bound and _saved(request, row, form):
        return redirect(screen_url(row))
    context = screen_page(row, form, user, clock.today()) | {
        "draft_at": draft.saved_at if draft else None,
        "save_url": reverse("documents:draft-save", args=[DRAFT, public_id]),
        "discard_url": reverse("documents:draft-discard", args=[DRAFT, public_id]),
    }
    return render(request, "approvals/declaration_screen.html", context, status=form.status)


def _saved(request, row, form) -> bool:
    """Whether the checklist was kept; else the form carries why not, and `row` is as it is now."""
    version = version_in(form)
    if form.ready:
        given = {"answers": form.answers, "note": form.cleaned_data["note"], "version": version}
        kept = form.run(fill_checklist, row, **given, actor=request.user)
        if kept is not None:
            left = unanswered(SCREENING, kept.checklist)
            more = f"还有 {left} 项要补，见标出的各项。" if left else "各项都已填好。"
            messages.success(request, f"已保存{kept.name}的初审清单，{more}")
            discard_draft(DRAFT, str(row.public_id), actor=request.user)
            return True
    row.refresh_from_db()
    if form.status == 409:
        take_up(form, row.version)
    return False
