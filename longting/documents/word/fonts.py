"""The document's font table: which font stands in for one that is not installed, and that the language is Chinese."""

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn

from longting.documents.word.marks import FALLBACK, element

_TABLE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:fonts>'
)
_FONT = '<w:font w:name="{}"><w:altName w:val="{}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'


def name_fonts(document) -> None:
    """Name the fonts of the standard with their stand-ins; text without a language of its own is Chinese."""
    part = document.part.part_related_by(RT.FONT_TABLE)
    part._blob = _TABLE.format("".join(_FONT.format(name, other) for name, other in FALLBACK.items())).encode("utf-8")
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))
