from django.urls import path

from approvals.views import (
    acts,
    applying,
    batches,
    bulk,
    declarations,
    drafts,
    issued,
    screening,
    vetting,
    windows,
)

app_name = "approvals"

ONE, LIST, REPORT = "<uuid:public_id>/", "lists/<int:year>/<int:batch>/", "batches/<uuid:public_id>/"
ISSUED = "issued/<int:year>/<int:batch>/"

urlpatterns = [
    path("", declarations.declaration_list, name="declaration-list"),
    path("new/", applying.declaration_create, name="declaration-create"),
    path("screening/", screening.screening_desk, name="screening-desk"),
    path("vetting/", vetting.vetting_desk, name="vetting-desk"),
    path("bulk/", bulk.bulk_preview, name="bulk-preview"),
    path("bulk/act/", bulk.bulk_act, name="bulk-act"),
    path("notes/<int:pk>/settle/", acts.note_settle, name="note-settle"),
    # one declaration
    path(ONE, declarations.declaration_detail, name="declaration-detail"),
    path(f"{ONE}compare/", declarations.declaration_compare, name="declaration-compare"),
    path(f"{ONE}paper/", declarations.declaration_paper, name="declaration-paper"),
    path(f"{ONE}steps/", declarations.declaration_steps, name="declaration-steps"),
    path(f"{ONE}edit/", applying.declaration_edit, name="declaration-edit"),
    path(f"{ONE}submit/", applying.declaration_submit, name="declaration-submit"),
    path(f"{ONE}recall/", acts.declaration_recall, name="declaration-recall"),
    path(f"{ONE}withdraw/", acts.declaration_withdraw, name="declaration-withdraw"),
    path(f"{ONE}screen/", screening.declaration_screen, name="declaration-screen"),
    path(f"{ONE}pass/", acts.declaration_pass, name="declaration-pass"),
    path(f"{ONE}unpass/", acts.declaration_unpass, name="declaration-unpass"),
    path(f"{ONE}return/", acts.declaration_return, name="declaration-return"),
    path(f"{ONE}reject/", acts.declaration_reject, name="declaration-reject"),
    path(f"{ONE}receive/", acts.declaration_receive, name="declaration-receive"),
    path(f"{ONE}verify/", vetting.declaration_verify, name="declaration-verify"),
    path(f"{ONE}shortlist/", acts.declaration_shortlist, name="declaration-shortlist"),
    path(f"{ONE}remove/", acts.declaration_remove, name="declaration-remove"),
    path(f"{ONE}transfer/", acts.declaration_transfer, name="declaration-transfer"),
    path(f"{ONE}decline/", acts.declaration_decline, name="declaration-decline"),
    # a unit's report
    path("batches/", batches.batch_list, name="batch-list"),
    path("batches/new/", batches.batch_open, name="batch-open"),
    path(REPORT, batches.batch_detail, name="batch-detail"),
    path(f"{REPORT}arrange/", batches.batch_arrange, name="batch-arrange"),
    path(f"{REPORT}submit/", batches.batch_submit, name="batch-submit"),
    path(f"{REPORT}return/", batches.batch_return, name="batch-return"),
    path(f"{REPORT}sign/", batches.batch_sign, name="batch-sign"),
    # the yearly list on its way
    path(LIST, drafts.draft_detail, name="draft-detail"),
    path(f"{LIST}submit/", drafts.list_submit, name="list-submit"),
    path(f"{LIST}return/", drafts.list_return, name="list-return"),
    path(f"{LIST}keep/", drafts.list_keep_rest, name="list-keep-rest"),
    path(f"{LIST}committee/", drafts.resolution_committee, name="resolution-committee"),
    path(f"{LIST}endorse/", drafts.list_endorse, name="list-endorse"),
    path(f"{LIST}reopen/", drafts.list_reopen, name="list-reopen"),
    path(f"{LIST}district/", drafts.resolution_district, name="resolution-district"),
    path(f"{LIST}approve/", drafts.list_approve, name="list-approve"),
    path(f"{LIST}issue/", drafts.list_issue, name="list-issue"),
    path("entries/<int:pk>/decide/", drafts.entry_decide, name="entry-decide"),
    path(ISSUED, issued.issued_detail, name="issued-detail"),
    path(f"{ISSUED}xlsx/", issued.issued_workbook, name="issued-workbook"),
    path(f"{ISSUED}docx/", issued.issued_paper, name="issued-paper"),
    # when declarations are open
    path("windows/", windows.window_list, name="window-list"),
    path("windows/<int:year>/<int:batch>/", windows.window_edit, name="window-edit"),
]
