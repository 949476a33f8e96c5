"""Every state, act, permission and verb has a Chinese label, and people are spoken to as the house rules say."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from longting.audit.enums import JobKind, Kind
from longting.audit.verbs import known_verbs
from longting.common.enums import Labelled
from tests.contracts.house import ROOT, called, calls, imports, modules, names, plant, template_files

CHINESE = re.compile(r"[㐀-鿿]")
#: Said to nobody: they neither say what is wrong nor what to do.
BANNED = ("操作失败", "参数错误", "系统异常", "未知错误", "操作成功", "！")


def enumerations() -> dict[str, type[Labelled]]:
    """Every Labelled enumeration of the house by its dotted name."""
    for name in sorted(names(ROOT)):
        if name.rpartition(".")[2] in ("enums", "roles") or ".models" in name:
            import_module(name)
    found, waiting = {}, [Labelled]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if not kind.__module__.startswith("tests"):
                found[f"{kind.__module__}.{kind.__name__}"] = kind
    return found


def unlabelled(kinds: dict[str, type]) -> list[str]:
    """Members without a Chinese label, and labels that two members of one enumeration share."""
    problems = []
    for name, kind in kinds.items():
        labels = [member.label for member in kind]
        problems += [f"{name}.{m.name} says {m.label}" for m in kind if not CHINESE.search(m.label) and m.label != "—"]
        problems += [f"{name} says {label} twice" for label in sorted({x for x in labels if labels.count(x) > 1})]
    return problems


def entries(root: Path):
    """(place, verb, kind) of every call of the audit trail's `Entry`, the last two as syntax."""
    for module in modules(root):
        if not any(found.target.startswith("longting.audit") for found in imports(module)):
            continue
        for call in (call for call in calls(module.tree) if called(call) == "Entry"):
            given = dict(zip(("verb", "kind"), call.args, strict=False))
            given |= {keyword.arg: keyword.value for keyword in call.keywords}
            yield f"{module.place}:{call.lineno}", given.get("verb"), given.get("kind")


def unknown_words(root: Path, verbs: set[str], kinds: set[str]) -> list[str]:
    """Verbs and kinds written into the audit trail as plain text that nothing labels."""
    problems = []
    for place, verb, kind in entries(root):
        for word, known in ((verb, verbs), (kind, kinds)):
            if isinstance(word, ast.Constant) and word.value not in known:
                problems.append(f"{place} writes {word.value}")
    return problems


def constants(root: Path) -> list[str]:
    """Module constants named KIND: what a service files its records under."""
    return [
        node.value.value
        for module in modules(root)
        if "/services" in module.place or "/selectors" in module.place
        for node in module.tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "KIND"
        if isinstance(node.value, ast.Constant)
    ]


def harsh_words(root: Path) -> list[str]:
    """Texts of Python and templates that use a banned word."""
    texts = {module.place: module.text for module in modules(root)}
    texts |= {name: path.read_text(encoding="utf-8") for name, path in template_files(root).items()}
    return [f"{place} says {word}" for place, text in texts.items() for word in BANNED if word in text]


def test_every_member_of_every_enumeration_has_its_own_chinese_label():
    problems = unlabelled(enumerations())
    assert problems == [], "\n".join(problems)


def test_the_contract_sees_states_roles_and_permissions():
    seen = set(enumerations())
    assert {"longting.accounts.roles.Permission", "longting.accounts.roles.Role", "projects.enums.ListState"} <= seen


def test_every_enumeration_of_acts_is_named_in_settings():
    acts = {name for name in enumerations() if name.rpartition(".")[2] in ("Act", "Verb")}
    assert acts - set(settings.AUDIT_VERBS) == set()


def test_no_two_parts_use_one_verb():
    values = [member.value for path in settings.AUDIT_VERBS for member in import_string(path)]
    assert sorted(value for value in set(values) if values.count(value) > 1) == []


def test_every_verb_and_kind_of_the_audit_trail_has_a_label():
    problems = unknown_words(ROOT, set(known_verbs()), {kind.value for kind in Kind})
    assert problems == [], "\n".join(problems)


def test_every_kind_constant_has_a_label():
    assert sorted(set(constants(ROOT)) - {kind.value for kind in Kind} - set(settings.JOB_HANDLERS)) == []


def test_every_kind_of_job_has_a_label_and_a_handler():
    assert set(settings.JOB_HANDLERS) == {kind.value for kind in JobKind}


def test_people_are_spoken_to_calmly():
    problems = harsh_words(ROOT)
    assert problems == [], "\n".join(problems)


def test_control_a_member_without_a_chinese_label_is_reported():
    class Planted(Labelled):
        DRAFT = "draft", "Draft", "n"
        SENT = "sent", "已报", "b"
        TAKEN = "taken", "已报", "g"

    assert unlabelled({"planted": Planted}) == ["planted.DRAFT says Draft", "planted says 已报 twice"]


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("record(Entry('invented', 'project', 1, 'x', 'y'))\n", ["projects/a.py:2 writes invented"]),
        ("record(Entry(verb='known', kind='invented'))\n", ["projects/a.py:2 writes invented"]),
        ("record(Entry(Act.X, 'project', 1, 'x', 'y'))\n", []),
    ],
)
def test_control_an_unlabelled_verb_is_reported(tmp_path, text, report):
    planted = plant(tmp_path, {"projects/a.py": f"from longting.audit.services import Entry, record\n{text}"})
    assert unknown_words(planted, {"known"}, {"project"}) == report


def test_control_a_harsh_word_is_reported(tmp_path):
    planted = plant(tmp_path, {"projects/a.py": "x = '操作" + "失败'\n", "templates/a.html": "好"})
    assert harsh_words(planted) == ["projects/a.py says 操作" + "失败"]
