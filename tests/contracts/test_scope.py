"""Everything that hangs on a project, however far away, can be cut down to what a person may see, and is."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models
from django.http import QueryDict
from django.test.utils import isolate_apps

from ledgers.models import ImportRow
from longting.common import clock
from longting.documents.services.drafts import save_draft
from projects.enums import Duty, Source
from projects.models import FundSource, Project, ProjectContact
from projects.models.override import OverrideQuerySet
from tests import factories
from tests.contracts.ground import Ground
from tests.contracts.house import LABELS

#: Scoped tables of which everybody sees some rows, and why.
SHARED = {"accounts.Organisation": "the names of public bodies are no secret inside the system"}


def our_models() -> list[type[models.Model]]:
    """The tables of the house."""
    return [model for model in apps.get_models() if model._meta.app_label in LABELS]


def leads_to_project(model: type[models.Model], seen: frozenset = frozenset()) -> bool:
    """Whether forward relations lead from `model` to Project, over any number of tables."""
    if model is Project:
        return True
    related = [field.related_model for field in model._meta.get_fields() if field.is_relation and field.concrete]
    return any(leads_to_project(other, seen | {model}) for other in related if other not in seen | {model})


def unscoped(found: list[type[models.Model]]) -> list[str]:
    """Project-bound tables whose default manager has no `visible_to`."""
    bound = [model for model in found if leads_to_project(model)]
    return [model._meta.label for model in bound if not hasattr(model._default_manager, "visible_to")]


def test_every_project_bound_table_has_a_scope():
    assert unscoped(our_models()) == []


def test_the_contract_sees_the_tables():
    bound = {model._meta.label for model in our_models() if leads_to_project(model)}
    assert {"projects.Project", "projects.ListEntry", "projects.EligibilityOverride"} <= bound


def scoped() -> list[type[models.Model]]:
    """Tables whose rows are cut down."""
    return [model for model in our_models() if hasattr(model._default_manager, "visible_to")]


def seen_by(person) -> dict[str, int]:
    """How many rows of each scoped table `person` sees, where it is any."""
    counts = {model._meta.label: model._default_manager.visible_to(person).count() for model in scoped()}
    return {label: count for label, count in counts.items() if count and label not in SHARED}


@pytest.fixture
def ground(cast):
    """A row of every scoped table, all of them of 北郊乡, of the office or of its people."""
    made = Ground(cast)
    made.prepare()
    for personal in (made.notice, made.view, made.export):
        personal(cast.officer)
    save_draft("project", "new", data=QueryDict("name=草稿"), actor=cast.officer, now=clock.now())
    ProjectContact.objects.create(project=made.project, duty=Duty.CONTACT, name="王某", phone="13800005678")
    FundSource.objects.create(project=made.project, source=Source.OWN, amount=Decimal(1))
    ImportRow.objects.create(batch=made.batch, sheet="名单", row=5, status="new", project=made.project)
    return made


def test_there_is_a_row_of_every_scoped_table(ground):
    """Otherwise seeing nothing would prove nothing."""
    assert [model._meta.label for model in scoped() if not model._default_manager.exists()] == []


def test_the_office_sees_what_is_its_own(ground):
    hidden = {"audit.AuditEvent"}
    assert {model._meta.label for model in scoped()} - set(seen_by(ground.cast.officer)) - set(SHARED) == hidden


def test_the_clerk_of_another_unit_sees_no_row(ground):
    assert seen_by(ground.cast.outsider) == {}


def test_a_person_without_a_post_sees_no_row(ground):
    assert seen_by(factories.make_user()) == {}


def test_a_company_sees_no_other_company(ground):
    stranger = factories.make_organisation()
    seen = type(stranger).objects.visible_to(ground.cast.owner).filter(kind=stranger.kind)
    assert list(seen) == [ground.cast.owner.posts.get().organisation]


def test_control_a_table_that_lost_its_scope_is_reported(ground, monkeypatch):
    monkeypatch.setattr(OverrideQuerySet, "visible_to", lambda rows, user: rows)
    assert seen_by(ground.cast.outsider) == {"projects.EligibilityOverride": 1}


@isolate_apps("projects")
def test_control_a_table_without_a_scope_is_reported():
    class Near(models.Model):
        project = models.ForeignKey(Project, models.PROTECT, related_name="+")

        class Meta:
            app_label = "projects"

        def __str__(self):
            return "a row without a scope"

    class Far(models.Model):
        near = models.ForeignKey(Near, models.PROTECT, related_name="+")

        class Meta:
            app_label = "projects"

        def __str__(self):
            return "a row without a scope"

    assert unscoped([Near, Far]) == ["projects.Near", "projects.Far"]
