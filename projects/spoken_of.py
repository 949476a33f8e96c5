"""What an override speaks of: the facts that Article 8 judges, and those that say which project it is. Pure.

A request is made, and signed, for these facts and no others: `digest_of` names them in one line, `words_of` keeps them
as people read them, `moved` says in which ones a project has changed since.
"""

from typing import Any

from longting.common.canonical import digest
from projects.wording import label_of, shown

#: A fact added here changes every digest: signed overrides must be given new ones in the same migration.
SPOKEN_OF = (
    "name", "owner_name", "content", "total_investment", "fits_plan", "is_livelihood", "is_infrastructure",
    "is_government", "limb_reason",
)  # fmt: skip
_QUOTED = 30


def digest_of(project: Any) -> str:
    """The facts of `project` that an override speaks of, as a hash."""
    return digest({key: getattr(project, key) for key in SPOKEN_OF})


def words_of(project: Any) -> dict[str, str]:
    """The same facts in words, by key."""
    return {key: shown(key, getattr(project, key)) for key in SPOKEN_OF}


def moved(facts: dict[str, str], project: Any) -> str:
    """What differs between `facts` (kept by `words_of`) and the project: 总投资由“4,000.00 万元”改为“1.00 万元”."""
    now = words_of(project)
    changed = [key for key in SPOKEN_OF if facts.get(key) != now[key]]
    return "；".join(f"{label_of(key)}由{_quoted(facts.get(key, ''))}改为{_quoted(now[key])}" for key in changed)


def _quoted(words: str) -> str:
    """A fact in a sentence; a long text by its beginning."""
    return f"“{words}”" if len(words) <= _QUOTED else f"“{words[:_QUOTED]}……”"
