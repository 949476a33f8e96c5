"""The menu: who sees what, and where a page belongs."""

import pytest

from longting.desk.navigation import menu_for

pytestmark = pytest.mark.django_db

#: Entries about declarations, by person.
SEEN = {
    "owner": ["项目申报", "重点项目"],
    "beijiao": ["项目申报", "初审上报", "重点项目"],
    "beijiao_head": ["项目申报", "初审上报", "重点项目"],
    "officer": ["项目申报", "核实遴选", "重点项目"],
    "office_head": ["项目申报", "核实遴选", "重点项目"],
    "committee": ["项目申报", "重点项目"],
    "admin": [],
}


@pytest.mark.parametrize("username", SEEN)
def test_everybody_sees_the_entries_of_his_part_in_the_order_of_a_projects_life(cast, username):
    labels = [entry["label"] for entry in menu_for(getattr(cast, username), "")]
    assert [label for label in labels if label in ("项目申报", "初审上报", "核实遴选", "重点项目")] == SEEN[username]


@pytest.mark.parametrize(
    ("username", "view_name", "expected"),
    [
        ("officer", "approvals:declaration-verify", ["核实遴选"]),
        ("officer", "approvals:declaration-detail", ["项目申报"]),
        ("officer", "approvals:bulk-preview", ["核实遴选"]),
        ("officer", "approvals:batch-detail", ["核实遴选"]),
        ("beijiao", "approvals:declaration-screen", ["初审上报"]),
        ("beijiao", "approvals:batch-detail", ["初审上报"]),
        ("committee", "approvals:draft-detail", ["重点项目"]),
        ("owner", "approvals:issued-detail", ["重点项目"]),
        ("admin", "approvals:declaration-detail", []),
        ("officer", "", []),
    ],
)
def test_a_page_belongs_to_one_entry(cast, username, view_name, expected):
    assert [entry["label"] for entry in menu_for(getattr(cast, username), view_name) if entry["current"]] == expected
