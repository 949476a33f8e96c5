"""What is said after a conflict: what others did with the list or the entry since the page was opened, in words; and
what was typed, where no form can be shown any more."""

from django import forms
from django.utils import timezone

from longting.audit.selectors import history_of
from projects.enums import EntryDecision
from projects.models import AnnualList, ListEntry

#: Of many changes the latest are told; the rest stands in 办理过程.
MOST = 5


def list_changes(row: AnnualList, seen: int) -> list[str]:
    """What was done with the list since its version `seen`, newest first. Each act on a list is one version further
    and one record of the trail."""
    count = min(row.version - seen, MOST)
    if count < 1:
        return []
    found = history_of("annual_list", row.pk, limit=count)
    return [_told(entry.at, entry.who, entry.text, entry.note) for entry in found]


def entry_changes(entry: ListEntry, seen: int) -> list[str]:
    """The word that stands now beside the entry, whose it is and since when."""
    if entry.version <= seen:
        return []
    decision = EntryDecision(entry.decision)
    if entry.decided_at is None:
        return [f"这一项现在是“{decision.label}”。"]
    return [_told(entry.decided_at, entry.decided_by.name, decision.label, entry.decision_note)]


def typed_texts(form) -> list[dict]:
    """What was typed in a form that was sent, as facts for ui/kv.html: it is not to be lost with the form."""
    if not form.is_bound:
        return []
    inputs = [field for field in form.visible_fields() if isinstance(field.field, forms.CharField) and field.value()]
    return [{"label": f"您填的{field.label}", "text": field.value()} for field in inputs]


def _told(at, who: str, words: str, note: str) -> str:
    said = f"（{note}）" if note else ""
    return f"{timezone.localtime(at):%m-%d %H:%M} {who}：{words}{said}"
