import pytest

from longting.accounts.models import Organisation
from longting.common.search import search, search_words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("冷链", ["冷链"]),
        ("  冷链　产业园 ", ["冷链", "产业园"]),
        ("ＬＴＱ 冷链\t冷链", ["ltq", "冷链"]),
        ("a b c d e f g", ["a", "b", "c", "d", "e", "f"]),
        ("\x00\n", []),
        ("", []),
    ],
)
def test_what_was_typed_becomes_tidy_words(typed, words):
    assert search_words(typed) == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "found"),
    [("北郊", ["北郊乡人民政府"]), ("人民 北郊", ["北郊乡人民政府"]), ("北郊 柳园", []), ("北%乡", []), ("北_乡", [])],
)
def test_every_word_must_be_contained_and_wildcards_are_words(typed, found):
    assert list(search(Organisation.objects.all(), "name", typed).values_list("name", flat=True)) == found


@pytest.mark.django_db
def test_no_words_find_everything():
    assert search(Organisation.objects.all(), "name", " ").count() == Organisation.objects.count()
