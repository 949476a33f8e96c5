"""What an act does besides moving the state: freezing a version, writing opinions, the 主档, the list entry.

Each takes the locked row (in its new state, not yet saved) and the act's particulars.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import F

from approvals.declared import PLAN, PROJECT_FACTS, TITLES, label_of, unpack
from approvals.enums import Action
from approvals.models import Declaration, DeclarationVersion, SectionNote
from approvals.selectors.attachments import papers_of
from approvals.selectors.judging import next_batch, standing_of
from longting.accounts.roles import Permission
from longting.common import clock
from longting.common.canonical import canonical_json, digest
from longting.common.errors import Refused
from projects.enums import EntryDecision
from projects.models import ListEntry
from projects.selectors.standing import rule_in_force
from projects.services.lists import open_list, put_entry, remove_entry
from projects.services.projects import change_project


@dataclass(frozen=True)
class Act:
    """The particulars of one act: words, opinions by section, answers by note, who, when."""

    comment: str
    notes: tuple = ()
    answers: dict[int, str] = field(default_factory=dict)
    actor: object = None
    today: object = None


def freeze_version(row: Declaration, act: Act) -> None:
    """SUBMIT: one more version that never changes; open opinions are answered; the checklist begins anew."""
    row.submissions += 1
    row.checklist, row.screening_note = {}, ""
    if row.begot_project and not row.steps.filter(action=Action.PASS.value).exists():
        _write_facts(row, act, "提交申请")  # nobody knew the project before: what is said of it stands there at once
    _keep_standing(row, act.today)
    content = {"number": row.number, "version": row.submissions, "facts": row.facts, "papers": papers_of(row)}
    text = canonical_json(content)
    DeclarationVersion.objects.create(
        declaration=row, number=row.submissions, snapshot=text.decode("utf-8"), sha256=digest(content),
        submitted_by=act.actor, submitted_at=clock.now(),
    )  # fmt: skip
    for note in row.notes.filter(settled_at__isnull=True):
        note.answer = act.answers.get(note.pk, "").strip() or "已补正"
        note.answered_on_version = row.submissions
        note.save(update_fields=["answer", "answered_on_version"])


def write_notes(row: Declaration, act: Act) -> None:
    """RETURN: one opinion per section; the words for the whole stand in the step."""
    for given in act.notes:
        if given["section"] not in TITLES:
            raise ValidationError("意见所在的部分不存在。请刷新页面后再写。")
        SectionNote.objects.create(
            declaration=row, section=given["section"], text=given["text"].strip(), on_version=row.submissions,
            author=act.actor, author_unit=act.actor.organisation_name, created_at=clock.now(),
            from_office=act.actor.may(Permission.VERIFY),
        )  # fmt: skip


def write_project(row: Declaration, act: Act) -> None:
    """PASS: the unit answers for the facts, so from now on they stand in the 主档 (nothing is typed twice)."""
    _write_facts(row, act, "初审通过")
    _keep_standing(row, act.today)


def _write_facts(row: Declaration, act: Act, why: str) -> None:
    """The declared facts into the 主档, audited with number and version."""
    values = unpack(row.facts)
    facts = {key: values[key] for key in PROJECT_FACTS}
    reason = f"{why}，按申报 {row.number} 第 {row.submissions} 版"
    try:
        change_project(
            row.project, values=facts, contacts=values["contacts"], funds=values["funds"],
            version=row.project.version, reason=reason, actor=act.actor, today=act.today,
        )  # fmt: skip
    except ValidationError as problem:
        raise Refused(_told(problem)) from None


def put_on_draft(row: Declaration, act: Act) -> None:
    """SHORTLIST: an entry with the declared plan on the draft of that year and batch, opened when there is none."""
    values = unpack(row.facts)
    annual_list = open_list(row.year, batch=row.batch, actor=act.actor)
    plan = {key: values[key] for key in PLAN} | {"stage": values["stage"]}
    try:
        row.entry = put_entry(annual_list, row.project, values=plan, actor=act.actor, reason=act.comment)
    except ValidationError as problem:
        raise Refused(_told(problem)) from None
    # An earlier application that ended may still point at the entry the committee had struck.
    Declaration.objects.filter(entry=row.entry).exclude(pk=row.pk).update(entry=None)
    _keep_standing(row, act.today)


def take_off_draft(row: Declaration, act: Act) -> None:
    """REMOVE: the office takes back what it had put on the draft."""
    entry, row.entry = row.entry, None
    Declaration.objects.filter(pk=row.pk).update(entry=None)
    remove_entry(entry, reason=act.comment, actor=act.actor)


def to_next_batch(row: Declaration, act: Act) -> None:
    """TRANSFER: the same declaration, for a later list of the year; what was verified stays."""
    row.batch = next_batch(row)


def mark_entry(decision: EntryDecision) -> Callable[[Declaration, Act], None]:
    """STRIKE, RECONSIDER: the entry keeps the committee's decision and its reason; it no longer stands on the list."""

    def mark(row: Declaration, act: Act) -> None:
        ListEntry.objects.filter(pk=row.entry_id).update(
            decision=decision.value,
            decision_note=act.comment,
            decided_by=act.actor,
            decided_at=clock.now(),
            version=F("version") + 1,
        )

    return mark


def _keep_standing(row: Declaration, today) -> None:
    """The limb relied on, the version of the rule and the override, as they are at this act (第八条)."""
    standing = standing_of(row, rule_in_force(today))
    row.limb = standing.verdict.limb or ""
    row.rule_label = standing.verdict.rule_label
    row.override = standing.override


def _told(problem: ValidationError) -> str:
    """All messages in one sentence, each with the name of its fact."""
    if not hasattr(problem, "error_dict"):
        return "".join(problem.messages)
    return "".join(f"{label_of(key)}：{''.join(words)}" for key, words in problem.message_dict.items())


#: What follows an act.
AFTER: dict[Action, Callable[[Declaration, Act], None]] = {
    Action.SUBMIT: freeze_version,
    Action.RETURN: write_notes,
    Action.PASS: write_project,
    Action.SHORTLIST: put_on_draft,
    Action.REMOVE: take_off_draft,
    Action.TRANSFER: to_next_batch,
    Action.STRIKE: mark_entry(EntryDecision.STRUCK),
    Action.RECONSIDER: mark_entry(EntryDecision.RETURNED),
}
