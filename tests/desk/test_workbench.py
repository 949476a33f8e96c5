"""The workbench: whose figures it shows."""

import pytest

from longting.desk.selectors import figures_title

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("username", "title"), [("officer", "全区项目"), ("beijiao", "本单位项目"), ("admin", "账号")])
def test_the_figures_say_whose_they_are(cast, username, title):
    assert figures_title(getattr(cast, username)) == title
