"""To-dos of this part."""

import pytest

from ledgers.enums import BatchState
from ledgers.todos import MOST, imports_to_finish
from longting.accounts.roles import Role
from longting.common import clock
from tests.factories import make_user
from tests.ledgers.batches import make_batch

TODAY = clock.today()


def todos(user) -> list:
    return imports_to_finish(user, TODAY)


def test_a_checked_import_waits_for_everybody_of_the_office_who_imports(cast):
    batch = make_batch(cast.officer, filename="甲.xlsx", counts={"new": 30, "changed": 9, "flag": 3, "error": 4})
    colleague = make_user(role=Role.OFFICER, organisation=cast.officer.post.organisation)
    (todo,) = todos(colleague)
    assert (todo.title, todo.subject, todo.act) == ("办完导入的工作簿", "甲.xlsx", "核对并导入")
    assert (todo.what, todo.due) == ("可以导入 39 行，须选择 3 行，有错误 4 行", None)
    assert str(batch.public_id) in todo.url


@pytest.mark.parametrize(
    ("counts", "words"), [({}, "没有要写入的行"), ({"same": 60}, "没有要写入的行"), ({"flag": 1}, "须选择 1 行")]
)
def test_what_is_to_be_done_is_told_in_rows(cast, counts, words):
    make_batch(cast.officer, counts=counts)
    assert todos(cast.officer)[0].what == words


@pytest.mark.parametrize("state", [state for state in BatchState if state != BatchState.CHECKED])
def test_only_a_checked_import_waits(cast, state):
    make_batch(cast.officer, state)
    assert todos(cast.officer) == []


def test_who_may_not_import_is_not_asked_and_costs_nothing(cast, django_assert_num_queries):
    make_batch(cast.officer)
    cast.beijiao.may("import_ledger")
    with django_assert_num_queries(0):
        assert todos(cast.beijiao) == []


@pytest.mark.parametrize("number", [1, 3])
def test_todos_cost_one_query(cast, number, django_assert_num_queries):
    for _ in range(number):
        make_batch(cast.officer)
    cast.officer.organisation_ids  # noqa: B018 - known from the page's own scope
    with django_assert_num_queries(1):
        assert len(todos(cast.officer)) == number


def test_many_imports_are_not_all_shown(cast):
    for _ in range(MOST + 1):
        make_batch(cast.officer)
    assert len(todos(cast.officer)) == MOST
