from django.urls import path

from longting.documents.views import attachments, drafts

app_name = "documents"

urlpatterns = [
    path("<slug:kind>/<slug:subject>/<slug:slot>/upload/", attachments.attachment_upload, name="attachment-upload"),
    path("attachments/<int:pk>/", attachments.attachment_download, name="attachment-download"),
    path("attachments/<int:pk>/remove/", attachments.attachment_remove, name="attachment-remove"),
    path("drafts/<slug:form>/<slug:subject>/save/", drafts.draft_save, name="draft-save"),
    path("drafts/<slug:form>/<slug:subject>/discard/", drafts.draft_discard, name="draft-discard"),
]
