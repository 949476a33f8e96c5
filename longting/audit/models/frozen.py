"""Rows that are only ever added: the base of the audit trail, of issued papers, of versions and steps.

The code refuses what would change one; the database refuses it as well (longting.audit.triggers).
"""

from django.db import models


class ImmutableRow(Exception):
    """Somebody tried to change or delete a row that is only added. The text is Chinese and says what is frozen."""


class FrozenQuerySet(models.QuerySet):
    """Reads and adds only. `frozen_words` of the model say what cannot be changed."""

    def update(self, **kwargs):
        raise ImmutableRow(self.model.frozen_words)

    def delete(self):
        raise ImmutableRow(self.model.frozen_words)

    def bulk_update(self, objs, fields, batch_size=None):
        raise ImmutableRow(self.model.frozen_words)


class FrozenRow(models.Model):
    """A row that can be saved once."""

    frozen_words = "这一行不能修改或删除。"

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise ImmutableRow(self.frozen_words)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ImmutableRow(self.frozen_words)
