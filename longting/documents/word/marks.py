"""Small pieces of Word's XML that python-docx has no words for: fonts, indents in characters, rules, fields."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

#: 字号 in points.
SIZE = {"二号": 22, "三号": 16, "四号": 14, "小四": 12, "五号": 10.5, "小五": 9}
#: Fonts the standard asks for, each with the one that stands in where it is not installed.
FALLBACK = {
    "方正小标宋简体": "宋体",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
TITLE, BODY, KAI, HEI, SONG = FALLBACK
LATIN = "Times New Roman"
RED = "FF0000"
LINE = Pt(28.95)
"""22 lines on 225 mm."""


def element(name: str, **attributes: object):
    """An element `w:<name>` with attributes of the same namespace."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def dress(run, font: str, size: str | float, *, colour: str = "") -> None:
    """Give a run its Chinese font by name, Latin letters and figures the serif that goes with it, its size in 字号 or
    points."""
    points = SIZE[size] if isinstance(size, str) else size
    properties = run._element.get_or_add_rPr()
    own = font if font in (HEI, SONG) else LATIN
    fonts = element("rFonts", ascii=own, hAnsi=own, cs=LATIN, eastAsia=font, hint="eastAsia")
    properties.insert(0, fonts)
    run.font.size = Pt(points)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)


def write(paragraph, text: str, font: str = BODY, size: str | float = "三号", *, colour: str = ""):
    """A run of text at the end of a paragraph; its lines are broken where the text has a line break."""
    run = paragraph.add_run(text)
    dress(run, font, size, colour=colour)
    return run


def line(paragraph, *, exactly=LINE, before=0, after=0) -> None:
    """The paragraph's line height and the room above and below it."""
    shape = paragraph.paragraph_format
    shape.line_spacing, shape.space_before, shape.space_after = exactly, before, after


def indent(paragraph, *, first: float = 0, left: float = 0, right: float = 0, size: str = "三号") -> None:
    """Indents counted in characters, in points as well for programs that do not count characters."""
    point = SIZE[size]
    wanted = {"firstLine": first, "left": left, "right": right}
    found = {}
    for name, characters in wanted.items():
        if characters:
            found[f"{name}Chars"] = round(characters * 100)
            found[name] = round(characters * point * 20)
    if found:
        paragraph._p.get_or_add_pPr()._insert_ind(element("ind", **found))


def rule(paragraph, *, top: int = 0, bottom: int = 0, colour: str = "000000", space: int = 0) -> None:
    """Lines above and below the paragraph; thickness in eighths of a point, distance in points."""
    borders = element("pBdr")
    for edge, eighths in (("top", top), ("bottom", bottom)):
        if eighths:
            borders.append(element(edge, val="single", sz=eighths, space=space, color=colour))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def page_number(paragraph, size: str = "四号") -> None:
    """— 1 —: the number of the page between two dashes, in 宋体."""
    for part in ("— ", None, " —"):
        if part:
            write(paragraph, part, SONG, size)
            continue
        for kind in ("begin", "instruction", "end"):
            run = paragraph.add_run()
            dress(run, SONG, size)
            if kind == "instruction":
                code = element("instrText")
                code.text = " PAGE "
                run._element.append(code)
            else:
                run._element.append(element("fldChar", fldCharType=kind))


def margins(section, *, top: float, right: float, bottom: float, left: float) -> None:
    """The margins of a section in millimetres."""
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
