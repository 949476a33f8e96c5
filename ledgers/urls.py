from django.urls import path

from ledgers.views import exports, imports, views

app_name = "ledgers"

urlpatterns = [
    path("imports/", imports.import_list, name="import-list"),
    path("imports/new/", imports.import_create, name="import-create"),
    path("imports/template/<slug:kind>/", imports.import_template, name="import-template"),
    path("imports/<uuid:public_id>/", imports.import_detail, name="import-detail"),
    path("imports/<uuid:public_id>/progress/", imports.import_progress, name="import-progress"),
    path("imports/<uuid:public_id>/check/", imports.import_check, name="import-check"),
    path("imports/<uuid:public_id>/resolve/", imports.import_resolve, name="import-resolve"),
    path("imports/<uuid:public_id>/commit/", imports.import_commit, name="import-commit"),
    path("imports/<uuid:public_id>/again/", imports.import_again, name="import-again"),
    path("imports/<uuid:public_id>/discard/", imports.import_discard, name="import-discard"),
    path("imports/<uuid:public_id>/marked/", imports.import_marked, name="import-marked"),
    path("views/new/", views.view_create, name="view-create"),
    path("views/<int:pk>/remove/", views.view_remove, name="view-remove"),
    path("exports/<int:pk>/", exports.export_detail, name="export-detail"),
    path("exports/<int:pk>/download/", exports.export_download, name="export-download"),
]
