"""The migrations build exactly what the models say, and each app has one end of its history."""

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from tests.contracts.house import LABELS


def missing(now: ProjectState) -> dict[str, list[str]]:
    """Operations that would bring the migrations of our apps up to `now`, by app."""
    loader = MigrationLoader(None)
    with translation.override(None):  # migrations keep Django's own words, not their translation
        changes = MigrationAutodetector(loader.project_state(), now).changes(graph=loader.graph)
    return {
        app: [operation.describe() for migration in found for operation in migration.operations]
        for app, found in changes.items()
        if app in LABELS
    }


def test_no_migration_is_missing():
    assert missing(ProjectState.from_apps(apps)) == {}


def test_each_app_has_one_end():
    loader = MigrationLoader(None)
    ours = {app for app, _ in loader.graph.nodes if app in LABELS}
    assert {app: len(loader.graph.leaf_nodes(app)) for app in ours} == dict.fromkeys(ours, 1)


def test_histories_begin_with_one_initial_migration():
    loader = MigrationLoader(None)
    roots = [(app, name) for app, name in loader.graph.nodes if app in LABELS and name.startswith("0001")]
    assert [node for node in roots if node[1] != "0001_initial"] == []


@pytest.mark.parametrize(("model", "field"), [("project", "name"), ("annuallist", "title")])
def test_control_a_field_without_migration_is_reported(model, field):
    now = ProjectState.from_apps(apps)
    now.remove_field("projects", model, field)
    assert list(missing(now)) == ["projects"]
