"""储备库 (第二章): recommend, admit, refresh, retire; maturity; pool health.

Imports only from the floor and `projects`.
"""
