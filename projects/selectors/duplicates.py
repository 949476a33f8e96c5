"""Near-duplicates: projects that may be the one somebody is about to register. Shown before, never merged by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from longting.common.codes import check_project_code, check_uscc
from longting.common.similarity import Facts, Match, is_near
from longting.common.text import name_key, tidy
from projects.models import Project

#: How many characters of a name's key, from its front or its end, a candidate must share; of a long name a third.
FRAGMENT = 4
MOST_CANDIDATES = 300
MOST_SHOWN = 10


@dataclass(frozen=True)
class Duplicate:
    """One project in sight that is near, why, and how near (0–100)."""

    project: Project
    reason: str
    score: int


@dataclass(frozen=True)
class Duplicates:
    """What was found: `seen` in this person's sight, `hidden` how many more there are that he or she may not see."""

    seen: list[Duplicate]
    hidden: int

    def __bool__(self) -> bool:
        return bool(self.seen or self.hidden)

    @property
    def hidden_words(self) -> str:
        """The sentence about those out of sight; "" when there is none. It names nobody."""
        if not self.hidden:
            return ""
        return f"另有 {self.hidden} 个不在您可见范围内的相近项目，请联系区项目办。"


def near_duplicates(values: Mapping[str, Any] | Project, user) -> Duplicates:
    """Projects near to the one given: by code, or by a name nearly the same at one place or owner. Two SQL queries.

    `values`: facts of a project not yet registered, or a Project (which is never its own duplicate).
    """
    facts, own = _facts(values), getattr(values, "pk", None)
    matches: dict[int, Match] = {}
    for row in _candidates(facts).exclude(pk=own)[:MOST_CANDIDATES]:
        if match := is_near(facts, _facts(row)):
            matches[row.pk] = match
    visible = Project.objects.visible_to(user).filter(pk__in=matches).select_related("responsible")
    seen = [Duplicate(project, matches[project.pk].reason, matches[project.pk].score) for project in visible]
    seen.sort(key=lambda found: (-found.score, found.project.number))
    return Duplicates(seen[:MOST_SHOWN], len(matches) - len(seen))


def _facts(source: Mapping[str, Any] | Project) -> Facts:
    def get(key: str) -> str:
        return (source.get(key) if isinstance(source, Mapping) else getattr(source, key)) or ""

    uscc, code = check_uscc(get("uscc")), check_project_code(get("project_code"))
    return Facts(tidy(get("name")), code.code, uscc.code, get("town"), get("owner_name"))


def _candidates(facts: Facts):
    """Rows worth comparing, through indexes: the same code, the same owner's code, or a name that begins or ends alike
    (a difference in the middle leaves both ends, one at an end leaves the other)."""
    key = name_key(facts.name)
    size = max(FRAGMENT, len(key) // 3)
    found = Q(name_key__startswith=key[:size]) | Q(name_tail__startswith=key[::-1][:size]) if key else Q(pk__in=[])
    if facts.project_code:
        found |= Q(project_code=facts.project_code)
    if facts.uscc:
        found |= Q(uscc=facts.uscc)
    return Project.objects.filter(found).only("name", "project_code", "uscc", "town", "owner_name").order_by("pk")
