"""The whole life of a project (全过程): the bar from registration to production, and what happened on the way."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from longting.audit.models import AuditEvent
from longting.common.money import format_wan
from longting.common.periods import Month
from projects.eligibility import outcome_of
from projects.enums import Act, ListState, OverrideState, Stage
from projects.models import ListEntry, Project
from projects.selectors.standing import with_overrides

#: Acts that the timeline tells from their own rows, so that they are not told twice.
_TOLD_OTHERWISE = (
    Act.PROJECT_REGISTER,
    Act.LIST_ENTER,
    Act.OVERRIDE_REQUEST,
    Act.OVERRIDE_SIGN,
    Act.OVERRIDE_REFUSE,
    Act.OVERRIDE_LAPSE,
)
MOST_EVENTS = 12
#: Stages of a year's list that only a project under construction has.
_BEGUN = (Stage.CONTINUED, Stage.FINISHING)


@dataclass(frozen=True)
class LifeEvent:
    """One thing on the timeline; `at` a day or a moment, `who` "" when the machine or nobody in particular."""

    at: date | datetime
    text: str
    who: str = ""
    note: str = ""

    @property
    def has_time(self) -> bool:
        """Whether the hour is known."""
        return isinstance(self.at, datetime)


@dataclass(frozen=True)
class Life:
    """`stages` for the bar (ui/stages.html), `events` newest first, `planned` what is still ahead, soonest first."""

    stages: list[dict]
    events: list[LifeEvent]
    planned: list[LifeEvent]


def with_life(projects: QuerySet) -> QuerySet:
    """The projects with what their timeline tells at hand: two queries for any number of them."""
    entries = (
        ListEntry.objects.standing().select_related("annual_list").order_by("-annual_list__year", "annual_list__batch")
    )
    return with_overrides(projects).prefetch_related(Prefetch("entries", entries))


def life_of(project: Project) -> Life:
    """List entries and overrides (at hand after `with_life`), the latest audit records, the dates of the 主档."""
    entries = sorted(project.entries.all(), key=lambda entry: (entry.annual_list.year, entry.annual_list.batch))
    overrides = project.overrides.all()
    records = AuditEvent.objects.of_project(project.pk).exclude(verb__in=_TOLD_OTHERWISE)[:MOST_EVENTS]
    events = [
        LifeEvent(row.at, row.summary, f"{row.organisation}　{row.actor_name}".strip(), row.reason) for row in records
    ]
    events += [_listed(entry, project) for entry in entries] + [e for row in overrides for e in _of_override(row)]
    events += [LifeEvent(day, words) for day, words in _milestones(project) if day]
    events += [LifeEvent(project.created_at, "登记到系统")]
    events.sort(key=lambda event: _moment(event.at), reverse=True)
    return Life(_stages(project, entries), events, _planned(project, entries))


def _listed(entry, project: Project) -> LifeEvent:
    """At the day of issue; before that when the list was opened, but not before the project was there."""
    annual, plan = entry.annual_list, entry.annual_plan
    words = f"列入{annual.title}第 {entry.serial} 号（{ListState.label_of(annual.state)}）"
    note = f"年度计划 {format_wan(plan)} 万元" if plan is not None else ""
    return LifeEvent(annual.issued_on or max(annual.created_at, project.created_at), words, note=note)


def _of_override(row) -> list[LifeEvent]:
    words = outcome_of(row.eligible).label
    events = [LifeEvent(row.requested_at, f"提出资格改判为{words}", row.requested_by.name, row.reason)]
    if row.decided_at:
        state = OverrideState.SIGNED if row.lapsed_at else OverrideState(row.state)
        events.append(LifeEvent(row.decided_at, f"资格改判为{words}：{state.label}", row.decided_by.name, row.note))
    if row.lapsed_at:
        lapsed = f"资格改判为{words}：{OverrideState.LAPSED.label}"
        events.append(LifeEvent(row.lapsed_at, lapsed, note=f"主档有改动：{row.lapsed_for}"))
    return events


def _milestones(project: Project) -> list[tuple[date | None, str]]:
    return [(project.started_on, "开工"), (project.completed_on, "竣工"), (project.in_production_on, "投产")]


def _planned(project: Project, entries: list) -> list[LifeEvent]:
    """Months still ahead: the latest list's plan, or the construction period of the 主档 where no list says so."""
    entry = entries[-1] if entries else None
    start = (entry.plan_start if entry else None) or project.start_month
    finish = (entry.plan_finish if entry else None) or project.end_month
    ahead = [
        (start, "计划开工", project.started_on or project.stage in _BEGUN),
        (finish, "计划竣工", project.completed_on),
    ]
    return [LifeEvent(month.first, words) for month, words, done in ahead if month and not done]


def _stages(project: Project, entries: list) -> list[dict]:
    """登记, 列入名单, 开工, 竣工, 投产: each with its date or its plan; the first one open is where it stands."""
    planned = {event.text: event.at for event in _planned(project, entries)}
    listed = f"{entries[-1].annual_list.year}年度名单" if entries else "还没有列入名单"
    started, completed, produced = (day for day, _ in _milestones(project))
    begun = "已开工，没有填写日期" if project.stage in _BEGUN else ""
    rows = [
        ("登记", project.created_at, _on(timezone.localdate(project.created_at))),
        ("列入重点项目名单", bool(entries), listed),
        ("开工", started or begun, _on(started) or begun or _plan(planned.get("计划开工"))),
        ("竣工", completed, _on(completed) or _plan(planned.get("计划竣工"))),
        ("投产", produced, _on(produced) or "未投产"),
    ]
    open_labels = [label for label, done, _ in rows if not done]
    return [
        {"label": label, "done": bool(done), "now": [label] == open_labels[:1], "lines": [{"text": text}]}
        for label, done, text in rows
    ]


def _on(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _plan(day: date | None) -> str:
    return f"计划 {Month.from_date(day).label}" if day else "没有填写计划"


def _moment(at: date | datetime) -> datetime:
    """A day counts from its first moment here in Shanghai."""
    return at if isinstance(at, datetime) else timezone.make_aware(datetime.combine(at, time.min))
