"""The acts on one declaration: buttons that act at once, pages that ask for a reason, the page that returns it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from approvals.enums import Action
from approvals.forms.acts import ReasonForm, ReturnForm
from approvals.models import SectionNote
from approvals.pages.acts import REASONED, detail_url, done_words, is_for, reason_page, why_not
from approvals.pages.returning import return_page
from approvals.services.acts import perform
from approvals.services.screening import settle_note
from approvals.views.posting import declaration_or_404, onward, sent_version, take_up, version_in
from longting.common import clock
from longting.common.refusals import origin
from longting.documents.drafts import restore
from longting.documents.services.drafts import discard_draft

RETURN_DRAFT = "return"


def declaration_recall(request, public_id):
    """The applicant takes back what nobody has judged yet."""
    return _at_once(request, public_id, Action.RECALL)


def declaration_pass(request, public_id):
    """The unit passes it (第九条二)."""
    return _at_once(request, public_id, Action.PASS)


def declaration_receive(request, public_id):
    """The office begins to verify it (第九条三)."""
    return _at_once(request, public_id, Action.RECEIVE)


def declaration_shortlist(request, public_id):
    """The office puts it on the draft (第九条三)."""
    return _at_once(request, public_id, Action.SHORTLIST)


def declaration_withdraw(request, public_id):
    """It is not to be decided on any more."""
    return _with_reason(request, public_id, Action.WITHDRAW)


def declaration_unpass(request, public_id):
    """The unit takes its pass back."""
    return _with_reason(request, public_id, Action.UNPASS)


def declaration_reject(request, public_id):
    """The head of the unit ends it."""
    return _with_reason(request, public_id, Action.REJECT)


def declaration_remove(request, public_id):
    """The office takes it off the draft."""
    return _with_reason(request, public_id, Action.REMOVE)


def declaration_decline(request, public_id):
    """The office does not choose it this time."""
    return _with_reason(request, public_id, Action.DECLINE)


def declaration_transfer(request, public_id):
    """The office carries it over to the next batch of the year."""
    return _with_reason(request, public_id, Action.TRANSFER)


def declaration_return(request, public_id):
    """Back to the applicant, with opinions on single sections."""
    row = declaration_or_404(request, public_id)
    if (refused := _not_now(request, row, Action.RETURN)) is not None:
        return refused
    draft = None if request.method == "POST" else restore(RETURN_DRAFT, str(public_id), request.user)
    form = ReturnForm.of(request, initial=(draft.initial if draft else {}) | {"version": row.version})
    if (done := _sent(request, row, Action.RETURN, form)) is not None:
        discard_draft(RETURN_DRAFT, str(public_id), actor=request.user)
        return done
    context = return_page(row, form, request.user, clock.today()) | {
        "draft_at": draft.saved_at if draft else None,
        "save_url": reverse("documents:draft-save", args=[RETURN_DRAFT, public_id]),
        "discard_url": reverse("documents:draft-discard", args=[RETURN_DRAFT, public_id]),
    }
    return render(request, "approvals/declaration_return.html", context, status=form.status)


def note_settle(request, pk):
    """Whoever looks at the declaration confirms that an opinion was met; back to the page where he read it."""
    rows = SectionNote.objects.visible_to(request.user).select_related("declaration")
    note = settle_note(get_object_or_404(rows, pk=pk), actor=request.user)
    messages.success(request, f"已确认意见解决：{note.text[:40]}")
    came_from = origin(request)
    return onward(request, detail_url(note.declaration) if came_from == "/" else came_from)


def _at_once(request, public_id, action: Action):
    """A button that needs nothing but the version it was pressed on."""
    row = declaration_or_404(request, public_id)
    perform(row, action, version=sent_version(request), actor=request.user, today=clock.today())
    messages.success(request, done_words(row, action))
    return onward(request, detail_url(row))


def _with_reason(request, public_id, action: Action):
    """A page that says what will follow and asks why."""
    row = declaration_or_404(request, public_id)
    if (refused := _not_now(request, row, action)) is not None:
        return refused
    form = ReasonForm.of(request, label=REASONED[action].reason, initial={"version": row.version})
    if (done := _sent(request, row, action, form)) is not None:
        return done
    context = reason_page(row, action, form, request.user, clock.today())
    return render(request, "approvals/declaration_reason.html", context, status=form.status)


def _not_now(request, row, action: Action):
    """Opening the page of an act that is not to be done: 403 for the wrong person, the declaration with the words for
    the wrong time. What was sent is judged by the service, under the lock."""
    if request.method == "POST":
        return None
    if not is_for(row, action, request.user):
        raise PermissionDenied
    if words := why_not(row, action, clock.today()):
        messages.error(request, words)
        return redirect(detail_url(row))
    return None


def _sent(request, row, action: Action, form):
    """The answer after the act was done; None when the form is to be shown, opened or refused. After a refusal `row`
    is as it is now, and what the page then sends was decided on that."""
    if not form.is_bound:
        return None
    given = {"version": version_in(form), "comment": form.cleaned_data.get("comment", ""), "notes": form.notes}
    if form.ready and form.run(perform, row, action, **given, actor=request.user, today=clock.today()):
        messages.success(request, done_words(row, action))
        return onward(request, detail_url(row))
    row.refresh_from_db()
    if form.status == 409:
        take_up(form, row.version)
    elif not is_for(row, action, request.user):
        raise PermissionDenied
    return None
