from longting.documents.models.attachment import Attachment
from longting.documents.models.draft import FormDraft
from longting.documents.models.issued import IssuedDocument

__all__ = ["Attachment", "FormDraft", "IssuedDocument"]
