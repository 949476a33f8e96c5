"""The one writer of official papers in Word, in the form of GB/T 9704-2012.

A paper is described by plain values (`Paper`); the writer knows pages, fonts and rules, not projects. Pure.
"""

from longting.documents.word.paper import Attachment, Heading, Paper, Text, day_words, document_number
from longting.documents.word.writer import write_paper

__all__ = ["Attachment", "Heading", "Paper", "Text", "day_words", "document_number", "write_paper"]
