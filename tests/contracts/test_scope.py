"""Everything that hangs on a project, however far away, can be cut down to what a person may see."""

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from projects.models import Project
from tests.contracts.house import LABELS


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
