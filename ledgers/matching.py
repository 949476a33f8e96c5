"""Which project of the database a row is: by 项目代码, then by name, else near ones that a person has to choose from.

All rows are looked up together: the number of SQL queries does not grow with the rows but by one chunk in two thousand.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr

from ledgers.decisions import EXISTING, NEW
from longting.common.similarity import Facts, is_near
from longting.common.text import name_key
from projects.models import ListEntry, Project

CHUNK = 2000
#: Characters of a name's key, from its front or its end, that a near project shares (as in projects.selectors).
FRAGMENT = 4
MOST_COMPARED = 300
MOST_SHOWN = 5

SAME = "same_project"
NEAR = "库里有 {count} 个相近项目，请选择："
OTHER_NAME = "项目代码与库里的“{name}”相同，名称却不同。请核对代码；确是同一个项目，请选它。"
FOREIGN = "这个项目代码已登记在本单位以外的项目上。请核对代码，或联系区项目办。"
GONE = "所选的项目找不到了，或不归本单位。请重新选择。"
AS_NEW_WITH_CODE = "库里已有这个项目代码，不能作为新项目。请改正代码，或选择库里的项目。"


@dataclass(frozen=True, slots=True)
class Existing:
    """What is compared of a project in the database."""

    pk: int
    public_id: UUID
    number: str
    key: str
    unit: int
    facts: Facts

    @property
    def name(self) -> str:
        return self.facts.name


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says about which project it is."""

    name: str
    code: str
    uscc: str
    owner: str
    unit: int | None
    choice: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Wanted":
        text = {name: row[name] or "" for name in ("name", "project_code", "uscc", "owner_name", "choice")}
        return cls(
            text["name"], text["project_code"], text["uscc"], text["owner_name"], row["responsible"], text["choice"]
        )

    @property
    def key(self) -> str:
        return name_key(self.name)

    @property
    def facts(self) -> Facts:
        return Facts(self.name, self.code, self.uscc, "", self.owner)


@dataclass(frozen=True, slots=True)
class Found:
    """The project a row is (`pk`; None = a new one), or a doubt: where, which, in words, and what may be chosen."""

    pk: int | None = None
    field: str = ""
    code: str = ""
    level: str = "flag"
    message: str = ""
    options: tuple[tuple[str, str], ...] = ()
    exact: bool = False


