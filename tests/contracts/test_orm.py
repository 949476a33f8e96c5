"""How the database is asked and written: no raw SQL, no request as arguments, writes only in services."""

import ast
from pathlib import Path

import pytest

from tests.contracts.house import ROOT, Module, called, calls, imports, modules, plant

RAW = frozenset({"raw", "extra", "RawSQL"})
REQUESTS = frozenset({"GET", "POST", "FILES", "COOKIES", "META", "headers"})
#: Methods of querysets and rows that write; those that plain Python also has count only on a queryset.
WRITES = frozenset({"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"})
SHARED = frozenset({"update", "delete"})
READS = frozenset({"filter", "exclude", "all", "objects", "select_for_update", "visible_to"})
#: Who may write: services; what the framework calls to fill tables; commands and tasks through services.
WRITERS = ("/services", "/migrations/")
#: What else writes, and why that is right.
ALLOWED = {
    "longting/accounts/seed.py": "organisations of the district, put in by a migration and by the tests' flush",
    "longting/desk/demo/cast.py": "demo accounts, refused in production",
    "projects/seed.py": "the first rule version, put in by a migration",
}


def raw_sql(root: Path) -> list[str]:
    """SQL past the ORM. `cursor.execute` stands only where the database itself is asked (triggers, probes)."""
    found = [(module, call) for module in modules(root) for call in calls(module.tree) if called(call) in RAW]
    return [f"{module.place}:{call.lineno} uses {called(call)}" for module, call in found]


def cursors(root: Path) -> list[str]:
    """Modules that open a cursor."""
    return [m.place for m in modules(root) if any(called(call) == "cursor" for call in calls(m.tree))]


def request_arguments(root: Path) -> list[str]:
    """What a browser sent, unpacked into arguments (`filter(**request.GET)`)."""
    return [
        f"{module.place}:{call.lineno} unpacks the request"
        for module in modules(root)
        for call in calls(module.tree)
        for keyword in call.keywords
        if keyword.arg is None and _is_request(keyword.value)
    ]


def _is_request(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.Attribute) and inner.attr in REQUESTS for inner in ast.walk(node))


def writers(root: Path) -> dict[str, list[str]]:
    """Modules outside the services that write rows, with what they call."""
    found: dict[str, list[str]] = {}
    for module in modules(root):
        if any(part in f"/{module.place}" for part in WRITERS) or _is_model(module):
            continue
        acts = [f"{called(call)}:{call.lineno}" for call in calls(module.tree) if _writes(call)]
        if acts:
            found[module.place] = acts
    return found


def _is_model(module: Module) -> bool:
    """Models may call their own `super().save()`; who calls `save` on a row is what counts."""
    return "/models" in module.place


def _writes(call: ast.Call) -> bool:
    chain = _chain(call.func)
    if called(call) in SHARED or called(call) == "create":
        return bool(READS & set(chain))
    saves_a_file = called(call) == "save" and bool(call.args)
    return called(call) in WRITES and bool(chain) and "super" not in chain and not saves_a_file


def _chain(node: ast.AST) -> list[str]:
    """The names a method call hangs on: `X.objects.filter(…).update` → [filter, objects, X]."""
    names = []
    while True:
        if isinstance(node, ast.Attribute):
            node = node.value
            names.append(getattr(node, "attr", getattr(node, "id", "")))
        elif isinstance(node, ast.Call):
            names.append(called(node))
            node = node.func
        else:
            return [name for name in names if name]


def open_transactions(root: Path) -> list[str]:
    """Views that open a transaction: an act belongs in a service."""
    return [
        f"{module.place} opens a transaction"
        for module in modules(root)
        if "/views" in module.place
        and any(isinstance(node, ast.Attribute) and node.attr == "atomic" for node in ast.walk(module.tree))
    ]


def loose_model_forms(root: Path) -> list[str]:
    """ModelForms that take every field (D-13)."""
    found = []
    for module in modules(root):
        for node in ast.walk(module.tree):
            names = [target.id for target in getattr(node, "targets", []) if isinstance(target, ast.Name)]
            loose = "exclude" in names or ("fields" in names and getattr(node.value, "value", "") == "__all__")
            if loose and "/forms" in module.place:
                found.append(f"{module.place}:{node.lineno} takes every field")
    return found


CHECKS = (raw_sql, request_arguments, open_transactions, loose_model_forms)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_database_is_asked_lawfully(check):
    faults = check(ROOT)
    assert faults == [], "\n".join(faults)


def test_only_the_probe_the_triggers_and_the_patience_of_sqlite_open_a_cursor():
    assert cursors(ROOT) == ["longting/audit/triggers.py", "longting/common/busy.py", "longting/desk/views/health.py"]


def test_rows_are_written_in_services_only():
    faults = [f"{place} {' '.join(acts)}" for place, acts in writers(ROOT).items() if place not in ALLOWED]
    assert faults == [], "\n".join(faults)


def test_every_leave_is_still_needed():
    assert set(ALLOWED) - set(writers(ROOT)) == set()


def test_views_and_forms_import_no_other_writer():
    """The records of the audit trail are written by services, not by views."""
    faults = [
        f"{module.place}:{found.line} imports {found.target}"
        for module in modules(ROOT)
        if "/forms" in module.place or "/filters" in module.place
        for found in imports(module)
        if found.target.startswith("longting.audit.services")
    ]
    assert faults == [], "\n".join(faults)


FAULTS = [
    (raw_sql, "projects/a.py", "Project.objects.raw('x')\n", ["projects/a.py:1 uses raw"]),
    (raw_sql, "projects/a.py", "q.annotate(x=RawSQL('x', []))\n", ["projects/a.py:1 uses RawSQL"]),
    (request_arguments, "projects/a.py", "q.filter(**request.GET.dict())\n", ["projects/a.py:1 unpacks the request"]),
    (writers, "projects/views/a.py", "Project.objects.filter(pk=1).update(name='x')\n",
     {"projects/views/a.py": ["update:1"]}),
    (writers, "projects/forms.py", "row.save()\n", {"projects/forms.py": ["save:1"]}),
    (writers, "projects/selectors.py", "Project.objects.create(name='x')\n", {"projects/selectors.py": ["create:1"]}),
    (writers, "projects/services/a.py", "row.save()\n", {}),
    (writers, "projects/views/b.py", "found.update({'a': 1})\n", {}),
    (open_transactions, "projects/views/a.py", "with transaction.atomic():\n    pass\n",
     ["projects/views/a.py opens a transaction"]),
    (loose_model_forms, "projects/forms/a.py", "fields = '__all__'\n", ["projects/forms/a.py:1 takes every field"]),
    (cursors, "projects/a.py", "connection.cursor()\n", ["projects/a.py"]),
]  # fmt: skip


@pytest.mark.parametrize(("check", "name", "text", "report"), FAULTS)
def test_control_a_planted_fault_is_reported(tmp_path, check, name, text, report):
    assert check(plant(tmp_path, {name: text})) == report
