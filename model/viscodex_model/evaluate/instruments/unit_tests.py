"""Compiles and runs a response's code with a unit test of InfiBench in the sandbox.

A language whose tools are not installed here is not measured: that is said, and not counted as a failure of the model.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from viscodex_model.core.confinement import Limits
from viscodex_model.core.interpreter import Interpreter
from viscodex_model.core.sandbox import Outcome, run_sandboxed
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
class Language:
    """How a program is run: its file, the tool it needs, the shell line, and the seconds it may take."""

    file: str
    tool: str
    line: str
    seconds: float


_LANGUAGES: Mapping[str, Language] = {
    "javascript": Language("test.js", "node", "node test.js", 10),
    "typescript": Language("test.ts", "tsc", "tsc test.ts --outFile test.js; node test.js", 20),
    "cpp": Language("main.cpp", "g++", "g++ main.cpp -o main && ./main", 60),
    "java": Language("Main.java", "javac", "javac Main.java && java Main", 10),
    "go": Language("main.go", "go", "go run main.go", 20),
    "rust": Language("main.rs", "rustc", "rustc main.rs && ./main", 300),
    "c#": Language("main.cs", "mcs", "mcs -out:main.exe main.cs && mono main.exe", 20),
    "r": Language("main.r", "Rscript", "Rscript main.r", 20),
}
_ALIASES = {
    **dict.fromkeys(("c", "c++", "c/c++", "c++/c", "cpp/c", "c/cpp"), "cpp"),
    **dict.fromkeys(("c-sharp", "csharp", "cs"), "c#"),
    "js": "javascript",
    "ts": "typescript",
}


@dataclass(frozen=True)
class Ran:
    """`passed` is None where the language cannot be run here."""

    passed: bool | None
    reason: str | None = None


def run_unit_test(
    test: UnitTest, response: str, language: str, folder: Path, interpreter: Interpreter
) -> Ran:
    """Put the test after the code of `response` and run both; passed where they end with status 0."""
    language = _ALIASES.get(language.lower(), language.lower())
    code = joined_blocks(f"{test.prefix}\n{response}", only_longest=test.only_longest)
    body = "\n".join(
        (
            _text_of(test.prefix_path, folder),
            code if code is not None else "",
            test.content if test.content is not None else _text_of(test.path, folder),
        )
    )
    if language == "python":
        return _verdict(_run_python(body, test.timeout or 10, interpreter))
    known = _LANGUAGES.get(language)
    if known is None or shutil.which(known.tool) is None:
        return Ran(
            None, f"{language} cannot be run here{f': {known.tool} is not installed' if known else ''}"
        )
    body = _CPP_HEAD + body if language == "cpp" else body
    return _verdict(_run_with_tool(known, body, test.timeout or known.seconds))


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


def _run_with_tool(language: Language, body: str, seconds: float) -> Outcome:
    # V8, the JVM and Go reserve far more addresses than they use: their memory is bounded by what they hold
    limits = Limits(seconds=seconds, address_space_bytes=256 << 30, file_bytes=256 << 20)
    return run_sandboxed(
        ["/bin/sh", "-c", f"cp /input/{language.file} . && {{ {language.line}; }}"],
        files={language.file: body.encode("utf-8", "replace")},
        environment={"GOCACHE": "/tmp/go", "GOFLAGS": "-mod=mod"},
        limits=limits,
    )


def _text_of(path: str | None, folder: Path) -> str:
    return (folder / path).read_text(encoding="utf-8") if path else ""
