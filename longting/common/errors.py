"""What a service says when it will not act. The words are Chinese sentences for the page; nothing was written."""


class Refused(Exception):
    """The act breaks a rule of the house. `field` names the form field the words belong under ("" = the whole form)."""

    def __init__(self, message: str, *, field: str = ""):
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(Refused):
    """Somebody else was faster: the row is no longer the one the page showed (compare-and-set failed, HTTP 409)."""

    def __init__(self, message: str = "已被他人处理：页面打开之后内容有了变化。请核对最新内容，再决定是否继续。"):
        super().__init__(message)