@dataclass
class Known:
    """The projects that rows of one workbook may be. `projects` are those the importing person may write."""

    projects: QuerySet
    annual_list: int | None
    listed: set[int] = field(default_factory=set)
    codes: dict[str, Existing] = field(default_factory=dict)
    ids: dict[str, Existing] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)
    keys: dict[str, list[Existing]] = field(default_factory=lambda: defaultdict(list))
    ends: dict[str, list[Existing]] = field(default_factory=lambda: defaultdict(list))

    def load(self, wanted: Sequence[Wanted]) -> None:
        """Fetch everything that any of the rows could be."""
        if self.annual_list is not None:
            entries = ListEntry.objects.filter(annual_list=self.annual_list)
            self.listed = set(entries.values_list("project_id", flat=True))
        seen: set[int] = set()
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            for one in self._fetch(chunk):
                if one.pk not in seen:
                    seen.add(one.pk)
                    self._add(one)
            codes = {row.code for row in chunk if row.code} - set(self.codes)
            taken = Project.objects.filter(project_code__in=codes).values_list("project_code", flat=True)
            self.foreign |= set(taken) if codes else set()

    def find(self, row: Wanted) -> Found:
        """The project this row is; a doubt when a person has to say."""
        same_code = self.codes.get(row.code) if row.code else None
        if row.choice:
            return self._chosen(row, same_code)
        if row.code in self.foreign:
            return Found(field="project_code", code="foreign_code", level="error", message=FOREIGN)
        if same_code:
            return self._by_code(row, same_code)
        return self._by_name(row)

    def _chosen(self, row: Wanted, same_code: Existing | None) -> Found:
        if row.choice != NEW:
            chosen = self.ids.get(row.choice)
            if chosen is None:
                return Found(field="name", code="project_gone", message=GONE)
            return Found(chosen.pk, exact=True)
        if same_code or row.code in self.foreign:
            return Found(field="project_code", code="code_taken", level="error", message=AS_NEW_WITH_CODE)
        return Found()

    def _by_code(self, row: Wanted, found: Existing) -> Found:
        if found.key == row.key or is_near(Facts(row.name), Facts(found.name)):
            return Found(found.pk, exact=True)
        words = OTHER_NAME.format(name=found.name)
        return Found(field="name", code="code_other_name", message=words, options=(_option(found),))

    def _by_name(self, row: Wanted) -> Found:
        alike = [one for one in self.keys.get(row.key, ()) if not _told_apart(row, one)]
        for near_by in (
            [one for one in alike if one.pk in self.listed],
            [one for one in alike if one.unit == row.unit],
        ):
            same = [one for one in near_by if one.name == row.name] or near_by
            if len(same) == 1:
                return Found(same[0].pk, exact=same[0].name == row.name)
        return self._ask(alike or self._near(row))

    def _near(self, row: Wanted) -> list[Existing]:
        """Projects nearly of that name, the nearest first."""
        key = row.key
        if not key:
            return []
        around = {one.pk: one for end in _ends(key, key[::-1]) for one in self.ends.get(end, ())[:MOST_COMPARED]}
        size = max(FRAGMENT, len(key) // 3)
        matches = [
            (match.score, one)
            for one in around.values()
            if (one.key[:size] == key[:size] or one.key[-size:] == key[-size:])
            and not _told_apart(row, one)
            and _like_length(key, one.key)
            and (match := is_near(row.facts, one.facts))
        ]
        return [one for _, one in sorted(matches, key=lambda found: (-found[0], found[1].number))]

    def _ask(self, near: Sequence[Existing]) -> Found:
        if not near:
            return Found()
        options = (*(_option(one) for one in near[:MOST_SHOWN]), (NEW, "作为新项目"))
        return Found(field="name", code="near_project", message=NEAR.format(count=len(near)), options=options)

    def _fetch(self, chunk: Sequence[Wanted]) -> Iterator[Existing]:
        keys = {row.key for row in chunk if row.key}
        condition = Q(name_key__in=keys) | Q(head__in={key[:FRAGMENT] for key in keys})
        condition |= Q(tail__in={key[::-1][:FRAGMENT] for key in keys})
        condition |= Q(project_code__in={row.code for row in chunk if row.code})
        condition |= Q(public_id__in={UUID(row.choice) for row in chunk if row.choice not in ("", NEW)})
        found = self.projects.annotate(head=Substr("name_key", 1, FRAGMENT), tail=Substr("name_tail", 1, FRAGMENT))
        columns = (
            "pk",
            "public_id",
            "number",
            "name_key",
            "responsible_id",
            "name",
            "project_code",
            "uscc",
            "owner_name",
        )
        for pk, public_id, number, key, unit, name, code, uscc, owner in found.filter(condition).values_list(*columns):
            yield Existing(pk, public_id, number, key, unit, Facts(name, code, uscc, "", owner))

    def _add(self, one: Existing) -> None:
        self.ids[str(one.public_id)] = one
        self.keys[one.key].append(one)
        if one.facts.project_code:
            self.codes[one.facts.project_code] = one
        for end in _ends(one.key, one.key[::-1]):
            self.ends[end].append(one)


def _ends(key: str, tail: str) -> Iterable[str]:
    """Under which ends of its key a project is found; the mark tells front from back."""
    return (f"^{key[:FRAGMENT]}", f"${tail[:FRAGMENT]}")


def _told_apart(row: Wanted, one: Existing) -> bool:
    """Two different project codes prove two projects."""
    return bool(row.code and one.facts.project_code and row.code != one.facts.project_code)


def _like_length(a: str, b: str) -> bool:
    """Names of which one is half as long again as the other share too few pairs to be near; saves comparing them.
    ("项目" inside a name is dropped before comparing, hence the room.)"""
    return min(len(a), len(b)) * 2 + 4 >= max(len(a), len(b))


def _option(one: Existing) -> tuple[str, str]:
    return f"{EXISTING}{one.public_id}", f"{one.name}（{one.number}）"
