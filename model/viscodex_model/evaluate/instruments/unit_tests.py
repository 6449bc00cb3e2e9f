"""Compiles and runs a response's code with a unit test of InfiBench in the sandbox.

A language whose tools, or a library that, is not installed here is not measured: that is said, and not counted as a
failure of the model.
"""

from dataclasses import dataclass
from pathlib import Path

from viscodex_model.core.sandbox.confinement import Limits
from viscodex_model.core.sandbox.interpreter import Interpreter
from viscodex_model.core.sandbox.run import Outcome
from viscodex_model.evaluate.instruments.missing_modules import missing_node, missing_python, not_here
from viscodex_model.evaluate.instruments.toolchains import find_toolchain, language_name
from viscodex_model.evaluate.metrics.answer_code import joined_blocks
from viscodex_model.evaluate.metrics.case_rules import UnitTest

_PYTHON_HEAD = "\n".join(
    (
        *("import math", "import re", "import sys", "import copy", "import datetime", "import itertools"),
        *("import collections", "import heapq", "import statistics", "import functools", "import hashlib"),
        *("import string", "from typing import *", "from collections import *"),
    )
)
_OPTIONAL_PYTHON = ("numpy", "pandas", "requests", "openpyxl", "xlsxwriter", "yolk")
_CPP_HEAD = """\
#include <algorithm>
#include <climits>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <iostream>
#include <list>
#include <map>
#include <numeric>
#include <queue>
#include <set>
#include <sstream>
#include <stack>
#include <string>
#include <vector>
using namespace std;
"""


@dataclass(frozen=True)
class Ran:
    """`passed` is None where the language cannot be run here."""

    passed: bool | None
    reason: str | None = None


def run_unit_test(
    test: UnitTest, response: str, language: str, folder: Path, interpreter: Interpreter
) -> Ran:
    """Put the test after the code of `response` and run both; passed where they end with status 0."""
    language = language_name(language)
    code = joined_blocks(f"{test.prefix}\n{response}", only_longest=test.only_longest)
    before = _text_of(test.prefix_path, folder)
    after = test.content if test.content is not None else _text_of(test.path, folder)
    body = "\n".join((before, code if code is not None else "", after))
    given = "\n".join((before, test.prefix, after))
    if language == "python":
        outcome = _run_python(body, test.timeout or 10, interpreter)
        missing = missing_python(outcome.errors.decode("utf-8", "replace"), given)
        if not outcome.ok and missing:
            return Ran(None, not_here(missing, interpreter.executable))
        return _verdict(outcome)
    toolchain = find_toolchain(language)
    if toolchain.problem:
        return Ran(None, toolchain.problem)
    body = _CPP_HEAD + body if language == "cpp" else body
    outcome = toolchain.run(body, test.timeout)
    missing = missing_node(outcome.errors.decode("utf-8", "replace"), given)
    if not outcome.ok and missing and language in ("javascript", "typescript"):
        advice = "install it with npm and name its node_modules in NODE_PATH"
        return Ran(None, f"cannot be run here: {missing} is not installed; {advice}")
    return _verdict(outcome)


def _verdict(outcome: Outcome) -> Ran:
    return Ran(True) if outcome.ok else Ran(False, outcome.explain())


def _run_python(body: str, seconds: float, interpreter: Interpreter) -> Outcome:
    optional = "\n".join(f"try: import {name}\nexcept ImportError: pass" for name in _OPTIONAL_PYTHON)
    names = "\n".join(
        f"if {name!r} in sys.modules: {short} = {name}" for name, short in (("numpy", "np"), ("pandas", "pd"))
    )
    future = [line for line in body.split("\n") if line.startswith("from __future__")]
    rest = [line for line in body.split("\n") if not line.startswith("from __future__")]
    program = "\n".join((*future, _PYTHON_HEAD, optional, names, *rest))
    return interpreter.run(
        ["/input/main.py"],
        files={"main.py": program.encode("utf-8", "replace")},
        limits=Limits(seconds=seconds + 5),
    )


def _text_of(path: str | None, folder: Path) -> str:
    return (folder / path).read_text(encoding="utf-8") if path else ""
