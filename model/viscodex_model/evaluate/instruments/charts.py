"""Runs a plotting program under hooks in the sandbox and returns what it drew."""

import base64
import binascii
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viscodex_model.core.sandbox.confinement import Limits
from viscodex_model.core.sandbox.interpreter import Interpreter
from viscodex_model.evaluate.metrics.chart_comparison import Drawn

_PROGRAMS = Path(__file__).parent / "sandboxed"
_PLACE = "viscodex_model/evaluate/instruments/sandboxed"
# the recorder's files as a package of the same name, so that they import one another as they do here
_PACKAGE = {f"{_PLACE.rsplit('/', depth)[0]}/__init__.py": b"" for depth in range(4)}
_NAMES = ("chart_recorder.py", "chart_hooks.py", "chart_colors.py")


@dataclass(frozen=True)
class Chart:
    """What was drawn, a PNG where there is one, and the reason where the program did not run to its end."""

    drawn: Drawn
    picture: bytes | None = None
    error: str | None = None


def draw_chart(program: str, identity: str, interpreter: Interpreter, *, seconds: float = 60.0) -> Chart:
    """Run `program` and tell what it drew; `identity` is the sample's id, which decides how a graph's grid counts."""
    files = dict(_PACKAGE) | {f"{_PLACE}/{name}": (_PROGRAMS / name).read_bytes() for name in _NAMES}
    files["program.py"] = program.encode("utf-8", "replace")
    outcome = interpreter.run(
        ["-m", f"{_PLACE.replace('/', '.')}.chart_recorder", "/input/program.py", identity],
        files=files,
        limits=Limits(seconds=seconds),
    )
    if not outcome.ok:
        return Chart(Drawn(), error=outcome.explain())
    try:
        return _read(json.loads(outcome.output))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Chart(Drawn(), error="the program wrote over the record of what it drew")


def _read(record: dict[str, Any]) -> Chart:
    drawn = Drawn(
        texts=tuple(str(text) for text in record["texts"]),
        layout=tuple(tuple(int(number) for number in place) for place in record["layout"]),
        calls={str(name): int(count) for name, count in record["calls"].items()},
        colors=tuple(str(mark) for mark in record["colors"]),
    )
    error = record["error"]
    return Chart(drawn, _decode(record["picture"]), str(error)[:500] if error is not None else None)


def _decode(picture: str | None) -> bytes | None:
    try:
        return base64.b64decode(picture, validate=True) if picture else None
    except binascii.Error:
        return None
