"""ColumnMapping: what a unit once told about its own column titles is remembered for the next workbook."""

from django.db import models


class ColumnMapping(models.Model):
    """For one organisation and kind: a column title as printed → the field it means ("" = do not import)."""

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=100)
    field = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=4, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "title"], name="one_meaning_per_title"),
        ]

    def __str__(self):
        return f"{self.title} → {self.field}"
