"""Templates: nothing inline or unescaped, nobody else's host, no decisions; each one is used, each name is real."""

import ast
import re
from pathlib import Path

import pytest

from tests.contracts.house import ROOT, called, calls, modules, plant, template_files

INLINE = (
    (re.compile(r"<script(?![^>]*\bsrc=)"), "inline script"),
    (re.compile(r"<style\b"), "inline style"),
    (re.compile(r"\sstyle\s*="), "a style attribute"),
    (re.compile(r"\son[a-z]+\s*=\s*[\"']"), "an event handler"),
    (re.compile(r"\bhx-on\b|javascript:"), "script in an attribute"),
)
UNESCAPED = re.compile(r"\|\s*(safe|safeseq)\b|{%\s*autoescape\s+off")
HOST = re.compile(r"(?:https?:)?//[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
INCLUDE = re.compile(r"{%\s*include\s+([^%]+?)\s*%}")
EXTENDS = re.compile(r"{%\s*extends\s+[\"']([^\"']+)[\"']\s*%}")
DECISION = re.compile(r"{%\s*(?:el)?if\s[^%]*(?:[=!]=\s*[\"']|[\"']\s*[=!]=|\s[<>]=?\s)")
ARITHMETIC = re.compile(r"\|\s*(add|divisibleby|widthratio)\s*:|{%\s*widthratio\b")
STATIC = re.compile(r"{%\s*static\s+[\"']([^\"']+)[\"']")
FORM = re.compile(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", re.IGNORECASE | re.DOTALL)
QUOTED = re.compile(r"[\"']([\w./-]+\.html)[\"']")
#: Found by Django under a fixed name: widgets and layouts of forms.
FRAMEWORK = "django/forms/"
DEPTH = 2
#: Forms that may be sent as often as one likes, by what stands in the tag or the name of the template, and why.
REPEATABLE = {
    "logout_url": "signed out is signed out",
    "projects:contacts-reveal": "every look at telephone numbers is recorded, the second too",
    "discard_url": "a draft is gone after the first",
    "audit:chain-verify": "reads the chain, writes nothing",
    "notices:notice-open": "the first opening counts",
    "accounts:handover-preview": "shows what would move, writes nothing",
    "accounts:user-import": "shows what a workbook would do, writes nothing",
    "projects/project_conflict.html": "leads back to the form, writes nothing",
    "approvals/declaration_conflict.html": "leads back to the form, writes nothing",
    "registration/login.html": "nobody is signed in yet, whose token it could be",
    "registration/second_factor.html": "a code counts once",
}


def templates(root: Path) -> dict[str, str]:
    """Every template by its name, comments taken out (their lines stay)."""
    found = template_files(root).items()
    return {name: _without_comments(path.read_text(encoding="utf-8")) for name, path in found}


def _without_comments(text: str) -> str:
    def empty(match: re.Match) -> str:
        return "\n" * match.group().count("\n")

    return re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", empty, text, flags=re.DOTALL)


def lines(root: Path):
    """(name, line number, line) of all templates."""
    for name, text in templates(root).items():
        for number, line in enumerate(text.splitlines(), start=1):
            yield name, number, line


def inline(root: Path) -> list[str]:
    """What the security policy would block, and what works only without one."""
    return [f"{name}:{n} has {word}" for name, n, line in lines(root) for shape, word in INLINE if shape.search(line)]


def unescaped(root: Path) -> list[str]:
    """Text that is not escaped, in templates and in Python."""
    found = [f"{name}:{number} is not escaped" for name, number, line in lines(root) if UNESCAPED.search(line)]
    for module in modules(root):
        marks = [call for call in calls(module.tree) if called(call) in ("mark_safe", "SafeString", "SafeText")]
        found += [f"{module.place}:{call.lineno} is not escaped" for call in marks]
    return found


def other_hosts(root: Path) -> list[str]:
    """Addresses of other hosts: an intranet has none, and a page must not tell anybody that it was opened."""
    return [f"{name}:{number} names {m.group()}" for name, number, line in lines(root) for m in HOST.finditer(line)]


def loose_includes(root: Path) -> list[str]:
    """Includes that see the whole context."""
    found = [(name, number, match) for name, number, line in lines(root) for match in INCLUDE.finditer(line)]
    return [
        f"{name}:{number} includes {m.group(1)} without only"
        for name, number, m in found
        if not m.group(1).endswith(" only")
    ]


def decisions(root: Path) -> list[str]:
    """Comparisons and arithmetic: what is shown is decided in Python."""
    return [f"{n}:{i} decides" for n, i, line in lines(root) if DECISION.search(line) or ARITHMETIC.search(line)]


def deep_inheritance(root: Path) -> list[str]:
    """Pages more than two levels above the base."""
    parents = {name: EXTENDS.search(text) for name, text in templates(root).items()}
    named = {name: match.group(1) for name, match in parents.items() if match}

    def depth(name: str) -> int:
        return 1 + depth(named[name]) if name in named else 0

    return [f"{name} is {depth(name)} levels deep" for name in named if depth(name) > DEPTH]


def unused(root: Path) -> list[str]:
    """Templates that nothing names."""
    texts = [module.text for module in modules(root)] + list(templates(root).values())
    named = {name for text in texts for name in QUOTED.findall(text)}
    return [f"{name} is not used" for name in templates(root) if name not in named and not name.startswith(FRAMEWORK)]


def missing(root: Path) -> list[str]:
    """Names of templates that do not exist."""
    known = set(templates(root))
    said = [
        (module.place, node.value)
        for module in modules(root)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[\w./-]+\.html", node.value)
    ]
    said += [(name, other) for name, text in templates(root).items() for other in QUOTED.findall(text)]
    return [f"{place} names {name}" for place, name in said if name not in known and not name.startswith(FRAMEWORK)]


def missing_static(root: Path) -> list[str]:
    """Names of static files that do not exist."""
    said = [(name, path) for name, text in templates(root).items() for path in STATIC.findall(text)]
    return [f"{name} names {path}" for name, path in said if not (root / "static" / path).is_file()]


def open_forms(root: Path) -> list[str]:
    """Forms that post without the token against forged requests."""
    forms = [(name, form) for name, text in templates(root).items() for form in FORM.findall(text)]
    return [f"{name} has a form without a token" for name, form in forms if "csrf_token" not in form]


def repeated_forms(root: Path) -> list[str]:
    """Forms that a double click would send twice: without the token of `{% once %}` and without leave."""
    loose = [(name, tag) for name, tag, has_token in _forms(root) if not has_token]
    return [f"{name} has a form that acts twice" for name, tag in loose if not _repeatable(name, tag)]


def _forms(root: Path):
    """(template, opening tag, whether the form has a token of its own) of every form that posts."""
    for name, text in templates(root).items():
        yield from ((name, form.partition(">")[0], "{% once %}" in form) for form in FORM.findall(text))


def _repeatable(name: str, tag: str) -> list[str]:
    return [key for key in REPEATABLE if key == name or f"{key}'" in tag or f".{key} " in tag or f" {key} " in tag]


CHECKS = (
    inline, unescaped, other_hosts, loose_includes, decisions, deep_inheritance, unused, missing, missing_static,
    open_forms, repeated_forms,
)  # fmt: skip


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_templates_hold(check):
    faults = check(ROOT)
    assert faults == [], "\n".join(faults)


def test_the_contract_sees_the_templates():
    assert {"base.html", "ui/table.html", "ui/list_page.html"} <= set(templates(ROOT))


#: One fault each: (check, text of templates/a/b.html, what must be reported).
FAULTS = [
    (inline, "<p>\n<script>go()</script>", "a/b.html:2 has inline script"),
    (inline, '<p style="color:red">', "a/b.html:1 has a style attribute"),
    (inline, '<p onclick="go()">', "a/b.html:1 has an event handler"),
    (inline, '<a href="javascript:go()">', "a/b.html:1 has script in an attribute"),
    (unescaped, "{{ name|safe }}", "a/b.html:1 is not escaped"),
    (unescaped, "{% autoescape off %}", "a/b.html:1 is not escaped"),
    (other_hosts, '<img src="//cdn.example.com/x">', "a/b.html:1 names //cdn.example.com"),
    (loose_includes, '{% include "a/b.html" with x=x %}', 'a/b.html:1 includes "a/b.html" with x=x without only'),
    (decisions, '{% if row.state == "draft" %}', "a/b.html:1 decides"),
    (decisions, "{% if rows|length > 3 %}", "a/b.html:1 decides"),
    (decisions, "{{ count|add:1 }}", "a/b.html:1 decides"),
    (unused, "<p>", "a/b.html is not used"),
    (missing, '{% include "a/c.html" only %}', "a/b.html names a/c.html"),
    (missing_static, "{% static 'js/gone.js' %}", "a/b.html names js/gone.js"),
    (open_forms, '<form method="post"><input></form>', "a/b.html has a form without a token"),
    (repeated_forms, '<form method="post">{% csrf_token %}</form>', "a/b.html has a form that acts twice"),
]


@pytest.mark.parametrize(("check", "text", "report"), FAULTS)
def test_control_a_planted_fault_is_reported(tmp_path, check, text, report):
    assert check(plant(tmp_path, {"templates/a/b.html": text})) == [report]


def test_every_leave_to_repeat_is_still_needed():
    used = [key for name, tag, has_token in _forms(ROOT) if not has_token for key in _repeatable(name, tag)]
    assert set(REPEATABLE) - set(used) == set()


def test_control_a_third_level_is_reported(tmp_path):
    names = ("base", "one", "two", "three")
    files = {"templates/base.html": ""}
    files |= {f"templates/{n}.html": f"{{% extends '{p}.html' %}}" for p, n in zip(names, names[1:], strict=False)}
    assert deep_inheritance(plant(tmp_path, files)) == ["three.html is 3 levels deep"]


def test_control_python_that_marks_text_safe_is_reported(tmp_path):
    planted = plant(tmp_path, {"projects/a.py": "x = mark_safe(name)\n"})
    assert unescaped(planted) == ["projects/a.py:1 is not escaped"]
