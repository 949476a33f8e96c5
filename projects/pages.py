"""What the pages of a project show, as plain values: templates loop over it and decide nothing."""

import json

from longting.accounts.roles import Permission
from longting.audit.models import AuditEvent
from longting.common.columns import cells, heading_rows
from longting.common.templatetags.ui import day
from longting.common.text import mask_phone
from projects.columns import ENTRIES, ENTRY_ACT, FUNDS, basic_facts, level_of, long_facts, long_span_of, url_of
from projects.eligibility import Finding
from projects.enums import Duty, Eligibility, Outcome, OverrideState, Part
from projects.models import Project, RuleSet
from projects.override_words import lapsed_words, may_request, signed_words, waiting_request
from projects.selectors.attachments import USUAL, slots_of
from projects.selectors.duplicates import Duplicates, near_duplicates
from projects.selectors.life import life_of
from projects.selectors.standing import Standing, major_criteria_of, verdict_of
from projects.wording import FACTS, NOTHING, doubts_of, shown

_HEADLINES = {
    Eligibility.ELIGIBLE: "符合申报条件",
    Eligibility.INELIGIBLE: "不符合申报条件",
    Eligibility.UNKNOWN: "待核实，还缺事实",
}
#: The record keeps its differences sorted by code point; people expect the order of the form.
_ORDER = {label: place for place, label in enumerate(FACTS.values())}
_NUMERALS = {"a": "（一）", "b": "（二）", "c": "（三）", "d": "（四）"}
_WHY = [[{"text": "条件", "css": "t"}, {"text": "本项目"}, {"text": "来源"}, {"text": "结论"}]]


def detail_page(project: Project, user, today) -> dict:
    """The context of the project's own page."""
    rule = RuleSet.objects.in_force(today)
    waiting = next((row for row in project.overrides.all() if row.state == OverrideState.REQUESTED), None)
    may_attach = user.may(Permission.ATTACH)
    standing = verdict_of(project, rule) if rule else None
    entries = (*ENTRIES, ENTRY_ACT) if user.may(Permission.KEEP_LIST) else ENTRIES
    return {
        "project": project,
        "paper_parts": _paper_parts(project, rule),
        "tags": tags_of(project),
        "card": eligibility_card(project, rule, standing) if rule else None,
        "waiting": waiting_request(waiting, project, user) if waiting else None,
        "life": life_of(project),
        "doubts": [{"label": label, "words": words} for label, words in doubts_of(project.pending)],
        "facts": basic_facts(project),
        "texts": long_facts(project),
        "money": _money(project),
        "entry_head": heading_rows(entries),
        "entry_rows": [{"cells": cells(entries, row)} for row in project.entries.all()],
        "people": _people(project, today),
        "contacts": contact_rows(project.contacts.all(), reveal=False),
        "slots": slots_of(project, may_attach=may_attach),
        "slot_limit": f"没有另外注明的：{USUAL.hint}。" if may_attach else "",
        "near": near_rows(near_duplicates(project, user)),
        "may_edit": project.is_editable_by(user),
        "may_reveal": user.may(Permission.REVEAL_CONTACTS) and bool(project.contacts.all()),
        "may_request": may_request(user, standing, waiting),
    }


def _paper_parts(project: Project, rule: RuleSet | None) -> list[str]:
    """What the page was made from, for the foot of its print."""
    version = [f"认定规则 {rule.label}"] if rule else []
    updated = day(project.updated_at, "time")
    return ["依据龙项目办〔2022〕3号", *version, f"数据截至 {updated}", f"第 {project.version} 版"]


def eligibility_card(project: Project, rule: RuleSet, standing: Standing) -> dict:
    """申报资格 of what the 主档 says."""
    card = card_of(standing, rule, major_criteria_of(project, rule))
    return card | {"lapsed": lapsed_words(project, standing.override)}


