"""What each role may do, held here a second time so that a change of the code is a change people see."""

import pytest

from longting.accounts.enums import OrganisationKind
from longting.accounts.roles import (
    GRANTS,
    ROLE_KINDS,
    SECOND_FACTOR_ROLES,
    Permission,
    Role,
    may_be_held_at,
    may_hold_together,
)

MAY = {
    "owner": "view_projects attach apply",
    "clerk": "view_projects file_project attach reveal_contacts share_view apply screen read_issued",
    "unit_head": "view_projects reveal_contacts share_view sign_off read_issued",
    "department": "view_projects share_view read_issued",
    "officer": "view_projects view_all file_project attach reveal_contacts request_override keep_list"
    " import_ledger export_ledger share_view verify set_window read_issued",
    "office_head": "view_projects view_all reveal_contacts sign_override change_rules export_ledger share_view"
    " submit_list publish set_window read_issued",
    "committee": "view_projects view_all export_ledger decide read_issued",
    "leader": "view_projects view_all read_issued",
    "service_officer": "view_projects attach reveal_contacts read_issued",
    "auditor": "view_projects view_all export_ledger read_audit view_jobs read_issued",
    "admin": "manage_accounts view_jobs",
}
HELD_AT = {
    "owner": "company",
    "clerk": "township subdistrict bureau",
    "unit_head": "township subdistrict bureau",
    "department": "bureau",
    "officer": "office",
    "office_head": "office",
    "committee": "committee",
    "leader": "government",
    "service_officer": "township subdistrict bureau",
    "auditor": "government office bureau",
    "admin": "office",
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_may_exactly_what_the_reviewed_table_says(role, permission):
    assert (permission in GRANTS[role]) == (permission.value in MAY[role.value].split())


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", OrganisationKind)
def test_a_role_is_held_exactly_where_the_reviewed_table_says(role, kind):
    assert may_be_held_at(role, kind) == (kind.value in HELD_AT[role.value].split())


def test_every_role_can_be_held_somewhere():
    assert set(ROLE_KINDS) == set(Role)


def test_the_roles_that_bind_the_district_use_a_second_factor():
    assert {"office_head", "committee", "admin"} == SECOND_FACTOR_ROLES


@pytest.mark.parametrize("other", set(Role) - {Role.ADMIN})
def test_the_administrator_holds_no_other_role(other):
    assert not may_hold_together({Role.ADMIN, other})


@pytest.mark.parametrize("other", set(Role) - {Role.AUDITOR})
def test_the_auditor_holds_no_other_role(other):
    assert not may_hold_together({Role.AUDITOR, other})


def test_who_prepares_never_signs():
    assert not may_hold_together({Role.OFFICER, Role.OFFICE_HEAD})


def test_a_clerk_may_also_be_a_service_officer():
    assert may_hold_together({Role.CLERK, Role.SERVICE_OFFICER})


def test_one_role_alone_is_always_allowed():
    assert all(may_hold_together({role}) for role in Role)
