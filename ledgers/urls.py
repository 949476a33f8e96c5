from django.urls import path

from ledgers.views import exports, views

app_name = "ledgers"
urlpatterns = [
    path("views/new/", views.view_create, name="view-create"),
    path("views/<int:pk>/remove/", views.view_remove, name="view-remove"),
    path("exports/<int:pk>/", exports.export_detail, name="export-detail"),
    path("exports/<int:pk>/download/", exports.export_download, name="export-download"),
]
