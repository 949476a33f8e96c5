"""Who asks a table for rows says for whom: pages, forms, filters, imports, exports, counts and jobs use the scope.

Every `Table.objects` of a table with a scope must be cut down in the same expression. What asks without one stands in
`ALLOWED`, module by module, with the reason; services write and judge rights themselves, models define the scope.
"""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from tests.contracts.house import LABELS, ROOT, called, calls, modules, plant

MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
#: What cuts rows down to a person; `none` cuts them all.
SCOPES = frozenset({"visible_to", "editable_by", "none"})
#: Places that define the scope, write under the rights they check, or fill tables.
OUTSIDE = ("/models", "/services", "/migrations/", "/desk/demo/")
#: Tables with a scope whose rows are no secret inside the system (see test_scope.SHARED).
OPEN = frozenset({"Organisation"})
#: What cuts down besides: the history of one thing, asked by the page of that thing, which was itself fetched in sight.
OF_ONE = {"AuditEvent": frozenset({"about", "of_project"})}
ALLOWED = {
    "longting/audit/since.py": "numbers of records and the kinds they tell of, none of their words",
    "longting/audit/verify.py": "proves the whole chain, shows numbers of records and none of their words",
    "projects/ledger.py": "people of the entries that `rows_of` has cut down",
    "projects/selectors/duplicates.py": "a near project out of sight is counted and not named",
    "projects/selectors/life.py": "entries of projects at hand",
    "projects/selectors/standing.py": "overrides of projects at hand",
    "projects/issued.py": "people of the entries of a list that is frozen whole",
    "approvals/pages/batches.py": "the declarations of the report at hand, by their ids",
    "approvals/selectors/applying.py": "whether one's own project is applied for or listed, and which lists are closed",
    "approvals/selectors/batches.py": "passed declarations of the unit whose report is at hand",
    "approvals/selectors/drafts.py": "the declarations behind a list at hand, for those who see all",
    "approvals/selectors/judging.py": "what a guard asks about the row being moved; a code is unique in the district",
    "approvals/selectors/returned.py": "steps of declarations cut down in the next line",
    "approvals/selectors/screening.py": "steps and reports of declarations at hand",
    "approvals/selectors/vetting.py": "what hangs on declarations that the same function cuts down",
    "approvals/todos.py": "whether lists and declarations cut down beside it wait for something else",
    "approvals/views/issued.py": "an issued list is an internal paper for all who may read it",
    "ledgers/pages/batches.py": "a later import of the same unit and workbook as the one at hand",
    "ledgers/compare.py": "rows of the projects that `matching` found within the reach of the importer",
    "ledgers/examine.py": "whether the list of a year was issued is known to everybody",
    "ledgers/management/commands/import_workbook.py": "the import that this very command has taken in",
    "ledgers/matching.py": "a code that another project bears is refused, whoever sees that project",
    "ledgers/resources.py": "the list of the year that the import is for",
    "ledgers/scope.py": "the reach of an import; the dry run of the command line is the machine's own",
    "ledgers/selectors.py": "one's own views and exports, by one's own id",
}


def scoped_tables() -> frozenset[str]:
    """Names of the tables whose rows are cut down."""
    ours = [model for model in apps.get_models() if model._meta.app_label in LABELS]
    return frozenset(model.__name__ for model in ours if hasattr(model._default_manager, "visible_to")) - OPEN


def unscoped(root: Path, tables: frozenset[str]) -> dict[str, list[str]]:
    """Module → what it asks of whole tables."""
    found: dict[str, list[str]] = {}
    for module in modules(root):
        if any(place in f"/{module.place}" for place in OUTSIDE):
            continue
        asked = [f"{names[0]}:{line}" for line, names in _chains(module.tree) if _is_whole(names, tables)]
        asked += [f"{call.args[0].id}:{call.lineno}" for call in calls(module.tree) if _gets_from(call, tables)]
        if asked:
            found[module.place] = asked
    return found


def _is_whole(names: list[str], tables: frozenset[str]) -> bool:
    """Whether an expression begins with a whole table and never cuts it down."""
    table, *rest = names
    cuts = SCOPES | OF_ONE.get(table, frozenset())
    return (
        table in tables and rest[:1] in (["objects"], ["_default_manager"], ["_base_manager"]) and not cuts & set(rest)
    )


def _gets_from(call: ast.Call, tables: frozenset[str]) -> bool:
    """`get_object_or_404(Table, …)` takes the whole table."""
    given = call.args[0] if call.args else None
    return called(call) in ("get_object_or_404", "get_list_or_404") and getattr(given, "id", "") in tables


def _chains(tree: ast.AST) -> list[tuple[int, list[str]]]:
    """Line and names of each expression: `X.objects.filter(…).first()` → [X, objects, filter, first]."""
    longest: dict[tuple[int, int], list[str]] = {}
    for node in ast.walk(tree):
        names = _names(node) if isinstance(node, ast.Attribute) else []
        place = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
        if len(names) > len(longest.get(place, ())):
            longest[place] = names
    return [(line, names) for (line, _), names in sorted(longest.items())]


def _names(node: ast.AST) -> list[str]:
    names = []
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
        node = node.func if isinstance(node, ast.Call) else node.value
    return [node.id, *reversed(names)] if isinstance(node, ast.Name) else []


def test_whoever_asks_a_table_says_for_whom():
    faults = [f"{place} {' '.join(asked)}" for place, asked in unscoped(ROOT, scoped_tables()).items()
              if place not in ALLOWED]  # fmt: skip
    assert faults == [], "\n".join(faults)


def test_every_leave_is_still_needed():
    assert set(ALLOWED) - set(unscoped(ROOT, scoped_tables())) == set()


def test_the_contract_sees_the_tables():
    assert {"Project", "ListEntry", "ImportBatch", "Notice"} <= scoped_tables()


FAULTS = [
    ("projects/views/a.py", "x = Project.objects.filter(pk=1).first()\n", ["Project:1"]),
    ("projects/forms/a.py", "x = {1: Project.objects.all()}\n", ["Project:1"]),
    ("projects/filters.py", "class A:\n    queryset = Project.objects.order_by('pk')[:5]\n", ["Project:2"]),
    ("ledgers/resources.py", "x = Project._base_manager.get(pk=1)\n", ["Project:1"]),
    ("projects/todos.py", "x = Project.objects.count()\n", ["Project:1"]),
    ("projects/views/b.py", "x = get_object_or_404(Project, pk=1)\n", ["Project:1"]),
    ("projects/views/c.py", "x = Project.objects.select_related('a').visible_to(user).get(pk=1)\n", None),
    ("projects/views/d.py", "x = AuditEvent.objects.about('user', 1)\n", None),
    ("projects/views/e.py", "x = AuditEvent.objects.filter(seq=1)\n", ["AuditEvent:1"]),
    ("projects/services/a.py", "x = Project.objects.get(pk=1)\n", None),
]


@pytest.mark.parametrize(("name", "text", "asked"), FAULTS)
def test_control_a_table_asked_for_nobody_is_reported(tmp_path, name, text, asked):
    assert unscoped(plant(tmp_path, {name: text}), scoped_tables()) == ({name: asked} if asked else {})
