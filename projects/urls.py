from django.urls import path

from projects.views import editing, lists, overrides, pool, projects, rules

app_name = "projects"

urlpatterns = [
    path("", pool.project_list, name="project-list"),
    path("new/", editing.project_create, name="project-create"),
    path("<uuid:public_id>/", projects.project_detail, name="project-detail"),
    path("<uuid:public_id>/edit/", editing.project_edit, name="project-edit"),
    path("<uuid:public_id>/history/", projects.project_history, name="project-history"),
    path("<uuid:public_id>/contacts/", projects.contacts_reveal, name="contacts-reveal"),
    path("<uuid:public_id>/override/", overrides.override_request, name="override-request"),
    path("overrides/<int:pk>/sign/", overrides.override_sign, name="override-sign"),
    path("overrides/<int:pk>/refuse/", overrides.override_refuse, name="override-refuse"),
    path("rules/", rules.rule_list, name="rule-list"),
    path("rules/new/", rules.rule_create, name="rule-create"),
    path("lists/", lists.list_index, name="list-index"),
    path("lists/<int:year>/<int:batch>/", lists.list_detail, name="list-detail"),
    path("lists/<int:year>/<int:batch>/ledger/", lists.list_ledger, name="list-ledger"),
    path("entries/<int:pk>/", lists.entry_edit, name="entry-edit"),
]
