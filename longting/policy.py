"""The policy table: for each URL name its methods, permission, row scope and audit kind. A URL without a line here
stops start-up; tests/contracts/matrix.csv is the copy that people review."""

from longting.accounts.roles import Permission as P
from longting.common.policy import OFFICE, PERSONAL, PUBLIC, SCOPED, Rule

GET, POST, FORM = ("GET",), ("POST",), ("GET", "POST")

POLICY: dict[str, Rule] = {
    # roof
    "healthz": Rule(GET, scope=PUBLIC),
    "readyz": Rule(GET, scope=PUBLIC),
    "desk:home": Rule(GET, scope=PERSONAL),
    "desk:workbench": Rule(GET, scope=PERSONAL),
    "desk:jobs": Rule(GET, (P.VIEW_JOBS,), OFFICE),
    # accounts: signing in and one's own account
    "accounts:login": Rule(FORM, scope=PUBLIC, audit="sign_in"),
    "accounts:second-factor": Rule(FORM, scope=PERSONAL, audit="sign_in"),
    "accounts:logout": Rule(POST, scope=PERSONAL, audit="sign_in"),
    "accounts:me": Rule(GET, scope=PERSONAL),
    "accounts:password-change": Rule(FORM, scope=PERSONAL, audit="account"),
    "accounts:factor-enrol": Rule(FORM, scope=PERSONAL, audit="account"),
    "accounts:factor-remove": Rule(POST, scope=PERSONAL, audit="account"),
    "accounts:session-end": Rule(POST, scope=PERSONAL, audit="account"),
    "accounts:sessions-end": Rule(POST, scope=PERSONAL, audit="account"),
    # accounts: administration
    "accounts:user-list": Rule(GET, (P.MANAGE_ACCOUNTS,), OFFICE),
    "accounts:user-create": Rule(FORM, (P.MANAGE_ACCOUNTS,), OFFICE, "account"),
    "accounts:user-detail": Rule(GET, (P.MANAGE_ACCOUNTS,), OFFICE),
    "accounts:user-edit": Rule(FORM, (P.MANAGE_ACCOUNTS,), OFFICE, "account"),
    "accounts:user-deactivate": Rule(POST, (P.MANAGE_ACCOUNTS,), OFFICE, "account"),
    "accounts:user-activate": Rule(POST, (P.MANAGE_ACCOUNTS,), OFFICE, "account"),
    "accounts:user-reset": Rule(POST, (P.MANAGE_ACCOUNTS,), OFFICE, "account"),
    "accounts:user-import": Rule(FORM, (P.MANAGE_ACCOUNTS,), OFFICE, "account"),
    "accounts:user-import-commit": Rule(POST, (P.MANAGE_ACCOUNTS,), OFFICE, "account"),
    "accounts:user-template": Rule(GET, (P.MANAGE_ACCOUNTS,), OFFICE),
    "accounts:post-create": Rule(FORM, (P.MANAGE_ACCOUNTS,), OFFICE, "account"),
    "accounts:post-end": Rule(FORM, (P.MANAGE_ACCOUNTS,), OFFICE, "account"),
    "accounts:handover-create": Rule(FORM, (P.MANAGE_ACCOUNTS,), OFFICE, "account"),
    "accounts:handover-preview": Rule(POST, (P.MANAGE_ACCOUNTS,), OFFICE),
    "accounts:organisation-list": Rule(GET, (P.MANAGE_ACCOUNTS,), OFFICE),
    "accounts:organisation-create": Rule(FORM, (P.MANAGE_ACCOUNTS,), OFFICE, "account"),
    "accounts:organisation-edit": Rule(FORM, (P.MANAGE_ACCOUNTS,), OFFICE, "account"),
    "accounts:organisation-activate": Rule(POST, (P.MANAGE_ACCOUNTS,), OFFICE, "account"),
    "accounts:organisation-deactivate": Rule(POST, (P.MANAGE_ACCOUNTS,), OFFICE, "account"),
    "accounts:organisation-towns": Rule(POST, (P.MANAGE_ACCOUNTS,), OFFICE, "account"),
    # audit
    "audit:event-list": Rule(GET, (P.READ_AUDIT,), OFFICE),
    "audit:event-detail": Rule(GET, (P.READ_AUDIT,), OFFICE),
    "audit:chain-verify": Rule(POST, (P.READ_AUDIT,), OFFICE),
    # notices
    "notices:notice-list": Rule(GET, scope=PERSONAL),
    "notices:notice-open": Rule(POST, scope=PERSONAL),
    "notices:notice-read-all": Rule(POST, scope=PERSONAL),
    # documents
    "documents:attachment-upload": Rule(POST, (P.ATTACH,), SCOPED, "attachment"),
    "documents:attachment-download": Rule(GET, scope=SCOPED),
    "documents:attachment-remove": Rule(POST, (P.ATTACH,), SCOPED, "attachment"),
    "documents:draft-save": Rule(POST, scope=PERSONAL),
    "documents:draft-discard": Rule(POST, scope=PERSONAL),
    # projects
    "projects:project-list": Rule(GET, (P.VIEW_PROJECTS,)),
    "projects:project-create": Rule(FORM, (P.FILE_PROJECT,), SCOPED, "project"),
    "projects:project-detail": Rule(GET, (P.VIEW_PROJECTS,)),
    "projects:project-edit": Rule(FORM, (P.FILE_PROJECT,), SCOPED, "project"),
    "projects:project-history": Rule(GET, (P.VIEW_PROJECTS,)),
    "projects:contacts-reveal": Rule(POST, (P.REVEAL_CONTACTS,), SCOPED, "project"),
    "projects:override-request": Rule(FORM, (P.REQUEST_OVERRIDE,), SCOPED, "override"),
    "projects:override-sign": Rule(POST, (P.SIGN_OVERRIDE,), SCOPED, "override"),
    "projects:override-refuse": Rule(POST, (P.SIGN_OVERRIDE,), SCOPED, "override"),
    "projects:rule-list": Rule(GET, (P.VIEW_PROJECTS,), OFFICE),
    "projects:rule-create": Rule(FORM, (P.CHANGE_RULES,), OFFICE, "rule"),
    "projects:list-index": Rule(GET, (P.VIEW_PROJECTS,)),
    "projects:list-detail": Rule(GET, (P.VIEW_PROJECTS,)),
    "projects:list-ledger": Rule(GET, (P.EXPORT_LEDGER,), SCOPED, "export"),
    "projects:entry-edit": Rule(FORM, (P.KEEP_LIST,), SCOPED, "list"),
    # ledgers
    "ledgers:import-list": Rule(GET, (P.IMPORT_LEDGER,), PERSONAL),
    "ledgers:import-create": Rule(POST, (P.IMPORT_LEDGER,), PERSONAL, "import"),
    "ledgers:import-detail": Rule(GET, (P.IMPORT_LEDGER,), PERSONAL),
    "ledgers:import-progress": Rule(GET, (P.IMPORT_LEDGER,), PERSONAL),
    "ledgers:import-check": Rule(POST, (P.IMPORT_LEDGER,), PERSONAL, "import"),
    "ledgers:import-resolve": Rule(POST, (P.IMPORT_LEDGER,), PERSONAL, "import"),
    "ledgers:import-commit": Rule(POST, (P.IMPORT_LEDGER,), PERSONAL, "import"),
    "ledgers:import-again": Rule(POST, (P.IMPORT_LEDGER,), PERSONAL, "import"),
    "ledgers:import-discard": Rule(POST, (P.IMPORT_LEDGER,), PERSONAL, "import"),
    "ledgers:import-marked": Rule(GET, (P.IMPORT_LEDGER,), PERSONAL),
    "ledgers:import-template": Rule(GET, (P.IMPORT_LEDGER,), PERSONAL),
    "ledgers:view-create": Rule(FORM, scope=PERSONAL),
    "ledgers:view-remove": Rule(POST, scope=PERSONAL),
    "ledgers:export-detail": Rule(GET, scope=PERSONAL),
    "ledgers:export-download": Rule(GET, scope=PERSONAL),
}
