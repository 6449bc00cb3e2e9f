"""Runs a program on the inputs of its tests and prints what it printed or returned. Runs inside the sandbox.

The expected outputs are not here: they are compared outside. Each test runs in a child process of its own, so that one
that hangs, ends the interpreter or changes a global does not touch the next. How a program meets its input is as in
MMCode's harness (K. Li et al., 2024): imports are put before it, a program that reads standard input becomes the body
of a function, and `__main__` is renamed.
"""

import contextlib
import functools
import io
import json
import os
import select
import signal
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

PREAMBLE = """\
import sys
import time
import itertools
from itertools import accumulate, product, permutations, combinations
import collections
from collections import Counter, OrderedDict, deque, defaultdict, ChainMap
from functools import lru_cache
import math
from math import sqrt, sin, cos, tan, ceil, fabs, floor, gcd, exp, log, log2
import fractions
from typing import List, Tuple
import random
import heapq
from heapq import *
"""
NUMPY = "import numpy as np\n"
GRACE_SECONDS = 5.0


class OutOfTime(Exception):
    """A test took too long."""


def main() -> None:
    """Read the job, run each test, print one JSON line for each where only this script can print."""
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    job = json.loads(Path("/input/job.json").read_text(encoding="utf-8"))
    _preamble()  # before any child is made, so that numpy is imported once
    for given in job["inputs"]:
        answer.write(json.dumps(_in_child(job, given)) + "\n")
        answer.flush()


def _in_child(job: dict[str, Any], given: Any) -> dict[str, Any]:
    if sys.platform != "linux":
        raise OSError("the sandbox is on Linux alone")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.setsid()  # so that all that it forks can be ended with it
        with contextlib.suppress(BaseException):
            _report(writer, run_one(job, given))
        os._exit(0)
    os.close(writer)
    said = _said_by(child, reader, job["seconds"] + GRACE_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    try:
        return dict(json.loads(said))
    except ValueError:
        return {"error": "the program ended the interpreter"}


def _said_by(child: int, reader: int, seconds: float) -> bytes:
    """What the child wrote until it ended, in the given time; what it forked may hold the pipe open for ever."""
    if sys.platform != "linux":
        raise OSError("the sandbox is on Linux alone")
    said = b""
    deadline = time.monotonic() + seconds
    with os.fdopen(reader, "rb", buffering=0) as pipe, os.fdopen(os.pidfd_open(child), "rb") as ended:
        while select.select([pipe, ended], [], [], max(0.0, deadline - time.monotonic()))[0]:
            if not select.select([pipe], [], [], 0)[0]:
                break
            chunk = pipe.read(1 << 16)
            if not chunk:
                break
            said += chunk
    return said


def _report(writer: int, found: dict[str, Any]) -> None:
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(json.dumps(found).encode())


def run_one(job: dict[str, Any], given: Any) -> dict[str, Any]:
    """What the program prints for `given`, or what its function returns."""
    if sys.platform != "linux":
        raise OSError("the sandbox is on Linux alone")
    signal.signal(signal.SIGALRM, _raise_out_of_time)
    signal.setitimer(signal.ITIMER_REAL, job["seconds"])
    try:
        if job["function"]:
            return {"returned": _described(_call(job, given))}
        return {"printed": _print(job["program"], given)}
    except OutOfTime:
        return {"error": f"it took longer than {job['seconds']:g} s"}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:300]}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def as_function(program: str) -> str:
    """`program` as the body of `code()`; imports at its head stay outside."""
    lines: list[str] = []
    started = False
    for line in program.split("\n"):
        if line.startswith(("from ", "import ")) and not started:
            lines.append(line)
            continue
        if not started:
            lines += ["stdin = sys.stdin", "stdout = sys.stdout", "def code():"]
            started = True
        lines.append("\t" + line)
    return "\n".join(lines) + "\n"


@functools.cache
def _preamble() -> str:
    with contextlib.suppress(ImportError):
        __import__("numpy")
        return PREAMBLE + NUMPY
    return PREAMBLE


def _load(source: str) -> types.ModuleType:
    module = types.ModuleType("tmp_sol")
    exec(
        compile((_preamble() + source).replace("__main__", "tmp_sol"), "program.py", "exec"), module.__dict__
    )
    return module


def _call(job: dict[str, Any], given: Any) -> Any:
    module: Any = _load(job["program"])
    owner = module.Solution() if "class Solution" in job["program"] else module
    return getattr(owner, job["function"])(*_with_number_keys(given))


def _with_number_keys(given: Any) -> Any:
    """JSON turns the keys of a mapping into texts; where they all are numbers they become numbers again."""
    with contextlib.suppress(ValueError, KeyError, IndexError, TypeError, AttributeError):
        if isinstance(given[0], dict):
            return [{int(key): value for key, value in given[0].items()}]
    return given


def _print(program: str, given: Any) -> list[str]:
    text = "\n".join(given) if isinstance(given, list) else str(given)
    code: Callable[[], object] = _load(as_function(program)).code
    printed, stdin = io.StringIO(), io.StringIO(text)
    with (
        contextlib.redirect_stdout(printed),
        mock.patch("builtins.open", mock.mock_open(read_data=text)),
        mock.patch("sys.stdin", stdin),
        mock.patch.object(stdin, "readline", side_effect=text.split("\n")),
        mock.patch.object(stdin, "readlines", return_value=text.split("\n")),
        mock.patch.object(stdin, "read", return_value=text),
        contextlib.suppress(SystemExit),
    ):
        code()
    return printed.getvalue().splitlines()


def _described(value: Any) -> str:
    """A literal that can be read outside; numbers and arrays of other libraries become plain ones."""
    for name in ("tolist", "item"):
        if type(value).__module__ == "numpy" and hasattr(value, name):
            return repr(getattr(value, name)())
    return repr(value)


def _raise_out_of_time(_signal: int, _frame: object) -> None:
    raise OutOfTime


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    main()
