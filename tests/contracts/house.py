"""The source tree as data: every module of the house with its syntax tree, and what it imports.

Each contract is a function over a tree (`root`) that returns the faults it found as sentences; the real tree must give
none, and a tree planted by the contract's control must give exactly the planted one.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: The chain of DESIGN §2 from the floor up; each part may import itself and what stands left of it.
CHAIN = (
    "longting.common", "longting.audit", "longting.accounts", "longting.notices", "longting.documents",
    "projects", "reserve", "approvals", "scheduling", "ledgers",
)  # fmt: skip
ROOF = len(CHAIN)
PACKAGES = ("longting", "projects", "reserve", "approvals", "scheduling", "ledgers")
#: Django's app label of each part.
LABELS = {part.rpartition(".")[2]: part for part in CHAIN} | {"desk": "longting.desk"}


@dataclass(frozen=True)
class Module:
    """One file: its dotted name, its place below the root, and its text."""

    name: str
    path: Path
    root: Path

    @property
    def place(self) -> str:
        """The path below the root with forward slashes."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.path)

    @property
    def docstring(self) -> str:
        return ast.get_docstring(self.tree) or ""

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts


@dataclass(frozen=True)
class Import:
    """One imported name: the module it comes from as far as the tree shows, and the line."""

    target: str
    line: int
    is_local: bool


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def modules(root: Path) -> tuple[Module, ...]:
    """Every module of the application, tests left out, in the order of their names."""
    found = []
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found.append(Module(name, path, root))
    return tuple(found)


@cache
def names(root: Path) -> frozenset[str]:
    """The dotted names of all modules."""
    return frozenset(module.name for module in modules(root))


def template_files(root: Path) -> dict[str, Path]:
    """Every template by the name it is called by; environments and tests beside the code are not ours."""
    folders = [
        root / "templates",
        *(path for package in PACKAGES for path in sorted((root / package).rglob("templates"))),
    ]
    found = [(folder, path) for folder in folders for path in sorted(folder.rglob("*.*"))]
    return {path.relative_to(folder).as_posix(): path for folder, path in found}


def rank(name: str) -> int:
    """The place of a module in the chain; the roof is whatever of `longting` is no part of the floor."""
    for place, part in enumerate(CHAIN):
        if name == part or name.startswith(f"{part}."):
            return place
    return ROOF


def part_of(name: str) -> str:
    """The part a module belongs to, such as longting.audit or projects."""
    place = rank(name)
    return CHAIN[place] if place < ROOF else "roof"


def is_ours(name: str) -> bool:
    """Whether a dotted name begins with one of our packages."""
    return name.partition(".")[0] in PACKAGES


def imports(module: Module) -> Iterator[Import]:
    """Everything the module imports, also inside functions and classes. `from a import b` names a.b when that is a
    module of ours, else a."""
    known = names(module.root)
    inner = {id(node) for outer in ast.walk(module.tree) if _encloses(outer) for node in ast.walk(outer)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, module)
            targets = [f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base for alias in node.names]
        else:
            continue
        for target in dict.fromkeys(targets):
            yield Import(target, node.lineno, id(node) in inner)


def _encloses(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda)


def _absolute(node: ast.ImportFrom, module: Module) -> str:
    if not node.level:
        return node.module or ""
    package = module.name.split(".") if module.path.name == "__init__.py" else module.name.split(".")[:-1]
    above = package[: len(package) - node.level + 1]
    return ".".join([*above, *([node.module] if node.module else [])])


def called(node: ast.Call) -> str:
    """The last name of what is called: `x.y.filter(…)` → filter."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def calls(tree: ast.AST) -> list[ast.Call]:
    """All calls of a tree."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods of a tree."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function from `def` to its end, docstring included; a table of cases above it is data."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def plant(root: Path, files: dict[str, str]) -> Path:
    """A tree with these files, for a control."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
