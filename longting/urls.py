"""The roof's map: each part of the house under its own path."""

from django.urls import include, path

from longting.desk.views import health

handler400 = "longting.desk.views.errors.bad_request"
handler403 = "longting.desk.views.errors.forbidden"
handler404 = "longting.desk.views.errors.not_found"
handler500 = "longting.desk.views.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("longting.desk.urls")),
    path("account/", include("longting.accounts.urls")),
    path("audit/", include("longting.audit.urls")),
    path("notices/", include("longting.notices.urls")),
    path("files/", include("longting.documents.urls")),
    path("projects/", include("projects.urls")),
    path("declarations/", include("approvals.urls")),
    path("ledgers/", include("ledgers.urls")),
]
