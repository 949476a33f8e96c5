"""File names made safe."""

import pytest

from longting.documents.names import MAX_LENGTH, clean_name, ending_of, hidden_ending


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("用地预审意见.pdf", "用地预审意见.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("C:\\资料\\合同.docx", "合同.docx"),
        ("C:合同.docx", "合同.docx"),
        ("合同\x00.exe.pdf", "合同.exe.pdf"),
        ("合同\r\n第一页\t.pdf", "合同 第一页 .pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("零\u200b宽\ufeff.pdf", "零宽.pdf"),
        ("\x1b[31m红.pdf", "[31m红.pdf"),
        ('a<b>c:d"e|f?g*h.pdf', "a_b_c_d_e_f_g_h.pdf"),
        ("  .合同.pdf. ", "合同.pdf"),
        ("...", "附件"),
        ("", "附件"),
        ("\ud800.pdf", "pdf"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_a_name_keeps_what_people_read_and_loses_the_rest(raw, clean):
    assert clean_name(raw) == clean


@pytest.mark.parametrize(
    ("raw", "ending"), [("长" * 300 + ".pdf", ".pdf"), ("长" * 300, ""), ("长" * 100 + "." + "x" * 200, "")]
)
def test_a_long_name_is_cut_but_keeps_its_ending(raw, ending):
    name = clean_name(raw)
    assert len(name) <= MAX_LENGTH
    assert name.endswith(ending or name[-1])
    assert name.startswith("长" * 100)


@pytest.mark.parametrize(
    ("name", "ending"), [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), (".pdf", ""), ("2026.1.意见", "意见")]
)
def test_the_ending_is_what_stands_after_the_last_dot(name, ending):
    assert ending_of(name) == ending


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("合同.exe.pdf", "exe"),
        ("合同.HTML .jpg", "html"),
        ("2026.1.合同.pdf", ""),
        ("www.kaifeng.com.pdf", ""),
        ("exe.pdf", ""),
        ("合同.exe", ""),
    ],
)
def test_a_program_s_ending_inside_the_name_is_seen(name, hidden):
    assert hidden_ending(name) == hidden
