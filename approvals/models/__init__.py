from approvals.models.batch import BatchItem, ScreeningBatch
from approvals.models.decision import DeclarationWindow, Resolution
from approvals.models.declaration import Declaration, SectionNote
from approvals.models.history import DeclarationVersion, ListStep, Step
from approvals.models.verification import Verification

__all__ = [
    "BatchItem",
    "Declaration",
    "DeclarationVersion",
    "DeclarationWindow",
    "ListStep",
    "Resolution",
    "ScreeningBatch",
    "SectionNote",
    "Step",
    "Verification",
]
