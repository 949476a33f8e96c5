"""Whoever works at the machine itself, as a reader: a command that prints a ledger needs somebody to print it for."""

from collections.abc import Sequence
from dataclasses import dataclass

from longting.accounts.roles import Permission

READS = frozenset({Permission.VIEW_PROJECTS, Permission.VIEW_ALL, Permission.EXPORT_LEDGER})


@dataclass(frozen=True)
class Everyone:
    """Sees every project of the district and writes nothing: may answer, as a User does, what may be done and which
    organisations are one's own, and is named in the audit trail like one."""

    pk: int = 0
    name: str = "系统"
    role_label: str = "命令行"
    organisation_name: str = ""
    organisation_ids: Sequence[int] = ()

    def may(self, permission: Permission | str) -> bool:
        """Only reading: no contact is revealed, nothing is filed, signed or imported."""
        return permission in READS


EVERYONE = Everyone()
