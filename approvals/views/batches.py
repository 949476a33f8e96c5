"""A unit's report (汇总上报): the list, one with its sheet, its order, and its way from clerk to head to the office."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render

from approvals.enums import BatchAction, BatchState
from approvals.forms.acts import BatchForm, BatchKeyForm, ReasonForm
from approvals.models import ScreeningBatch
from approvals.pages.batches import LIST, arrange_page, batch_page, batch_url, done_words, places_of, return_page
from approvals.services.batches import arrange_batch, move_batch, open_batch, record_batch_export
from approvals.views.posting import sent_version, version_in
from longting.common import clock
from longting.common.lists import ListPage


class BatchList(ListPage):
    """The unit's own reports; for the office those that were sent up."""

    key = "approvals.batches"
    title, crumb, noun = "上报批次", "项目申报", "批"
    columns = LIST
    orders = {"created": ("created_at",)}
    default_order = "-created"
    search_field = ""
    empty_title, empty_text = "还没有上报批次", "初审通过的项目，由经办人在“初审上报”里汇总上报。"

    def get_queryset(self, request):
        rows = ScreeningBatch.objects.visible_to(request.user).select_related("unit", "created_by", "signed_by")
        return rows.annotate(declarations=Count("items"))

    def on_export(self, request, count):
        record_batch_export(count, actor=request.user)


batch_list = BatchList.as_view()


def batch_open(request):
    """Put together what has been passed: the report under way, or a new one."""
    user = request.user
    form = BatchKeyForm(request.POST, user=user)
    if not form.is_valid():
        raise SuspiciousOperation("a report for no list, or of another unit")
    given = form.cleaned_data
    unit = given["unit"] or user.post.organisation
    batch = open_batch(unit, year=given["year"], batch=given["batch"], actor=user)
    messages.success(request, f"{batch}，现有 {batch.items.count()} 个项目。排好次序、写好综合意见后送审签。")
    return redirect(batch_url(batch))


def batch_detail(request, public_id):
    """One report as it will be, or was, signed; what each act would do, row by row."""
    context = batch_page(_batch_or_404(request, public_id), request.user, clock.today()) | {"now": clock.now()}
    return render(request, "approvals/batch_detail.html", context)


def batch_arrange(request, public_id):
    """Order, rows taken off or on, the opinion on the cover."""
    batch, user = _batch_or_404(request, public_id), request.user
    if batch.unit_id not in user.organisation_ids:
        raise PermissionDenied
    if batch.state != BatchState.PREPARING and request.method != "POST":
        messages.error(request, f"这一批已经{BatchState.label_of(batch.state)}，不能再调整。")
        return redirect(batch_url(batch))
    initial = {"version": batch.version, "opinion": batch.opinion}
    form = BatchForm.of(request, places=places_of(batch), initial=initial)
    if form.is_bound:
        version = version_in(form)
        given = {"order": form.order, "opinion": form.cleaned_data["opinion"]} if form.ready else {}
        if given and form.run(arrange_batch, batch, **given, version=version, actor=user):
            messages.success(request, f"已保存{batch}。")
            return redirect(batch_url(batch))
        _show_again(form, batch)
        form.show_new()
    return render(request, "approvals/batch_arrange.html", arrange_page(batch, form), status=form.status)


def batch_submit(request, public_id):
    """The clerk hands it to the head."""
    return _at_once(request, public_id, BatchAction.SUBMIT)


def batch_sign(request, public_id):
    """The head signs: everything on it goes up, or nothing."""
    return _at_once(request, public_id, BatchAction.SIGN)


def batch_return(request, public_id):
    """The head gives it back to the clerk, with a reason."""
    batch, user = _batch_or_404(request, public_id), request.user
    if batch.unit_id not in user.organisation_ids:
        raise PermissionDenied
    if batch.state != BatchState.SIGNING and request.method != "POST":
        messages.error(request, f"这一批现在是“{BatchState.label_of(batch.state)}”，不能退回经办。")
        return redirect(batch_url(batch))
    form = ReasonForm.of(request, label="退回理由", initial={"version": batch.version})
    if form.is_bound:
        given = {"version": version_in(form), "comment": form.cleaned_data.get("comment", "")}
        act = BatchAction.RETURN
        if form.ready and form.run(move_batch, batch, act, **given, actor=user, today=clock.today()):
            messages.success(request, done_words(act, batch))
            return redirect(batch_url(batch))
        _show_again(form, batch)
    context = return_page(batch, form, clock.today())
    return render(request, "approvals/declaration_reason.html", context, status=form.status)


def _at_once(request, public_id, action: BatchAction):
    batch = _batch_or_404(request, public_id)
    version = sent_version(request)
    moved = move_batch(batch, action, version=version, actor=request.user, today=clock.today())
    messages.success(request, done_words(action, moved))
    return redirect(batch_url(moved))


def _show_again(form, batch: ScreeningBatch) -> None:
    """After a refusal the page shows the report as it is now; what is sent next was decided on that."""
    batch.refresh_from_db()
    form.data = form.data.copy()
    if form.status == 409:
        form.data["version"] = batch.version


def _batch_or_404(request, public_id) -> ScreeningBatch:
    """The report, if this person may see it."""
    rows = ScreeningBatch.objects.visible_to(request.user).select_related("unit", "created_by", "signed_by")
    return get_object_or_404(rows, public_id=public_id)
