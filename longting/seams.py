"""Seams by dotted path: a lower part of the house reaches an upper one only through these names (DESIGN §2).

Part of the settings (longting.settings takes all of them), kept apart because they are wiring, not configuration.
"""

POLICY = "longting.policy.POLICY"
TODO_SOURCES = [
    "projects.todos.overrides_to_sign",
    "projects.todos.facts_to_complete",
    "approvals.todos.declarations_to_write",
    "approvals.todos.declarations_to_screen",
    "approvals.todos.reports_to_sign",
    "approvals.todos.declarations_to_verify",
    "approvals.todos.lists_to_move",
    "ledgers.todos.imports_to_finish",
]
SAVED_VIEWS = "ledgers.selectors.saved_views"
EXPORT_JOB = "ledgers.services.exports.request_export"
EXPORT_INLINE_ROWS = 5000
JOB_HANDLERS = {
    "verify_audit": "longting.audit.services.proof.prove_job",
    "import_workbook": "ledgers.services.imports.check_job",
    "export_list": "ledgers.services.exports.export_job",
}
ATTACHMENT_OWNERS = {
    "project": "projects.selectors.attachment_subject",
    "declaration": "approvals.selectors.attachments.declaration_subject",
    "resolution": "approvals.selectors.attachments.resolution_subject",
}
#: Each part names its own acts; the audit pages print their Chinese labels.
AUDIT_VERBS = [
    "longting.audit.enums.Verb",
    "longting.accounts.enums.Act",
    "projects.enums.Act",
    "approvals.enums.Act",
    "ledgers.enums.Act",
]
#: Tables that the database itself keeps append-only (longting.audit.triggers).
APPEND_ONLY_TABLES = (
    "audit_auditevent",
    "documents_issueddocument",
    "approvals_declarationversion",
    "approvals_step",
    "approvals_liststep",
)
#: What the daily cleaning calls: `function(now) -> number of things removed`.
SWEEPS = [
    "longting.audit.services.sweep.sweep_rows",
    "longting.accounts.services.sessions.sweep_sessions",
    "longting.accounts.services.devices.sweep_devices",
    "longting.documents.services.sweep.sweep_files",
    "longting.documents.services.sweep.sweep_drafts",
    "longting.notices.services.sweep_notices",
    "ledgers.services.sweep.sweep_files",
]
#: Declarations, units' reports and lists wait for a unit and a role, not for a person, so the desk takes them along
#: with its post; only texts begun and not sent are somebody's own and move (approvals.services.handover).
HANDOVER_TASKS = [
    "projects.services.handover.hand_over",
    "approvals.services.handover.hand_over",
    "ledgers.services.handover.hand_over",
]
