"""The one base of every list page: scoped rows, filters, order, columns, pages by position, export as seen."""

from longting.common.lists.page import ListPage, write_list

__all__ = ["ListPage", "write_list"]
