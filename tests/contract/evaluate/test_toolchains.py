"""Programs in other languages are scored where their tools are, and not measured where they are not."""

import os
import shutil
from pathlib import Path

import pytest
from viscodex_model.cli import main
from viscodex_model.core.sandbox.interpreter import find_interpreter
from viscodex_model.evaluate.instruments.toolchains import find_toolchain
from viscodex_model.evaluate.instruments.unit_tests import run_unit_test
from viscodex_model.evaluate.metrics.case_rules import UnitTest
from viscodex_model.evaluate.scoring.rows import Prediction, write_rows

from tests.fixtures.judges.evaluate_needs import needs_sandbox

pytestmark = needs_sandbox
JAVA_TEST = """
public class Main { public static void main(String[] a) { if (new Sum().add(1, 2) != 3) System.exit(1); } }
"""


@pytest.fixture(autouse=True)
def _fresh() -> None:
    find_toolchain.cache_clear()


def fenced(language: str, code: str) -> str:
    return f"```{language}\n{code}\n```"


@pytest.mark.skipif(shutil.which("javac") is None, reason="no Java compiler is installed")
def test_a_right_java_answer_is_right(tmp_path: Path) -> None:
    """Java compiles and runs in the sandbox, wherever its configuration lies."""
    answer = fenced("java", "class Sum { int add(int a, int b) { return a + b; } }")
    ran = run_unit_test(UnitTest(content=JAVA_TEST), answer, "java", tmp_path, find_interpreter())
    assert (ran.passed, ran.reason) == (True, None)


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_node_is_run_where_it_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A node that lies in a folder of its own on PATH is the one that runs, with the folders of NODE_PATH."""
    node = Path(shutil.which("node") or "").resolve()
    own = tmp_path / "own" / "bin"
    own.mkdir(parents=True)
    (own / "node").write_text(f'#!/bin/sh\nWHICH=own exec {node} "$@"\n')
    (own / "node").chmod(0o755)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    package = tmp_path / "modules" / "greeting"
    package.mkdir(parents=True)
    (package / "index.js").write_text("module.exports = 'hello';")
    monkeypatch.setenv("PATH", f"{own}:{os.environ['PATH']}")
    monkeypatch.setenv("NODE_PATH", str(tmp_path / "modules"))
    test = UnitTest(
        content="if (require('greeting') !== 'hello' || process.env.WHICH !== 'own') process.exit(1);"
    )
    ran = run_unit_test(test, fenced("javascript", "const a = 1;"), "js", tmp_path, find_interpreter())
    assert (ran.passed, ran.reason) == (True, None)


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_a_package_that_the_test_needs_is_not_the_models_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NODE_PATH", raising=False)
    test = UnitTest(content="require('jsdom-of-nobody');")
    ran = run_unit_test(test, fenced("javascript", "const a = 1;"), "js", tmp_path, find_interpreter())
    assert ran.passed is None
    assert ran.reason is not None
    assert "jsdom-of-nobody is not installed" in ran.reason
    assert "NODE_PATH" in ran.reason


def test_a_compiler_that_does_not_work_is_not_the_models_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tool that starts but cannot work in the sandbox is named with what it said, once, and nothing scores 0."""
    for name in ("rustc",):
        (tmp_path / name).write_text("#!/bin/sh\necho 'no linker here' >&2\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    ran = run_unit_test(
        UnitTest(content=""), fenced("rust", "fn main() {}"), "rust", tmp_path, find_interpreter()
    )
    assert ran.passed is None
    assert ran.reason is not None
    assert "no linker here" in ran.reason


def test_a_missing_python_library_is_named(tmp_path: Path) -> None:
    answer = fenced("python", "import statsmodels\nx = 1")
    ran = run_unit_test(UnitTest(content="assert x == 1"), answer, "python", tmp_path, find_interpreter())
    assert ran.passed is None
    assert ran.reason is not None
    assert "statsmodels is not installed" in ran.reason
    assert "--python" in ran.reason


def test_score_check_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`score --check` names what these predictions need, and a container that has it, before anything is scored."""
    small = Path(__file__).resolve().parents[3] / "model" / "benchmarks_small" / "mmcode"
    row = Prediction(benchmark="mmcode", id="1", response=fenced("python", "import statsmodels"))
    write_rows(tmp_path / "p.jsonl", [row])
    words = ["score", str(tmp_path / "p.jsonl"), "--data", str(small), "--check"]
    assert main(words) == 1
    said = capsys.readouterr().out
    assert "pip install statsmodels" in said
    assert (Path(__file__).resolve().parents[3] / "model/deploy/cluster/Dockerfile").is_file()
    assert "model/deploy/cluster/Dockerfile" in said
    write_rows(tmp_path / "p.jsonl", [row.model_copy(update={"response": "x"})])
    assert main(words) == 0
