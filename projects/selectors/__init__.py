"""Reads of this part. `attachment_subject` is named in settings.ATTACHMENT_OWNERS."""

from projects.selectors.attachments import attachment_subject

__all__ = ["attachment_subject"]
