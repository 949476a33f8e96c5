"""`--help` in Chinese: argparse and Django bring English words of their own."""

import argparse

from django.core.management import BaseCommand
from django.core.management.base import DjangoHelpFormatter

_WORDS = {
    "help": "显示这段说明",
    "version": "显示 Django 的版本",
    "verbosity": "输出多少：0 最少，1 通常，2 较多，3 最多",
    "settings": "设置模块的点路径；不写则用环境变量 DJANGO_SETTINGS_MODULE",
    "pythonpath": "加入 Python 搜索路径的目录",
    "traceback": "出错时显示完整的调用过程",
    "no_color": "输出不带颜色",
    "force_color": "输出总是带颜色",
    "skip_checks": "不做启动前的检查",
}


class _Formatter(DjangoHelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):
        super().add_usage(usage, actions, groups, prefix or "用法：")


class ChineseCommand(BaseCommand):
    """The base of every command of this system."""

    def create_parser(self, prog_name, subcommand, **kwargs):
        parser = super().create_parser(prog_name, subcommand, formatter_class=_Formatter, **kwargs)
        for group in parser._action_groups:
            group.title = {"positional arguments": "参数", "options": "选项"}.get(group.title, group.title)
        for action in parser._actions:
            if action.dest in _WORDS and action.help is not argparse.SUPPRESS:
                action.help = _WORDS[action.dest]
        return parser
