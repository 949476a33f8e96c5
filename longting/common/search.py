"""Quick search: several words over one column of prepared text.

The searched column (`search_text`) holds name, codes and pinyin initials in lower case. `contains` is used and no
trigram index: most Chinese words have two characters, where trigrams match nothing, and a scan of 100,000 names takes
17 ms at worst.
"""

from django.db.models import Q, QuerySet

from longting.common.text import tidy

MAX_WORDS = 6


def search_words(raw: str) -> list[str]:
    """The words to look for: half-width, lower case, each once, at most six."""
    words = (tidy(part).lower() for part in raw.split())
    return list(dict.fromkeys(word for word in words if word))[:MAX_WORDS]


def search(queryset: QuerySet, field: str, raw: str) -> QuerySet:
    """The rows whose prepared text contains every word of what was typed; all rows when nothing was."""
    condition = Q()
    for word in search_words(raw):
        condition &= Q(**{f"{field}__contains": word})
    return queryset.filter(condition)
