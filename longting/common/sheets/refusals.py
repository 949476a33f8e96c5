"""Why a file is not read: one code and one Chinese message each, saying what is wrong and what to do (D-24).

Pure: the parent and the child both raise `Refusal`; the child sends code and facts, the parent words them.
"""

MAX_BYTES = 10 * 1024 * 1024
MAX_PARTS = 200
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_AREA = 4_000_000
"""Cells between the first and the last filled one of all sheets: the parser keeps an array of this size."""
MAX_MERGES = 50_000

_RESAVE = "请用 WPS 或 Excel 打开它，另存为“Excel 工作簿（*.xlsx）”后再上传。"

MESSAGES = {
    "too_big": "文件有 {size} MB，超过了 10 MB。请只保留要导入的工作表并删去图片，另存为 .xlsx 后再上传。",
    "empty_file": "文件是空的（0 字节）。请检查文件是否保存或传输完整，再重新上传。",
    "encrypted": "文件有打开密码，读不出内容。请在 WPS 或 Excel 中取消密码，另存后再上传。",
    "not_a_workbook": "文件名像工作簿，内容却是{found}。" + _RESAVE,
    "binary_workbook": "文件是二进制工作簿（.xlsb），本系统不读这种格式。" + _RESAVE,
    "damaged": "文件不完整或已损坏，读不出内容。请重新下载或复制一份；若 WPS 或 Excel 能打开，另存为 .xlsx 后再上传。",
    "too_many_parts": "文件内部有 200 个以上的部件，不是普通的台账。请只保留要导入的工作表，另存为 .xlsx 后再上传。",
    "too_much_inside": "文件展开后超过 100 MB。请只保留要导入的工作表，删去多余的行、列和图片，另存为 .xlsx 后再上传。",
    "bomb": "文件的压缩比异常（展开后是原来的 100 倍以上），没有读取。请新建工作簿，把要导入的内容复制过去后再上传。",
    "unsafe_path": "文件内部的部件名称不正常，没有读取。" + _RESAVE,
    "macro": "文件带有宏，没有读取。请另存为不带宏的“Excel 工作簿（*.xlsx）”后再上传。",
    "dtd": "文件内部带有外部定义（DTD），没有读取。" + _RESAVE,
    "too_many_rows": "工作表有内容的行超过 20,000 行。请拆成几个文件，或删去多余的行后再上传。",
    "too_many_columns": "内容延伸到了 {cell}，超过 200 列。请删去右侧多余的列（连同看不见的空格）后再上传。",
    "too_spread": "内容延伸到了 {cell}，中间空白太多。请删去表格以外的单元格（连同看不见的空格）后再上传。",
    "too_many_merges": "合并单元格超过 50,000 处。请取消表格以外的合并后再上传。",
    "too_complex": "文件太复杂，在限定的时间和内存内读不完。请只保留要导入的工作表，清除多余的格式，另存后再上传。",
}


class Refusal(Exception):
    """A file that is not read; `code` is a key of `MESSAGES`, `facts` fill its gaps."""

    def __init__(self, code: str, **facts: str):
        super().__init__(code)
        self.code = code
        self.facts = facts

    @property
    def message(self) -> str:
        """The sentence for people."""
        return MESSAGES[self.code].format_map(self.facts)
