"""申报与审批服务 (第三、四章): declaration, screening, consultation, resolution; permits and factors.

Imports only from the floor, `projects` and `reserve`.
"""
