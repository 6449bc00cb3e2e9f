"""Runs a program against its tests in the sandbox; results are compared outside of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viscodex_model.core.sandbox.confinement import Limits
from viscodex_model.core.sandbox.interpreter import Interpreter
from viscodex_model.core.sandbox.run import Outcome
from viscodex_model.evaluate.metrics.program_outputs import printed_agrees, returned_agrees

SECONDS_PER_TEST = 20.0
SECONDS_IN_ALL = 180.0
SECONDS_TO_START = 30.0
_RUNNER = Path(__file__).parent / "sandboxed" / "test_runner.py"


@dataclass(frozen=True)
class ProgramTests:
    """Inputs with expected outputs; `function` is called with each input, or the program reads it."""

    inputs: tuple[Any, ...]
    outputs: tuple[Any, ...]
    function: str | None = None


@dataclass(frozen=True)
class Verdict:
    """One truth value for each test, and the reason of the first that is not passed."""

    passed: tuple[bool, ...]
    reason: str | None = None

    @property
    def all_passed(self) -> bool:
        return bool(self.passed) and all(self.passed)


def read_tests(text: str | dict[str, Any]) -> ProgramTests:
    """Tests from the `input_output` of a problem, which is JSON.

    Raises:
        ValueError: it has no inputs, or another number of outputs.
    """
    content = json.loads(text) if isinstance(text, str) else text
    if not isinstance(content, dict):
        raise ValueError("its tests are no JSON object with inputs and outputs")
    inputs, outputs = tuple(content.get("inputs") or ()), tuple(content.get("outputs") or ())
    if not inputs or len(inputs) != len(outputs):
        raise ValueError(f"it has {len(inputs)} inputs and {len(outputs)} outputs")
    return ProgramTests(inputs, outputs, content.get("fn_name"))


def run_tests(
    program: str, tests: ProgramTests, interpreter: Interpreter, *, seconds: float = SECONDS_PER_TEST
) -> Verdict:
    """Run `program` on every test, each for at most `seconds`, and all of them for at most three minutes."""
    job = {"program": program, "function": tests.function, "inputs": tests.inputs, "seconds": seconds}
    outcome = interpreter.run(
        ["/input/test_runner.py"],
        files={"test_runner.py": _RUNNER.read_bytes(), "job.json": json.dumps(job).encode()},
        limits=Limits(seconds=min(SECONDS_IN_ALL, seconds * len(tests.inputs)) + SECONDS_TO_START),
    )
    answers = _read_answers(outcome)
    verdicts: list[bool] = []
    reason: str | None = None
    for number, expected in enumerate(tests.outputs):
        answer = answers[number] if number < len(answers) else {"error": outcome.explain()}
        agrees = _agrees(answer, expected, called=tests.function is not None)
        verdicts.append(agrees)
        if not agrees and reason is None:
            reason = f"test {number + 1}: {answer.get('error') or 'another output than expected'}"
    return Verdict(tuple(verdicts), reason)


def _agrees(answer: dict[str, Any], expected: Any, *, called: bool) -> bool:
    if called:
        return "returned" in answer and returned_agrees(str(answer["returned"]), expected)
    printed = answer.get("printed")
    if not isinstance(printed, list) or not all(isinstance(line, str) for line in printed):
        return False
    return printed_agrees(
        printed, expected if isinstance(expected, str) else [str(line) for line in expected]
    )


def _read_answers(outcome: Outcome) -> Sequence[dict[str, Any]]:
    answers: list[dict[str, Any]] = []
    for line in outcome.output.decode("utf-8", "replace").splitlines():
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError):
            break
        if not isinstance(answer, dict):
            break
        answers.append(answer)
    return answers
