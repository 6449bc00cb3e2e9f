"""Parsers that run in a process of their own, and answer each text with a line."""

import base64
import contextlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent
_MOST_TEXTS: Final = 150
"""Texts that one process of Node is asked: parsers compiled to WebAssembly keep the memory of each."""
_JARS: Final = "kotlin-compiler kotlin-stdlib kotlin-reflect kotlin-script-runtime"


class Node:
    """The parsers of `reference.mjs`, with the packages in one folder."""

    def __init__(self, node_modules: Path) -> None:
        self._command = ["node", "--no-warnings", str(_HERE / "reference.mjs"), str(node_modules)]
        self._process = _started(self._command)
        self._asked = 0

    def take(self, text: str, language: str) -> bool | None:
        """Whether the text is taken, which one that ends the parser is not; None where the language has no parser."""
        self._asked += 1
        if self._asked % _MOST_TEXTS == 0:
            self._start_again()
        said = _answer(self._process, json.dumps({"language": language, "text": text}))
        if not said:
            self._start_again()
            return False
        answer = json.loads(said)
        return answer if isinstance(answer, bool) else None

    def _start_again(self) -> None:
        self.close()
        self._process = _started(self._command)

    def close(self) -> None:
        """End the process."""
        _end(self._process)


class Kotlin:
    """Kotlin's parser, in a process that starts when it is first asked."""

    def __init__(self, node_modules: Path) -> None:
        self._library = node_modules / "node_modules" / "kotlin-compiler" / "lib"
        self._process: subprocess.Popen[str] | None = None

    def take(self, text: str) -> bool | None:
        """Whether the text is taken; None where the package is not there."""
        if not self._library.is_dir():
            return None
        if self._process is None:
            jars = ":".join(str(self._library / f"{name}.jar") for name in _JARS.split())
            self._process = _started(["java", "-cp", jars, str(_HERE / "Reference.java")])
        encoded = base64.b64encode(text.encode("utf-8", errors="replace")).decode("ascii")
        return _answer(self._process, encoded) == "true"

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            _end(self._process)


class Lines:
    """A program of `php` or `ruby` that answers each line with true or false; it starts when it is first asked."""

    def __init__(self, interpreter: str, program: Path) -> None:
        self._command = [interpreter, str(program)]
        self._process: subprocess.Popen[str] | None = None

    def ask(self, line: str) -> bool | None:
        """What it answers; None where the interpreter is not installed."""
        if shutil.which(self._command[0]) is None:
            return None
        if self._process is None:
            self._process = _started(self._command)
        return _answer(self._process, line) == "true"

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            _end(self._process)


def _started(command: list[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _answer(process: "subprocess.Popen[str]", line: str) -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(line + "\n")
        process.stdin.flush()
    except BrokenPipeError:
        return ""
    return process.stdout.readline().strip()


def _end(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()
    process.wait(timeout=10)
