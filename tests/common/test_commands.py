"""Every command of this system explains itself in Chinese."""

import pytest
from django.core.management import get_commands, load_command_class

OWN = sorted(name for name, app in get_commands().items() if app.startswith(("longting.", "ledgers", "projects")))

ENGLISH = (
    "usage:",
    "options:",
    "arguments:",
    "show this",
    "Show program",
    "Verbosity level",
    "Raise on",
    "Skip system",
)


@pytest.mark.parametrize("name", OWN)
def test_the_help_of_a_command_has_no_english_sentence(name):
    app = get_commands()[name]
    text = load_command_class(app, name).create_parser("manage.py", name).format_help()
    assert text.startswith("用法：manage.py")
    assert [english for english in ENGLISH if english in text] == []
