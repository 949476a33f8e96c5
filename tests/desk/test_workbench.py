"""The workbench: whose figures it shows, how near a limit is."""

from datetime import date

import pytest

from approvals.enums import State
from longting.desk.columns import todo_rows
from longting.desk.selectors import declared_of, figures_title
from longting.notices.todos import Todo
from tests.approvals import makers
from tests.factories import client_of

pytestmark = pytest.mark.django_db

PEOPLE = ("owner", "officer", "outsider", "admin")


@pytest.mark.parametrize(("username", "title"), [("officer", "全区项目"), ("beijiao", "本单位项目"), ("admin", "账号")])
def test_the_figures_say_whose_they_are(cast, username, title):
    assert figures_title(getattr(cast, username)) == title


@pytest.mark.parametrize(
    ("due", "text", "more"),
    [
        (None, "—", None),
        (date(2026, 12, 1), "12月1日", None),
        (date(2026, 11, 26), "11月26日", {"doubt": "剩 2 个工作日"}),
        (date(2026, 11, 24), "11月24日", {"doubt": "剩 0 个工作日"}),
        (date(2026, 11, 20), "11月20日", {"message": "已过 2 个工作日"}),
    ],
)
def test_a_todo_says_how_near_its_limit_is(due, text, more):
    (row,) = todo_rows([Todo("题", "谁", "什么", due, "/", "去办")], makers.TODAY)
    assert (row["cells"][3]["text"], row["cells"][3].get("more")) == (text, more)


def test_the_declarations_in_sight_are_counted_by_stage(cast):
    makers.make_draft(cast, name="草稿厂房")
    makers.reported(cast)
    makers.in_state(State.REJECTED, cast)
    shown = {name: [fact["text"] for fact in declared_of(getattr(cast, name), makers.TODAY)] for name in PEOPLE}
    assert shown == {
        "owner": ["1 个", "0 个", "1 个", "0 个"],
        "officer": ["0 个", "0 个", "1 个", "0 个"],
        "outsider": [],
        "admin": [],
    }


def test_the_figures_lead_to_the_list_of_that_stage(cast, time_machine):
    time_machine.move_to("2026-11-24 10:00+08:00")
    row = makers.reported(cast)
    client = client_of(cast.officer)
    urls = [fact["url"] for fact in client.get("/desk/").context["declared"]]
    found = [[line["name"] for line in client.get(url).context["rows"]] for url in urls]
    assert [len(names) for names in found] == [0, 0, 1, 0]
    assert found[2][0] in (row.name, row.number)
