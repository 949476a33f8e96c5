from longting.documents.services.attachments import remove_attachment, upload_attachment
from longting.documents.services.drafts import discard_draft, save_draft
from longting.documents.services.issued import issue_document, verify_document

__all__ = [
    "discard_draft",
    "issue_document",
    "remove_attachment",
    "save_draft",
    "upload_attachment",
    "verify_document",
]
