"""Says before scoring what these predictions need that this machine lacks: tools, languages, Python libraries."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from viscodex_model.core.errors import UserError
from viscodex_model.core.sandbox.interpreter import Interpreter
from viscodex_model.core.sandbox.run import require_sandbox
from viscodex_model.evaluate.benchmarks.benchmark import Benchmark, Sample
from viscodex_model.evaluate.benchmarks.infibench import Case
from viscodex_model.evaluate.benchmarks.registry import PAGES
from viscodex_model.evaluate.instruments.frontend.components import missing_here
from viscodex_model.evaluate.instruments.frontend.syntax_trees import missing_parser
from viscodex_model.evaluate.instruments.missing_modules import PYTHON
from viscodex_model.evaluate.instruments.toolchains import find_toolchain, language_name
from viscodex_model.evaluate.instruments.tools import Tools
from viscodex_model.evaluate.scoring.rows import Prediction

_IMPORT = re.compile(r"(?m)^\s*(?:import|from)\s+([A-Za-z_]\w*)")
_FIND = """
import importlib.util, json, sys
print(json.dumps([name for name in json.load(sys.stdin) if not importlib.util.find_spec(name)]))
"""


def missing_requirements(
    benchmark: Benchmark, samples: Sequence[Sample], predictions: Iterable[Prediction], tools: Tools
) -> Iterator[str]:
    """A sentence for each thing that is missing, with how many answers or questions need it."""
    drawn = benchmark.name in (*PAGES, "designbench")
    if drawn and not Path(tools.settings.browser).exists():
        yield f"{tools.settings.browser} is not there: install chromium, or name it with --browser."
    if benchmark.name in PAGES:
        return
    try:
        require_sandbox()
    except UserError as error:
        yield str(error)
        return
    if drawn:
        yield from _missing_frameworks(samples, tools.settings.packages)
        return
    yield from _missing_languages(samples)
    texts = [row.response or "" for row in predictions]
    texts += [sample.reference for sample in samples if isinstance(sample.reference, str)]
    texts += [text for sample in samples for text in _test_code(sample)]
    yield from _missing_modules(texts, tools.interpreter)


def _missing_frameworks(samples: Sequence[Sample], packages: Path | None) -> Iterator[str]:
    frameworks = Counter(
        sample.reference.framework for sample in samples if sample.reference.framework != "vanilla"
    )
    for framework, count in frameworks.items():
        problem = missing_here(framework, packages)
        if problem:
            yield f"{problem} ({count} of {len(samples)} questions)."
    changes = [sample.reference for sample in samples if sample.reference.wanted]
    unparsed = (
        missing_parser({kind for case in changes for kind in case.kinds}, packages) if changes else None
    )
    if unparsed:
        yield f"{unparsed} ({len(changes)} of {len(samples)} questions)."


def _missing_languages(samples: Sequence[Sample]) -> Iterator[str]:
    cases = [sample.reference for sample in samples if isinstance(sample.reference, Case)]
    tested = [case for case in cases if case.grading.unit_test is not None]
    counts = Counter(
        language_name(case.grading.unit_test.lang or case.language)
        for case in tested
        if case.grading.unit_test is not None
    )
    for language, count in sorted(counts.items()):
        problem = None if language == "python" else find_toolchain(language).problem
        if problem:
            yield f"{problem} ({count} of {len(samples)} questions)."


def _test_code(sample: Sample) -> Iterator[str]:
    if isinstance(sample.reference, Case) and sample.reference.grading.unit_test is not None:
        for test in sample.reference.grading.unit_test.tests:
            yield f"{test.prefix}\n{test.content or ''}"


def _missing_modules(texts: Sequence[str], interpreter: Interpreter) -> Iterator[str]:
    """Widely known libraries that the interpreter lacks; the names of others may be made up by a model."""
    counts = Counter(name for text in texts for name in set(_IMPORT.findall(text)) if name in PYTHON)
    if not counts:
        return
    outcome = interpreter.run(["-c", _FIND], files={}, stdin=json.dumps(sorted(counts)).encode())
    if not outcome.ok:
        yield f"{interpreter.executable} does not run in the sandbox: {outcome.explain()}."
        return
    for name in json.loads(outcome.output):
        advice = f"pip install {PYTHON[name]} (imported {counts[name]} times)"
        yield f"{name} is not installed for {interpreter.executable}: {advice}."
