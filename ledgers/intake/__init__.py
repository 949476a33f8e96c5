"""Understanding a workbook as a list of projects: where the table stands, what its columns mean, what each row says.

Pure: a `Workbook` (longting.common.sheets) and the names of the units go in, plain rows with their doubts come out.
Nothing is guessed: what can be read in two ways is flagged at its cell.
"""
