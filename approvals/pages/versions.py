"""Two submitted versions of a declaration side by side: every section, attachments by their hash, check codes."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.http import urlencode

from approvals.declared import SECTIONS, Section, differences, label_of, printed, unpack
from approvals.differing import parts_of
from approvals.models import Declaration, DeclarationVersion
from approvals.pages.cards import told
from approvals.pages.shown import content_of
from approvals.selectors.attachments import PAPERS, SITE

_SLOTS = {slot.key: slot.label for slot in (*PAPERS, *SITE)}


def compare_page(row: Declaration, query) -> dict:
    """The context of declaration_compare.html. `query`: a and b are version numbers, all=1 shows what stayed as well.
    Raises Http404 for a version that does not exist."""
    versions = {version.number: version for version in row.versions.select_related("submitted_by")}
    whole = bool(query.get("all"))
    page = {"declaration": row, "numbers": list(versions), "pair": None, "whole": whole}
    if len(versions) < 2:
        return page
    numbers = sorted(versions)
    a = _chosen(versions, query.get("a", ""), numbers[-2])
    b = _chosen(versions, query.get("b", ""), numbers[-1])
    old, new = content_of(a), content_of(b)
    before, after = unpack(old["facts"]), unpack(new["facts"])
    changed = differences(before, after)
    sections = [_section(section, before, after, changed, whole) for section in SECTIONS if section.facts]
    return page | {
        "pair": [_told(a), _told(b)],
        "a_choices": _choices(numbers, a.number),
        "b_choices": _choices(numbers, b.number),
        "sections": [section for section in sections if section["rows"]],
        "papers": _papers(old["papers"], new["papers"], whole),
        "words": _words(changed, old["papers"], new["papers"]),
        "all_url": _address(a, b, whole=True),
        "changed_url": _address(a, b, whole=False),
    }


def _chosen(versions: dict[int, DeclarationVersion], asked: str, usual: int) -> DeclarationVersion:
    if not asked:
        return versions[usual]
    if not (asked.isascii() and asked.isdigit() and int(asked[:6]) in versions):
        raise Http404
    return versions[int(asked)]


def _section(section: Section, before: dict, after: dict, changed: dict, whole: bool) -> dict:
    found = {key: (old, new) for key, _, old, new in changed.get(section.key, [])}
    keys = [key for key in section.facts if key in found or whole]
    count = {"colour": "b", "label": f"改动 {len(found)} 处"}
    return {
        "title": section.title,
        "tags": [count] if found else [],
        "rows": [_row(key, before, after, found.get(key)) for key in keys],
    }


def _row(key: str, before: dict[str, Any], after: dict[str, Any], change: tuple[str, str] | None) -> dict:
    """One fact: on the left with what went, on the right with what came."""
    if change is None:
        words = printed(key, after.get(key))
        return {"label": label_of(key), "changed": False, "old": parts_of(words, words), "new": parts_of(words, words)}
    parts = parts_of(told(change[0]), told(change[1]))
    return {
        "label": label_of(key),
        "changed": True,
        "old": [part for part in parts if not part.is_new],
        "new": [part for part in parts if not part.is_old],
    }


def _papers(old: list[dict], new: list[dict], whole: bool) -> list[dict]:
    """Attachments that came, went and (when asked) stayed; a file is the same when its bytes are."""
    before, after = {paper["sha256"] for paper in old}, {paper["sha256"] for paper in new}
    rows = [_paper(paper, "移除", "r") for paper in old if paper["sha256"] not in after]
    rows += [_paper(paper, "新增", "g") for paper in new if paper["sha256"] not in before]
    kept = [_paper(paper, "未变", "n") for paper in new if paper["sha256"] in before]
    return rows + (kept if whole else [])


def _paper(paper: dict, words: str, colour: str) -> dict:
    slot = _SLOTS.get(paper["slot"], paper["slot"])
    return {"slot": slot, "name": paper["name"], "colour": colour, "words": words, "code": paper["sha256"][:12]}


def _words(changed: dict, old: list[dict], new: list[dict]) -> str:
    count = sum(len(rows) for rows in changed.values())
    papers = len({paper["sha256"] for paper in old} ^ {paper["sha256"] for paper in new})
    if not (count or papers):
        return "两版内容完全相同。"
    return f"事实改动 {count} 处，附件增减 {papers} 件。"


def _told(version: DeclarationVersion) -> dict:
    at = timezone.localtime(version.submitted_at)
    return {
        "label": f"第 {version.number} 版",
        "code": version.check_code,
        "words": f"{at:%Y-%m-%d %H:%M} {version.submitted_by.name}提交",
    }


def _choices(numbers: list[int], chosen: int) -> list[dict]:
    return [{"value": number, "label": f"第 {number} 版", "chosen": number == chosen} for number in numbers]


def _address(a: DeclarationVersion, b: DeclarationVersion, *, whole: bool) -> str:
    pairs = {"a": a.number, "b": b.number} | ({"all": 1} if whole else {})
    return f"?{urlencode(pairs)}"
