"""The page on which the committee decides on one entry; on a list that is not before it the page only says so."""

from approvals.pages.changed import typed_texts
from approvals.pages.list_acts import draft_url
from approvals.pages.list_rows import Sources, entry_row
from approvals.selectors.drafts import conclusions_of, declared_of
from projects.enums import OFF_LIST, EntryDecision, ListState
from projects.models import ListEntry

ISSUED = "名单已印发，不能再逐项决定。名称、金额以印发件为准。"
REOPEN_FIRST = "审定之后要改的，先办理重新审定。"


def decide_page(entry: ListEntry, form, changed: list[str]) -> dict:
    """The context of entry_decide.html. `changed`: what others did meanwhile, after a conflict. The figures of an
    issued list are those of its paper, so the row is not shown beside it as it is now."""
    sources = Sources(declared_of(entry.annual_list), conclusions_of(entry.annual_list))
    closed = closed_words(entry, has_declaration=entry.pk in sources.declared)
    is_issued = entry.annual_list.state == ListState.ISSUED
    return {
        "form": form,
        "entry": entry,
        "row": None if is_issued else entry_row(entry, sources, may_decide=False),
        "closed": closed,
        "typed": typed_texts(form) if closed else [],
        "changed": changed,
        "back_url": draft_url(entry.annual_list),
    }


def closed_words(entry: ListEntry, *, has_declaration: bool) -> str:
    """Why nothing can be decided here now; "" while something can. What the service says when it is asked."""
    state = ListState(entry.annual_list.state)
    if state is ListState.ISSUED:
        return ISSUED
    if state is not ListState.SUBMITTED:
        words = f"名单现在是“{state.label}”，不能逐项决定。"
        return words + (REOPEN_FIRST if state is ListState.ENDORSED else "")
    if entry.decision in OFF_LIST and has_declaration:
        decision = EntryDecision.label_of(entry.decision)
        return f"这个项目已经{decision}，申报随之改变，不能再改决定。需要列入的，由区项目办重新核实后列入。"
    return ""
