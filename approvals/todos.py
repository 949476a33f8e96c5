"""What waits for people in this part (see longting.notices.todos): one query each, permissions first.

A to-do is read from the state of the rows, so it is gone for everybody as soon as the act is done, whoever did it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from approvals.enums import AT_OFFICE, EDITABLE, BatchState, State
from approvals.heaps import Heap, heaps_of, one_of, window_columns
from approvals.models import BatchItem, Declaration, ScreeningBatch
from approvals.windows import Window, default_window
from longting.accounts.roles import Permission
from longting.common.workdays import Calendar
from longting.notices.todos import Todo
from projects.enums import LIST_OPEN, ListState
from projects.models import AnnualList

#: Working days until a returned declaration should be mended, a submitted one screened, a reported one verified.
MENDING, SCREENING, VERIFYING = 5, 5, 10
#: A draft becomes urgent this many working days before its window closes.
CLOSING = 10
#: Of one kind, more than this many become one to-do with their number.
SINGLE = 5
#: Characters of what the head wrote; the page behind it has the rest.
NOTE = 60
MOST = 99


def declarations_to_write(user, today) -> list[Todo]:
    """For those who apply: what was returned to them, and drafts whose window is closing; for a unit also what its
    applicants have to mend."""
    if not user.may(Permission.APPLY):
        return []
    mine = user.organisation_ids
    rows = Declaration.objects.visible_to(user).in_state(*EDITABLE)
    rows = rows.filter(Q(applicant__in=mine) | Q(unit__in=mine, state=State.RETURNED.value))
    # Returned ones stand before drafts, so that the cut never hides them.
    found = list(rows.annotate(**window_columns()).order_by("-state", "held_since", "pk")[: MOST + 1])
    returned = [row for row in found if row.state == State.RETURNED]
    drafts = [row for row in found if row.state == State.DRAFT and _is_closing(_window(row), today)]
    return [
        *_to_mend([row for row in returned if row.applicant_id in mine]),
        *_to_submit(drafts),
        *_mended_by_others([row for row in returned if row.applicant_id not in mine]),
    ]


def declarations_to_screen(user, today) -> list[Todo]:
    """For the clerk: what waits for screening; what was passed and stands in no report that is being signed, apart what
    stands in a report that the head has given back."""
    if not user.may(Permission.SCREEN):
        return []
    signing = BatchItem.objects.filter(declaration=OuterRef("pk"), batch__state=BatchState.SIGNING.value)
    rows = Declaration.objects.visible_to(user).of_unit(user).in_state(State.SUBMITTED, State.SCREENED)
    returned = BatchItem.objects.filter(declaration=OuterRef("pk"), batch__state=BatchState.PREPARING.value)
    returned = returned.exclude(batch__returned_note="")
    heaps, todos = heaps_of(
        rows.filter(~Exists(signing)),
        report=Subquery(returned.values("batch__public_id")[:1]),
        note=Subquery(returned.values("batch__returned_note")[:1]),
    ), []  # fmt: skip
    if waiting := one_of([heap for heap in heaps if heap.state is State.SUBMITTED]):
        due = _days_after(waiting.oldest, SCREENING)
        url = reverse("approvals:screening-desk")
        todos.append(Todo("初审申报", waiting.words, "逐项核对，通过或退回补正", due, url, "去初审"))
    for passed in (heap for heap in heaps if heap.state is State.SCREENED):
        todos.append(_to_report(passed))
    return todos


def reports_to_sign(user, today) -> list[Todo]:
    """For the head of a unit: each report that the clerk has sent for signature."""
    if not user.may(Permission.SIGN_OFF):
        return []
    rows = ScreeningBatch.objects.visible_to(user).filter(unit__in=user.organisation_ids)
    rows = rows.filter(state=BatchState.SIGNING.value).select_related("unit")
    return [
        Todo(
            title="签发汇总上报",
            subject=str(row),
            what=f"{row.size} 个项目，签发后报区项目办",
            due=_window(row).closes_on,
            url=reverse("approvals:batch-detail", args=[row.public_id]),
            act="查看并签发",
        )
        for row in rows.annotate(size=Count("items"), **window_columns()).order_by("created_at", "pk")[:MOST]
    ]


def declarations_to_verify(user, today) -> list[Todo]:
    """For the officer: what the units have reported, and what is being verified."""
    if not user.may(Permission.VERIFY):
        return []
    heaps = heaps_of(Declaration.objects.visible_to(user).in_state(*AT_OFFICE))
    kinds = (
        (State.REPORTED, "接收上报的申报", "开始逐一核实，或退回补正", "去接收"),
        (State.VERIFYING, "核实遴选", "填写核实记录，列入草案或退回", "去核实"),
    )
    todos = []
    for state, title, what, act in kinds:
        if waiting := one_of([heap for heap in heaps if heap.state is state]):
            due = _days_after(waiting.oldest, VERIFYING)
            todos.append(Todo(title, waiting.words, what, due, reverse("approvals:vetting-desk"), act))
    return todos


def lists_to_move(user, today) -> list[Todo]:
    """For the head of the office: a draft with nothing left to verify, a list to be issued; for the committee: a draft
    to decide on, a list whose approval is to be recorded."""
    kinds = [kind for kind in _LIST_KINDS if user.may(kind.permission)]
    if not kinds:
        return []
    declared = Declaration.objects.filter(entry__annual_list=OuterRef("pk"))
    at_office = Declaration.objects.in_state(*AT_OFFICE).filter(year=OuterRef("year"), batch=OuterRef("batch"))
    rows = AnnualList.objects.visible_to(user).filter(
        state__in={state.value for kind in kinds for state in kind.states}
    )
    # A list that came from a workbook and that nobody declared for waits for nobody here.
    rows = rows.filter(Exists(declared)).exclude(Exists(at_office), state__in=[state.value for state in LIST_OPEN])
    todos = []
    for row in rows.order_by("year", "batch")[:MOST]:
        kind = next(kind for kind in kinds if row.state in kind.states)
        url = reverse("approvals:draft-detail", args=[row.year, row.batch])
        todos.append(Todo(kind.title, f"{row.year}年度第 {row.batch} 批名单", kind.what, None, url, kind.act))
    return todos


@dataclass(frozen=True)
class _ListKind:
    """A turn with a list: whose, in which states, what is to be done."""

    permission: Permission
    states: tuple[ListState, ...]
    title: str
    what: str
    act: str


_LIST_KINDS = (
    _ListKind(Permission.SUBMIT_LIST, LIST_OPEN, "上报名单草案", "已没有待核实的申报，草案可上报委员会", "查看并上报"),
    _ListKind(Permission.PUBLISH, (ListState.APPROVED,), "印发名单", "区委区政府已批准，待编号印发", "去印发"),
    _ListKind(Permission.DECIDE, (ListState.SUBMITTED,), "审定名单", "逐项决定，再整体审定", "去审定"),
    _ListKind(Permission.DECIDE, (ListState.ENDORSED,), "登记批准", "委员会已审定，待登记区委区政府批准", "去登记"),
)


def _to_report(heap: Heap) -> Todo:
    """What was passed goes on a report; a report that came back is mended, with the words of the head."""
    place = f"{heap.year}年度第 {heap.batch} 批"
    if heap.report is None:
        what, url = f"{place}，初审通过，还没有上报", reverse("approvals:batch-list")
        return Todo("汇总上报", heap.words, what, heap.closes_on, url, "去汇总")
    what = f"{place}，负责人已退回：{Truncator(heap.note).chars(NOTE, truncate='…')}"
    url = reverse("approvals:batch-detail", args=[heap.report])
    return Todo("修改退回的汇总上报", heap.words, what, heap.closes_on, url, "去修改")


def _to_mend(rows: list[Declaration]) -> list[Todo]:
    what = "按退回意见逐条补正，再次提交"
    if len(rows) > SINGLE:
        due = min(_days_after(row.held_since, MENDING) for row in rows)
        return [Todo("补正退回的申报", _number(rows), what, due, _list_url(State.RETURNED), "逐个补正")]
    return [
        Todo("补正退回的申报", row.name, what, _days_after(row.held_since, MENDING), _page_of(row), "去补正")
        for row in rows
    ]


def _to_submit(rows: list[Declaration]) -> list[Todo]:
    what = "还没有提交，申报时间快到了"
    if len(rows) > SINGLE:
        due = min(_window(row).closes_on for row in rows)
        return [Todo("提交申报", _number(rows), what, due, _list_url(State.DRAFT), "逐个提交")]
    return [Todo("提交申报", row.name, what, _window(row).closes_on, _page_of(row), "去提交") for row in rows]


def _mended_by_others(rows: list[Declaration]) -> list[Todo]:
    if not rows:
        return []
    due = min(_days_after(row.held_since, MENDING) for row in rows)
    subject = rows[0].name if len(rows) == 1 else _number(rows)
    return [Todo("督促补正", subject, "已退回申请单位，等待补正", due, _list_url(State.RETURNED), "查看")]


def _window(row) -> Window:
    """The window of a row annotated with `window_columns`."""
    return Window(row.year, row.batch, row.opens, row.closes) if row.closes else default_window(row.year, row.batch)


def _is_closing(window: Window, today: date) -> bool:
    is_open = window.opens_on <= today <= window.closes_on
    return is_open and Calendar.shipped().between(today, window.closes_on) <= CLOSING


def _days_after(since: datetime, count: int) -> date:
    return Calendar.shipped().add(timezone.localdate(since), count)


def _number(rows: list) -> str:
    return f"{len(rows)} 个项目" if len(rows) <= MOST else f"{MOST} 个以上项目"


def _page_of(row: Declaration) -> str:
    return reverse("approvals:declaration-detail", args=[row.public_id])


def _list_url(state: State) -> str:
    return f"{reverse('approvals:declaration-list')}?state={state}"
