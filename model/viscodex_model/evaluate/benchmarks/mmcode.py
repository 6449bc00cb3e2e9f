"""MMCode: solve a programming problem with pictures in Python; scored by hidden tests, all of which must pass.

Source: K. Li et al., "MMCode: Benchmarking Multimodal Large Language Models for Code Generation with Visually Rich
Programming Problems" (2024); data likaixin/MMCode (MIT): mmcode_test.jsonl.gz, the same rows as a JSON array or as
parquet, or folders of data.json with images; each of them also as an archive.
"""

import base64
import binascii
import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.benchmarks.benchmark import Result, Sample
from viscodex_model.evaluate.benchmarks.packed import picture_bytes, read_parquet, unpacked
from viscodex_model.evaluate.instruments.missing_modules import missing_python, not_here
from viscodex_model.evaluate.instruments.program_tests import read_tests, run_tests
from viscodex_model.evaluate.instruments.tools import Tools
from viscodex_model.evaluate.metrics.answer_code import fenced_code
from viscodex_model.evaluate.metrics.pass_at_k import pass_at_k

_STANDARD_IO = "Write a Python program that reads standard input and prints the answer."
_CALLED = "Write the Python function that is asked for; it will be called."
QUESTION = "{question}\n\n{form}{starter}\n\nAnswer with the whole program in one ```python block."
KS = (1, 5, 10)
_NAMES = tuple(
    f"{stem}.{form}" for form in ("jsonl.gz", "jsonl", "json", "parquet") for stem in ("mmcode_test", "test")
)


class MMCode:
    """See the module."""

    name = "mmcode"
    title = "MMCode"
    hub = "likaixin/MMCode"
    columns = ("pass@1", "pass@5", "pass@10")

    def load(self, data: Path) -> list[Sample]:
        """One sample for each problem of the test split."""
        problems = [
            problem for problem in _read_problems(data) if problem.get("data_split", "test") == "test"
        ]
        return [self._sample(problem) for problem in problems]

    def score(self, sample: Sample, response: str, tools: Tools) -> Result:
        """Run the program on every test in the sandbox."""
        program = fenced_code(response, ("python", "py", "python3"))
        verdict = run_tests(program, sample.reference, tools.interpreter)
        missing = missing_python(verdict.reason or "")
        if missing:
            return Result({}, f"not measured: {not_here(missing, tools.interpreter.executable)}")
        detail = {"tests": len(verdict.passed), "passed": sum(verdict.passed)}
        return Result({"pass@1": float(verdict.all_passed)}, verdict.reason, detail)

    def zero(self, _sample: Sample) -> dict[str, float]:
        return {"pass@1": 0.0}

    def combine(self, attempts: Sequence[Mapping[str, float]]) -> dict[str, float]:
        """The unbiased pass@k for every k that there are attempts for."""
        right = sum(scores.get("pass@1", 0.0) == 1.0 for scores in attempts)
        return {f"pass@{k}": pass_at_k(len(attempts), right, k) for k in KS if k <= len(attempts)}

    def _sample(self, problem: Mapping[str, Any]) -> Sample:
        identity = str(problem.get("problem_id", "?"))
        try:
            tests = read_tests(problem["input_output"])
            pictures = tuple(_picture(picture) for picture in problem.get("images") or ())
        except (KeyError, ValueError, TypeError) as error:
            return Sample(identity, "", problem=f"the problem cannot be read: {error}")
        starter = str(problem.get("starter_code") or "")
        question = QUESTION.format(
            question=problem.get("question", ""),
            form=_CALLED if tests.function or starter else _STANDARD_IO,
            starter=f"\nStart from this:\n{starter}" if starter else "",
        )
        return Sample(identity, question, pictures, tests)


def _picture(value: object) -> Path | bytes:
    if isinstance(value, Path):
        return value
    if isinstance(value, bytes | dict):
        return picture_bytes(value)
    try:
        return base64.b64decode(str(value), validate=True)
    except binascii.Error as error:
        raise ValueError(f"a picture is not base64: {error}") from error


def _read_problems(data: Path) -> Iterator[dict[str, Any]]:
    data = unpacked(data)
    candidates = [data] if data.is_file() else [data / name for name in _NAMES]
    file = next((path for path in candidates if path.is_file()), None)
    if file is not None:
        yield from _READERS.get(file.suffix, _read_lines)(file)
        return
    folders = sorted(path.parent for path in data.glob("*/data.json"))
    if not folders:
        raise UserError(
            f"{data} holds no MMCode data: mmcode_test.jsonl.gz, or folders with a data.json, are expected."
        )
    for folder in folders:
        problem = _parsed((folder / "data.json").read_bytes(), f"{folder / 'data.json'}")
        pictures = sorted((folder / "images").glob("*.png"), key=lambda path: (len(path.stem), path.stem))
        yield {**problem, "problem_id": folder.name, "images": pictures}


def _read_array(file: Path) -> Iterator[dict[str, Any]]:
    try:
        problems = json.loads(file.read_bytes())
    except ValueError as error:
        raise UserError(f"{file} is not JSON: {error}.") from error
    if not isinstance(problems, list) or not all(isinstance(problem, dict) for problem in problems):
        raise UserError(f"{file} is no JSON array of problems.")
    yield from problems


def _read_lines(file: Path) -> Iterator[dict[str, Any]]:
    content = file.read_bytes()
    try:
        lines = (gzip.decompress(content) if file.suffix == ".gz" else content).splitlines()
    except (OSError, EOFError, zlib.error) as error:
        raise UserError(f"{file} cannot be unpacked ({error}). Download it again.") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _parsed(line, f"Line {number} of {file}")


def _parsed(text: bytes, place: str) -> dict[str, Any]:
    try:
        problem = json.loads(text)
    except ValueError as error:
        raise UserError(f"{place} is not JSON: {error}.") from error
    if not isinstance(problem, dict):
        raise UserError(f"{place} is no problem: a JSON object is expected.")
    return problem


_READERS = {".json": _read_array, ".parquet": read_parquet}
