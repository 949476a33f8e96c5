"""The page on which a declaration is returned: each section with its facts and the box for an opinion on it."""

from approvals.enums import Action
from approvals.models import Declaration
from approvals.pages.acts import detail_url, row_facts, told, why_not
from approvals.pages.checking import reading


def return_page(row: Declaration, form, actor, today) -> dict:
    """The context of templates/approvals/declaration_return.html."""
    read = reading(row, actor)
    sections = [section | {"input": form.note_input(section["key"])} for section in read["sections"]]
    return read | {
        "declaration": row,
        "back_url": detail_url(row),
        "facts": row_facts(row, today),
        "sections": sections,
        "papers_input": form.note_input("papers"),
        "told": told(row, Action.RETURN, actor, today),
        "form": form,
        "blocked": why_not(row, Action.RETURN, today),
    }
