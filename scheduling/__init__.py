"""建设与推进 (第五章): targets, monthly reports, rankings, reviews, visits, meetings, issues.

Imports only from the floor, `projects`, `reserve` and `approvals`.
"""
