"""Reading any workbook people send, safely, and giving it back with the bad cells marked.

The parent process looks at bytes only (`prescan`); everything that parses runs in a limited child process
(`child`, `marking`), because a 5 KB file can abort a native parser. No Django here.
"""
