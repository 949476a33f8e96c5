from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import Case, F, Value, When

from longting.accounts.models import Organisation, User
from longting.common.fields import MoneyField, MonthField, wan
from longting.common.keyset import Keyset, order_keys
from longting.common.periods import Month
from tests import factories

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)


@pytest.fixture
def people(db):
    """Eleven people: names repeat, some moments are empty, two are equal."""
    moments = [NOON, None, NOON + timedelta(days=1), None, NOON, NOON - timedelta(days=3), None]
    for number in range(11):
        factories.make_user(f"p{number}", name=f"姓名{number % 3}", temporary_until=moments[number % 7])
    return User.objects.filter(username__startswith="p")


def walk(keyset, size):
    """All rows by going forward page by page, and all rows by going back from the last page."""
    page = keyset.page(size)
    forward = list(page.rows)
    while page.after:
        page = keyset.page(size, after=page.after)
        forward += page.rows
    backward = list(page.rows)
    while page.before:
        page = keyset.page(size, before=page.before)
        backward = [*page.rows, *backward]
    return forward, backward


ORDERS = [
    (),
    ("-pk",),
    ("name",),
    ("-name", "username"),
    ("temporary_until",),
    ("-temporary_until",),
    ("temporary_until", "-name"),
    ("-temporary_until", "name"),
    ("name", "-temporary_until"),
]


@pytest.mark.parametrize("fields", ORDERS)
@pytest.mark.parametrize("size", [1, 2, 4, 11, 50])
def test_pages_join_to_the_whole_order_in_both_directions(people, fields, size):
    keyset = Keyset(people, fields, scope="people")
    whole = list(keyset.ordered())
    assert sorted(person.pk for person in whole) == sorted(people.values_list("pk", flat=True))
    forward, backward = walk(keyset, size)
    assert forward == whole
    assert set(backward) <= set(whole)
    assert backward[-size:] == whole[-size:]


@pytest.mark.parametrize("fields", ORDERS)
def test_going_back_ends_with_a_full_first_page(people, fields):
    keyset = Keyset(people, fields, scope="people")
    second = keyset.page(3, after=keyset.page(3).after)
    third = keyset.page(3, after=second.after)
    assert keyset.page(3, before=third.before) == second
    assert keyset.page(3, before=second.before).rows == keyset.page(3).rows
    assert keyset.page(4, before=second.before).rows == keyset.page(4).rows


def test_empty_values_are_last_in_both_directions(people):
    rising = Keyset(people, ("temporary_until",), scope="").ordered().values_list("temporary_until", flat=True)
    falling = Keyset(people, ("-temporary_until",), scope="").ordered().values_list("temporary_until", flat=True)
    assert [moment is None for moment in rising] == [False] * 6 + [True] * 5
    assert [moment is None for moment in falling] == [False] * 6 + [True] * 5


def test_an_order_may_follow_a_relation(db):
    rows = Organisation.objects.all()
    keyset = Keyset(rows, ("parent__order", "-name"), scope="units")
    expected = rows.order_by(F("parent__order").asc(nulls_last=True), "-name", "pk")
    assert walk(keyset, 7)[0] == list(expected)


def test_amounts_months_and_days_are_good_positions(people):
    first = people.order_by("pk").first().pk
    known = When(pk__gt=first + 2, then=wan(Decimal("0.5")) + wan(Decimal("0.5")))
    rows = people.annotate(
        total=Case(known, default=wan(Decimal("12800.0001")), output_field=MoneyField()),
        month=Case(When(pk__gt=first + 5, then=Value(Month(2026, 3), MonthField())), default=None),
        day=F("temporary_until__date"),
    )
    keyset = Keyset(rows, ("-total", "month", "day"), scope="people")
    assert walk(keyset, 2)[0] == list(keyset.ordered())
    assert keyset.page(1).rows[0].total == Decimal("12800.0001")
    assert [type(row.day) for row in rows.exclude(day=None)[:1]] == [date]


def test_rows_may_be_dicts(people):
    keyset = Keyset(people.values("pk", "name"), ("-name",), scope="people")
    assert walk(keyset, 4)[0] == list(keyset.ordered())


@pytest.mark.parametrize("direction", ["after", "before"])
@pytest.mark.parametrize("position", ["x", "a:b", "eyJ9:forged", "，\x00", "1" * 5000])
def test_a_position_that_is_no_good_leads_to_the_first_page(people, direction, position):
    keyset = Keyset(people, ("name",), scope="people")
    page = keyset.page(4, **{direction: position})
    assert (page.rows, page.lost) == (keyset.page(4).rows, True)


def test_a_position_of_another_order_or_list_is_no_good(people):
    position = Keyset(people, ("name",), scope="people:name").page(4).after
    assert Keyset(people, ("-name",), scope="people:-name").page(4, after=position).lost is True
    assert Keyset(people, ("name",), scope="people:name").page(4, after=position).lost is False


def test_a_position_with_fewer_values_than_keys_is_no_good(people):
    position = Keyset(people, (), scope="people").page(4).after
    assert Keyset(people, ("name",), scope="people").page(4, after=position).lost is True


def test_a_page_whose_rows_have_gone_becomes_the_first_page(people):
    keyset = Keyset(people, ("pk",), scope="people")
    position = keyset.page(10).after
    left = Keyset(people.exclude(pk=people.order_by("-pk").first().pk), ("pk",), scope="people")
    assert left.page(10, after=position).rows == left.page(10).rows


def test_a_page_costs_one_query_however_deep_it_is(people, django_assert_num_queries):
    keyset = Keyset(people, ("name",), scope="people")
    position = keyset.page(8).after
    with django_assert_num_queries(1):
        keyset.page(2, after=position)


def test_empty_values_are_expected_only_where_the_table_allows_them():
    keys = order_keys(Organisation, ("-order", "parent__name", "created_by_annotation"))
    assert [(key.path, key.name, key.descending, key.nullable) for key in keys] == [
        ("order", "order", True, False),
        ("parent__name", "keyset_1", False, True),
        ("created_by_annotation", "created_by_annotation", False, True),
        ("pk", "pk", False, False),
    ]


def test_an_order_by_what_cannot_be_a_position_is_a_programming_error(people):
    rows = people.annotate(ratio=Value(0.5))
    with pytest.raises(TypeError) as error:
        Keyset(rows, ("ratio",), scope="people").page(2)
    assert str(error.value) == "a list cannot be ordered by float"