def card_of(standing: Standing, rule: RuleSet, major: tuple[Finding, ...]) -> dict:
    """申报资格: the answer, the rule with its inputs and sources, what would change it, the override, 重大 criteria."""
    verdict = standing.verdict
    version = f"规则版本 {rule.label}（{day(rule.effective_from)}起生效，{rule.basis}）。"
    return {
        "outcome": standing.outcome,
        "headline": _HEADLINES[standing.outcome],
        "basis": standing.basis,
        "override": signed_words(standing.override),
        "lapsed": "",
        "missing": verdict.missing if verdict.eligible is None else [],
        "open": standing.eligible is not True,
        "head": _WHY,
        "rows": [_finding_row(f"情形{found.limb}：{found.rule}", found) for found in verdict.findings],
        "words": version + "".join(verdict.what_would_change),
        "major_rows": [_finding_row(f"{_NUMERALS[found.key]}{found.rule}", found) for found in major],
        "major_summary": f"重大项目条件（第十条）：{_met(major)}",
        "major_words": "符合任一项即可参加选取；是否列为重大项目由研究决定。",
    }


def tags_of(project: Project) -> list[dict]:
    """Small marks beside the name."""
    levels = [{"colour": "b", "label": label} for label in (level_of(project) or "").split("、") if label]
    return levels + ([{"colour": "y", "label": "演示数据"}] if project.is_demo else [])


def near_rows(found: Duplicates) -> dict:
    """Near-duplicates as a list of links with reasons, and the sentence about those out of sight."""
    rows = [
        {"name": row.project.name, "url": url_of(row.project), "number": row.project.number, "reason": row.reason,
         "unit": row.project.responsible.short}
        for row in found.seen
    ]  # fmt: skip
    return {"rows": rows, "hidden": found.hidden_words, "any": bool(found)}


def contact_rows(contacts, *, reveal: bool) -> list[dict]:
    """Contacts by duty; numbers masked unless revealed."""
    return [
        {
            "duty": Duty.label_of(row.duty),
            "name": row.name or NOTHING,
            "phone": (row.phone if reveal else mask_phone(row.phone)) or NOTHING,
        }
        for row in contacts
    ]


def history_rows(events) -> list[dict]:
    """Audit records with their differences, newest first."""
    return [
        {
            "at": event.at,
            "who": f"{event.organisation}　{event.actor_name}".strip(),
            "text": event.summary,
            "reason": event.reason,
            "changes": difference_rows(event),
        }
        for event in events
    ]


def difference_rows(event: AuditEvent) -> list[dict]:
    """What one act changed, in the order of the form: label, before ("" = nothing was there), after."""
    changes = json.loads(event.changes)
    return [
        {"label": label, "old": "" if before == NOTHING else before, "new": after}
        for label, (before, after) in sorted(changes.items(), key=lambda pair: _ORDER.get(pair[0], len(_ORDER)))
    ]


def _met(major: tuple[Finding, ...]) -> str:
    met = "".join(_NUMERALS[found.key] for found in major if found.holds)
    return f"符合{met}" if met else "还没有符合的"


def _finding_row(rule: str, found: Finding) -> dict:
    outcome = found.outcome
    verdict = {"text": outcome.label, "kind": "light", "colour": outcome.colour, "label": "结论"}
    return {
        "cells": [
            {"text": rule, "css": "t"},
            {"text": found.value, "label": "本项目", "more": _note(found)},
            {"text": found.source, "label": "来源"},
            verdict,
        ]
    }


def _note(found: Finding) -> dict | None:
    """The sentence under a value that does not speak for itself."""
    return {"note": found.text} if found.outcome in (Outcome.UNMET, Outcome.MISSING) else None


def _money(project: Project) -> dict:
    funds = list(project.funds.all())
    total = sum(row.amount for row in funds)
    known = project.total_investment
    gap = known - total if funds and known is not None else 0
    return {
        "total": shown("total_investment", known),
        "doubt": project.pending.get("total_investment", ""),
        "span": long_span_of(project) or NOTHING,
        "head": heading_rows(FUNDS),
        "rows": [{"cells": cells(FUNDS, row)} for row in funds],
        "gap": f"还有 {shown('total_investment', gap)}没有落实来源。" if gap else "",
    }


def _people(project: Project, today) -> list[dict]:
    """Who takes part today, leader first; a part that nobody holds is shown as a gap."""
    active = list(project.participants.active(today))
    rows = []
    for part in Part:
        names = [f"{row.name} {row.title}".strip() for row in active if row.part == part]
        rows.append({"label": part.label, "text": "；".join(names) or NOTHING})
    return rows
