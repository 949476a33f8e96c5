"""The chain of DESIGN §2: everything imports only from its left, nothing imports late, pure modules stay pure."""

import ast
import re
from pathlib import Path

import pytest

from tests.contracts.house import (
    LABELS,
    ROOF,
    ROOT,
    Module,
    called,
    calls,
    imports,
    is_ours,
    modules,
    names,
    part_of,
    plant,
    rank,
)  # fmt: skip

RELATIONS = frozenset({"ForeignKey", "OneToOneField", "ManyToManyField", "swappable_dependency"})
#: Settings by which a lower part reaches an upper one; any other dotted path in settings is for Django or a library.
SEAMS = frozenset({
    "POLICY", "TODO_SOURCES", "SAVED_VIEWS", "EXPORT_JOB", "JOB_HANDLERS", "ATTACHMENT_OWNERS", "AUDIT_VERBS", "SWEEPS",
    "HANDOVER_TASKS", "DEMO_CAST",
})  # fmt: skip
FRAMEWORK = frozenset({
    "INSTALLED_APPS", "MIDDLEWARE", "ROOT_URLCONF", "WSGI_APPLICATION", "TEMPLATES", "AUTH_PASSWORD_VALIDATORS",
    "AXES_CLIENT_IP_CALLABLE", "AXES_WHITELIST_CALLABLE", "CSRF_FAILURE_VIEW", "LOGGING",
    "DEFAULT_EXCEPTION_REPORTER_FILTER", "CELERY_BROKER_TRANSPORT",
})  # fmt: skip
#: Modules that must be pure whatever their docstring says; others are bound by saying "Pure" or "No Django" themselves.
PURE = (
    r"longting\.common\.(enums|columns|similarity|money|text|codes|workdays|pinyin|areas|industries|canonical|workflow)",
    r"longting\.common\.(periods|sheets|xlsx)(\..+)?",
    r"longting\.audit\.chain",
    r"longting\.accounts\.roles",
    r"ledgers\.intake(\..+)?",
    r"[a-z.]+\.(enums|eligibility|workflow|ranking|engine|major)",
)
IMPURE = ("django", "celery", "kombu", "environ", "longting.common.clock", "longting.settings", "longting.env")
CLOCKS = frozenset(
    {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("time", "time")}
)
BACK_DOORS = frozenset({"import_module", "__import__", "get_model", "GenericForeignKey", "receiver"})


def upward_imports(root: Path) -> list[str]:
    """Imports of a module from a part right of its own."""
    return [
        f"{module.place}:{found.line} {part_of(module.name)} imports {found.target} of {part_of(found.target)}"
        for module in modules(root)
        for found in imports(module)
        if is_ours(found.target) and rank(found.target) > rank(module.name)
    ]


def late_imports(root: Path) -> list[str]:
    """Imports inside functions or classes."""
    return [
        f"{module.place}:{found.line} imports {found.target} late"
        for module in modules(root)
        for found in imports(module)
        if found.is_local
    ]


def upward_relations(root: Path) -> list[str]:
    """Relations between tables, and dependencies of migrations, on an app right of one's own."""
    return [
        f"{module.place}:{line} relates to {label} of {LABELS[label]}"
        for module in modules(root)
        for label, line in _related(module)
        if label in LABELS and rank(LABELS[label]) > rank(module.name)
    ]


def _related(module: Module):
    for call in calls(module.tree):
        targets = call.args[:1] + [keyword.value for keyword in call.keywords if keyword.arg == "to"]
        if called(call) in RELATIONS:
            yield from ((label, call.lineno) for label in map(_label, targets) if label)
    for node in ast.walk(module.tree) if module.is_migration else ():
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and all(_is_text(item) for item in node.elts):
            yield node.elts[0].value, node.lineno


