"""Stage four on screen: the draft before the committee, its decisions, the district's approval, the issue."""

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.shortcuts import get_object_or_404, redirect, render

from approvals.enums import ListAction, ResolutionKind
from approvals.forms.lists import ApprovalForm, EntryForm, ResolutionForm, VersionForm, form_of, today_as_initial
from approvals.pages.changed import entry_changes, list_changes
from approvals.pages.deciding import decide_page
from approvals.pages.drafts import draft_page
from approvals.pages.list_acts import act_page, draft_url, resolution_page
from approvals.services.lists import decide_entry, keep_rest, move_list, record_resolution
from approvals.views.posting import take_up
from longting.common import clock
from projects.enums import ListState
from projects.models import AnnualList, ListEntry


def draft_detail(request, year, batch):
    """The list on its way: totals, entries with provenance, decisions, difference, acts."""
    row = _list_or_404(request, year, batch)
    return render(request, "approvals/draft_detail.html", draft_page(row, request.user, clock.today()))


def list_submit(request, year, batch):
    """The office hands the draft to the committee."""
    return _move(request, year, batch, ListAction.SUBMIT)


def list_return(request, year, batch):
    """The committee sends the whole draft back."""
    return _move(request, year, batch, ListAction.RETURN)


def list_endorse(request, year, batch):
    """The committee decides on the list as a whole."""
    return _move(request, year, batch, ListAction.ENDORSE)


def list_reopen(request, year, batch):
    """The committee takes its decision up again."""
    return _move(request, year, batch, ListAction.REOPEN)


def list_approve(request, year, batch):
    """The district has approved."""
    return _move(request, year, batch, ListAction.APPROVE)


def list_issue(request, year, batch):
    """The head of the office issues the list, which freezes it."""
    return _move(request, year, batch, ListAction.ISSUE)


def list_keep_rest(request, year, batch):
    """其余全部同意: every entry without a decision is kept."""
    row = _list_or_404(request, year, batch)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise SuspiciousOperation("an act without the version of the list it was meant for")
    count = keep_rest(row, **form.cleaned_data, actor=request.user)
    messages.success(request, f"其余 {count} 个项目已全部同意列入。")
    return redirect(draft_url(row))


def entry_decide(request, pk):
    """The committee's word on one entry: agreed to with one press, struck or sent back with the reason."""
    visible = ListEntry.objects.visible_to(request.user).for_ledger().select_related("decided_by")
    entry = get_object_or_404(visible, pk=pk)
    form, changed = EntryForm.of(request, initial={"version": entry.version}), []
    if form.ready:
        if form.run(decide_entry, entry, **form.cleaned_data, actor=request.user, today=clock.today()):
            decision = form.cleaned_data["decision"]
            messages.success(request, f"{entry.project.name}：{decision.label}。")
            return redirect(f"{draft_url(entry.annual_list)}#entry-{entry.pk}")
        changed = _changes_taken_up(form, entry, entry_changes)
    context = decide_page(entry, form, changed)
    return render(request, "approvals/entry_decide.html", context, status=form.status)


def resolution_committee(request, year, batch):
    """When and how the committee decided."""
    return _record(request, year, batch, ResolutionKind.COMMITTEE, ResolutionForm)


def resolution_district(request, year, batch):
    """Under which number the district approved."""
    return _record(request, year, batch, ResolutionKind.DISTRICT, ApprovalForm)


def _list_or_404(request, year: int, batch: int) -> AnnualList:
    return get_object_or_404(AnnualList.objects.visible_to(request.user), year=year, batch=batch)


def _move(request, year: int, batch: int, action: ListAction):
    row, today = _list_or_404(request, year, batch), clock.today()
    form = form_of(action).of(request, initial={"version": row.version} | today_as_initial(action, today))
    changed = []
    if form.ready:
        moved = form.run(move_list, row, action, **form.cleaned_data, actor=request.user, today=today)
        if moved:
            messages.success(request, f"已{action.label}，现在是“{ListState.label_of(moved.state)}”。")
            return redirect(draft_url(row))
        changed = _changes_taken_up(form, row, list_changes)
    context = act_page(row, action, form, request.user, today) | {"changed": changed}
    return render(request, "approvals/list_act.html", context, status=form.status)


def _record(request, year: int, batch: int, kind: ResolutionKind, form_class):
    row, today = _list_or_404(request, year, batch), clock.today()
    known = row.resolutions.standing().filter(kind=kind).first()
    initial = {"version": row.version, "decided_on": today}
    if known:
        initial |= {"number": known.number, "decided_on": known.decided_on, "note": known.note}
    form, changed = form_class.of(request, initial=initial), []
    if form.ready:
        if form.run(record_resolution, row, kind, **form.cleaned_data, actor=request.user, today=today):
            messages.success(request, f"已登记{kind.label}。有纪要或批文扫描件的，在下面上传。")
            return redirect(f"{draft_url(row)}#resolutions")
        changed = _changes_taken_up(form, row, list_changes)
    context = resolution_page(row, kind, form) | {"changed": changed}
    return render(request, "approvals/resolution_form.html", context, status=form.status)


def _changes_taken_up(form, row, told) -> list[str]:
    """After a refusal `row` is as it is now. After a conflict the form stands on that: what was typed is kept, what
    changed meanwhile is told, and a second press is decided on what the page shows."""
    row.refresh_from_db()
    if form.status != 409:
        return []
    take_up(form, row.version)
    return told(row, form.cleaned_data["version"])
