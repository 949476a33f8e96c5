"""Starting a limited child process on a file, and turning every way it can end into an answer or a refusal.

The child gets the interpreter in isolated mode, an empty environment, no standard input, its own session, and a private
folder. It is killed by its own handle when it outlives the wall clock.
"""

import subprocess
import sys
from pathlib import Path

from longting.common.sheets.limits import WALL_SECONDS
from longting.common.sheets.refusals import Refusal

ROOT = Path(__file__).resolve().parents[3]

_LAUNCH = """
import importlib, sys, types
root, program, *arguments = sys.argv[1:]
for name in ("longting", "longting.common"):
    package = types.ModuleType(name)
    package.__path__ = [f"{root}/{name.replace('.', '/')}"]
    sys.modules[name] = package
sys.exit(importlib.import_module(program).main(arguments))
"""
"""Imports the program without running the two packages above it: the first of them starts Celery, which has no business
in the sandbox and would take ten times as long as reading a book."""


def run(program: str, folder: Path, *arguments: str) -> Path:
    """Run `program` (a module with `main(arguments)`) in `folder` under `limits`; the file of its standard output.

    Raises:
        Refusal: "too_complex" when it ran out of time, memory, disk, or died.
    """
    command = [sys.executable, "-I", "-B", "-c", _LAUNCH, str(ROOT), program, *arguments]
    path = folder / "answer"
    with path.open("wb") as answer:
        child = subprocess.Popen(
            command,
            cwd=folder,
            env={"LANG": "C.UTF-8", "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            code = child.wait(timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise Refusal("too_complex") from error
        finally:
            child.kill()
            child.wait()
    if code != 0:
        raise Refusal("too_complex")
    return path