def _label(node: ast.AST) -> str:
    """The app of the table a relation names: 'app.Model', or Django's setting for the table of people."""
    if getattr(node, "attr", "") == "AUTH_USER_MODEL":
        return "accounts"
    return node.value.partition(".")[0].lower() if _is_text(node) else ""


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def upward_names(root: Path) -> list[str]:
    """Dotted paths written as text that lead to a module right of one's own (the roof may name anything)."""
    return [
        f"{module.place}:{node.lineno} names {node.value}"
        for module in modules(root)
        if rank(module.name) < ROOF
        for node in ast.walk(module.tree)
        if _is_text(node) and is_ours(node.value) and "." in node.value and _leads_up(node.value, module)
    ]


def _leads_up(text: str, module: Module) -> bool:
    return any(rank(head) > rank(module.name) for head in _heads(text, module.root))


def _heads(text: str, root: Path) -> list[str]:
    """The modules of ours that a dotted path goes through."""
    parts = text.split(".")
    heads = [".".join(parts[:count]) for count in range(len(parts), 1, -1)]
    return [head for head in heads if head in names(root)]


def unlisted_seams(root: Path) -> list[str]:
    """Settings with a dotted path of ours that are neither seams nor Django's, and imports by text past the seams."""
    settings = ast.parse((root / "longting" / "settings.py").read_text(encoding="utf-8"))
    assigned = [node for node in settings.body if isinstance(node, ast.Assign)]
    named = [(node.targets[0].id, node) for node in assigned if isinstance(node.targets[0], ast.Name)]
    ours = {name for name, node in named for text in ast.walk(node) if _is_text(text) and _heads(text.value, root)}
    strange = [f"settings.{name} names our code" for name in sorted(ours - SEAMS - FRAMEWORK)]
    for module in modules(root):
        read = {node.attr for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
        if any(called(call) == "import_string" for call in calls(module.tree)) and not read & SEAMS:
            strange.append(f"{module.place} imports by text without a seam")
    return strange


def back_doors(root: Path) -> list[str]:
    """Ways round the chain: import by name, models by name, generic relations, signals. (Migrations name models.)"""
    found = []
    for module in modules(root):
        used = [(called(call), call) for call in calls(module.tree)]
        found += [
            f"{module.place}:{call.lineno} uses {name}"
            for name, call in used
            if name in BACK_DOORS and not (module.is_migration and name == "get_model") and not _by_seam(call)
        ]
        wanted = ("django.contrib.admin", "django.db.models.signals", "django.dispatch")
        found += [f"{module.place}:{i.line} imports {i.target}" for i in imports(module) if i.target.startswith(wanted)]
    return found


def _by_seam(call: ast.Call) -> bool:
    named = {node.attr for argument in call.args for node in ast.walk(argument) if isinstance(node, ast.Attribute)}
    return bool(named & SEAMS)


def is_pure(module: Module) -> bool:
    """Whether the module must be pure: by its name, or because its docstring says so."""
    says = re.search(r"\b(Pure[.:;]|No Django\b)", module.docstring)
    return bool(says) or any(re.fullmatch(pattern, module.name) for pattern in PURE)


def impure_modules(root: Path) -> list[str]:
    """Pure modules that reach Django, settings or the clock, by themselves or through what they import."""
    graph = {module.name: {found.target for found in imports(module)} for module in modules(root)}
    faults = []
    for module in filter(is_pure, modules(root)):
        reached = _reach(module.name, graph)
        faults += [f"{module.place} reaches {target}" for target in sorted(reached) if _is_impure(target)]
        faults += [f"{module.place}:{call.lineno} reads the clock" for call in calls(module.tree) if _reads_clock(call)]
    return faults


def _reach(start: str, graph: dict[str, set[str]]) -> set[str]:
    seen, waiting = set(), [start]
    while waiting:
        for target in graph.get(waiting.pop(), set()) - seen:
            seen.add(target)
            waiting.append(target)
    return seen


def _is_impure(target: str) -> bool:
    return any(target == name or target.startswith(f"{name}.") for name in IMPURE)


def _reads_clock(call: ast.Call) -> bool:
    func = call.func
    owner = func.value if isinstance(func, ast.Attribute) else None
    name = getattr(owner, "id", getattr(owner, "attr", ""))
    return owner is not None and (name, func.attr) in CLOCKS


CHECKS = (upward_imports, late_imports, upward_relations, upward_names, unlisted_seams, back_doors, impure_modules)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_chain_holds(check):
    faults = check(ROOT)
    assert faults == [], "\n".join(faults)


def test_the_chain_sees_the_whole_house():
    """A walker that found nothing would make every contract pass."""
    parts = {part_of(module.name) for module in modules(ROOT)}
    assert {"longting.common", "longting.audit", "longting.accounts", "projects", "ledgers", "roof"} <= parts
    assert sum(1 for module in modules(ROOT) if is_pure(module)) > 30


SETTINGS = {"longting/settings.py": "X = 1\n", "ledgers/columns.py": "", "projects/models.py": ""}
#: One fault each: (check, file, its text, what must be reported).
FAULTS = [
    (upward_imports, "projects/a.py", "from ledgers import columns\n",
     "projects/a.py:1 projects imports ledgers.columns of ledgers"),
    (upward_imports, "longting/audit/a.py", "from longting.accounts.models import User\n",
     "longting/audit/a.py:1 longting.audit imports longting.accounts.models of longting.accounts"),
    (upward_imports, "longting/documents/a.py", "def late():\n    import longting.desk\n",
     "longting/documents/a.py:2 longting.documents imports longting.desk of roof"),
    (upward_imports, "projects/deep/a.py", "from ...ledgers import columns\n",
     "projects/deep/a.py:1 projects imports ledgers.columns of ledgers"),
    (late_imports, "projects/a.py", "def late():\n    import json\n", "projects/a.py:2 imports json late"),
    (upward_relations, "projects/models.py", "x = ForeignKey('ledgers.ImportJob')\n",
     "projects/models.py:1 relates to ledgers of ledgers"),
    (upward_relations, "longting/audit/models.py", "x = models.OneToOneField(to='accounts.User')\n",
     "longting/audit/models.py:1 relates to accounts of longting.accounts"),
    (upward_relations, "longting/audit/models.py", "x = ForeignKey(settings.AUTH_USER_MODEL)\n",
     "longting/audit/models.py:1 relates to accounts of longting.accounts"),
    (upward_relations, "longting/audit/migrations/0002_a.py",
     "dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]\n",
     "longting/audit/migrations/0002_a.py:1 relates to accounts of longting.accounts"),
    (upward_relations, "projects/migrations/0002_a.py", "dependencies = [('ledgers', '0001_initial')]\n",
     "projects/migrations/0002_a.py:1 relates to ledgers of ledgers"),
    (upward_names, "projects/a.py", "HOOK = 'ledgers.columns.ALL'\n", "projects/a.py:1 names ledgers.columns.ALL"),
    (unlisted_seams, "longting/settings.py", "HOOK = 'ledgers.columns.ALL'\n", "settings.HOOK names our code"),
    (unlisted_seams, "projects/a.py", "import_string(path)\n", "projects/a.py imports by text without a seam"),
    (back_doors, "projects/a.py", "apps.get_model('ledgers', 'X')\n", "projects/a.py:1 uses get_model"),
    (back_doors, "projects/a.py", "from django.db.models.signals import post_save\n",
     "projects/a.py:1 imports django.db.models.signals"),
    (impure_modules, "projects/enums.py", "from django.db import models\n", "projects/enums.py reaches django.db"),
    (impure_modules, "ledgers/intake/a.py", "import projects.models\n", None),
    (impure_modules, "projects/a.py", '"""Ways of a thing. Pure."""\nx = date.today()\n',
     "projects/a.py:2 reads the clock"),
    (impure_modules, "longting/common/money.py", "from longting.common import clock\n", None),
]  # fmt: skip


@pytest.mark.parametrize(("check", "name", "text", "report"), FAULTS)
def test_control_a_planted_fault_is_reported(tmp_path, check, name, text, report):
    files = SETTINGS | {"projects/models.py": "from django.db import models\n", "longting/common/clock.py": ""}
    found = check(plant(tmp_path, files | {name: text}))
    assert found == [report] if report else len(found) == 1
