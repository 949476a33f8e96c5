"""When two people change one 主档: what the other one changed, what was typed, a form in which both stand together."""

from typing import Any

from django.forms import BaseForm
from django.http import QueryDict

from longting.audit.models import AuditEvent
from projects.enums import Act, Part
from projects.forms.projects import ProjectForm
from projects.models import Project
from projects.pages import difference_rows
from projects.services.facts import tidied
from projects.wording import FACTS, NOTHING, label_of, shown

#: Inputs that change together and are recorded in one line: their name in the audit record, and how inputs begin.
_GROUPS = {"资金来源": "fund_", "联系人": "contact_"} | {part.label: f"{part}_" for part in Part}
_GROUPS[Part.MEMBER.label] = "members"
_INPUT_OF = {"town": "place", "village": "place"}


def conflict_page(form: ProjectForm, fresh: ProjectForm, project: Project, sent: QueryDict) -> dict:
    """The context of the page: `form` is what was typed (valid), `fresh` the form of `project` as it is now."""
    events = _since(project, form.cleaned_data["version"])
    theirs = _together(events)
    rows, untouched = _mine(tidied(form.values), project, theirs)
    return {
        "project": project,
        "who": "、".join(dict.fromkeys(event.actor_name for event in events)),
        "at": events[0].at if events else None,
        "theirs": [{"label": label, "old": pair[0], "new": pair[1]} for label, pair in theirs.items()],
        "mine": rows,
        "pairs": _merged(sent, fresh, untouched, theirs),
    }


def _since(project: Project, version: int) -> list[AuditEvent]:
    """The changes made after `version`, newest first: every version is one recorded change."""
    changes = AuditEvent.objects.of_project(project.pk).filter(verb=Act.PROJECT_CHANGE)
    return list(changes[: max(project.version - version, 0)])


def _together(events: list[AuditEvent]) -> dict[str, tuple[str, str]]:
    """Label → (before the first change, after the last)."""
    found: dict[str, tuple[str, str]] = {}
    for event in reversed(events):
        for row in difference_rows(event):
            first = found.get(row["label"], (row["old"],))[0]
            found[row["label"]] = (first, row["new"])
    return found


def _mine(values: dict[str, Any], project: Project, theirs: dict) -> tuple[list[dict], set[str]]:
    """What was typed differently from what stands now, and the facts that only the other one touched."""
    rows, untouched = [], set()
    for key in FACTS:
        if key not in values or values[key] == getattr(project, key):
            continue
        typed, label = shown(key, values[key]), label_of(key)
        if label in theirs and (theirs[label][0] or NOTHING) == typed:
            untouched.add(key)
        else:
            rows.append({"label": label, "now": shown(key, getattr(project, key)), "typed": typed})
    return rows, untouched


def _merged(sent: QueryDict, fresh: ProjectForm, untouched: set[str], theirs: dict) -> list[tuple[str, str]]:
    """Inputs for going on: what was typed, but the other one's values where only he or she touched them, and in the
    groups (funds, contacts, people) he or she changed."""
    taken = {_INPUT_OF.get(key, key) for key in untouched} | {"version"}
    starts = tuple(start for label, start in _GROUPS.items() if label in theirs)
    taken |= {name for name in fresh.fields if starts and name.startswith(starts)}
    pairs = [(name, value) for name, values in sent.lists() for value in values if name in fresh.fields]
    pairs = [(name, value) for name, value in pairs if name not in taken]
    return pairs + [(name, _as_sent(fresh, name)) for name in fresh.fields if name in taken and _as_sent(fresh, name)]


def _as_sent(form: BaseForm, name: str) -> str:
    """The value of an input as a browser would send it; "" for an empty one and for a box that is not ticked."""
    value = form[name].value()
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)
