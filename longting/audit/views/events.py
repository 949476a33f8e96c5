"""The audit trail for those who may read it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from longting.audit.columns import CHANGES_HEAD, EVENTS, change_rows, facts_of, seal_of
from longting.audit.enums import Kind, Verb
from longting.audit.filters import EventFilter
from longting.audit.forms import ProofForm
from longting.audit.models import AuditEvent
from longting.audit.selectors import changes_of, history_of
from longting.audit.services.exports import record_export
from longting.audit.services.proof import prove_now, request_proof
from longting.common.lists import ListPage

HISTORY = 50


class EventList(ListPage):
    """Every record, the newest first."""

    key = "audit.events"
    title = "审计记录"
    noun = "条记录"
    template = "audit/event_list.html"
    columns = EVENTS
    filterset_class = EventFilter
    search_field = ""
    orders = {"seq": ("seq",)}
    default_order = "-seq"
    empty_title = "还没有审计记录"
    empty_text = "登录、填报、导入、导出等操作会自动记在这里。"

    def get_queryset(self, request):
        return AuditEvent.objects.visible_to(request.user)

    def on_export(self, request, count):
        what = {"verb": Verb.EXPORT_AUDIT, "kind": Kind.AUDIT, "count": count, "query": request.GET.urlencode()}
        record_export(self.title, **what, actor=request.user)


def event_detail(request, seq):
    """One record: who, what, before and after, its link in the chain, and what else happened to the object."""
    event = get_object_or_404(AuditEvent.objects.visible_to(request.user), seq=seq)
    context = {
        "event": event,
        "facts": facts_of(event),
        "head": CHANGES_HEAD,
        "rows": change_rows(changes_of(event)),
        "seal": seal_of(event),
        "history": history_of(event.target_kind, event.target_id, limit=HISTORY),
        "history_query": f"?kind={event.target_kind}&object={event.target_id}",
    }
    return render(request, "audit/event_detail.html", context)


def chain_verify(request):
    """Prove the chain now, or have it proved."""
    form = ProofForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["seen"][0])
        return redirect("audit:event-list")
    verdict = prove_now(seen=form.cleaned_data["seen"])
    if verdict is None:
        job = request_proof(seen=form.cleaned_data["seen"], actor=request.user)
        messages.info(request, f"记录较多，已交后台核对（任务 {job.pk}），结果见“后台任务”。")
    elif verdict.holds:
        messages.success(request, verdict.words)
    else:
        messages.error(request, verdict.words)
    return redirect("audit:event-list")
