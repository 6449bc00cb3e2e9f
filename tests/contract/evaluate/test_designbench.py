"""DesignBench's small set in its published form, with real bundlers and a real browser as judges of components."""

import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.benchmarks.registry import find_benchmark
from viscodex_model.evaluate.instruments.frontend.components import CannotBuildHere, NotBuilt, build_page
from viscodex_model.evaluate.instruments.frontend.syntax_trees import parse_all
from viscodex_model.evaluate.instruments.tools import Tools, ToolSettings
from viscodex_model.evaluate.metrics.pages.pixels import structural_similarity
from viscodex_model.evaluate.metrics.tree_changes import tree_change_match
from viscodex_model.evaluate.scoring.requirements import missing_requirements

from tests.fixtures.judges import compilers
from tests.fixtures.judges.evaluate_needs import needs_browser, needs_sandbox
from tests.fixtures.servers.evaluate_server import serving

SMALL = Path(__file__).resolve().parents[3] / "model" / "benchmarks_small" / "designbench"
SAMPLES = find_benchmark("designbench").load(SMALL)
FENCE = {"html": "html", "jsx": "jsx", "vue": "vue", "ts": "ts"}


@pytest.fixture(scope="module")
def packages() -> Path:
    """A node_modules folder with esbuild and the three frameworks."""
    try:
        compilers.install()
    except compilers.CompilersMissing as missing:
        pytest.skip(str(missing))
    return compilers.FOLDER / "node_modules"


@pytest.fixture(scope="module")
def tools(packages: Path) -> Iterator[Tools]:
    shared = Tools(ToolSettings(packages=packages))
    yield shared
    shared.close()


def answer(code: Any, first_line: str = "") -> str:
    """A reply with each source in its fence."""
    blocks = [f"```{FENCE[kind]}\n{text}```" for kind, text in code.items()]
    return "\n\n".join([first_line, *blocks])


def sample_of(identity: str) -> Any:
    return next(sample for sample in SAMPLES if sample.id == identity)


def drawing_of_the_wanted_page(tools: Tools, task: str) -> bytes:
    """The changed page of a task as this machine's browser draws it, PNG."""
    return tools.renderer.screenshot(sample_of(f"{task}-vanilla-1").reference.wanted["html"])


def test_every_task_and_framework_is_read() -> None:
    """One of each, in order; the question shows the code that is to be changed and says in which blocks to answer."""
    frameworks = ("vanilla", "react", "vue", "angular")
    tasks = ("generation", "edit", "repair")
    assert [sample.id for sample in SAMPLES] == [f"{task}-{one}-1" for task in tasks for one in frameworks]
    assert not [sample.problem for sample in SAMPLES if sample.problem]
    question = sample_of("edit-angular-1").question
    assert "```ts\nimport { Component }" in question
    assert "Write to us" in question
    assert "one ```html block and the component class in one ```ts block" in question


def test_no_response_has_a_zero_in_each_score_of_its_task() -> None:
    """Else a model that gives up on a change would have a better mean than one that tries it."""
    zeros = {sample.id: set(find_benchmark("designbench").zero(sample)) for sample in SAMPLES}
    assert zeros["generation-react-1"] == {"compiles", "ssim"}
    changes = {"code", "cmls", "cmcs", "compiles", "ssim"}
    assert zeros["edit-vue-1"] == changes
    assert zeros["repair-vanilla-1"] == changes | {"issues"}


@needs_browser
@needs_sandbox
@pytest.mark.parametrize(
    "identity", [sample.id for sample in SAMPLES if not sample.id.startswith("generation")]
)
def test_the_wanted_change_has_all_points(tools: Tools, identity: str, tmp_path: Path) -> None:
    """The reference itself changes the right lines, compiles, and looks as it should.

    The picture that it is held against is drawn here: two browsers draw the edges of letters differently.
    """
    drawn = tmp_path / "wanted.png"
    drawn.write_bytes(drawing_of_the_wanted_page(tools, identity.split("-")[0]))
    sample = sample_of(identity)
    sample = replace(sample, reference=replace(sample.reference, wanted_picture=drawn))
    said = answer(sample.reference.wanted, "Issues: crowding, occlusion")
    result = find_benchmark("designbench").score(sample, said, tools)
    wanted = {
        "code": 1.0,
        "cmls": 1.0,
        "cmcs": pytest.approx(1.0),
        "compiles": 1.0,
        "ssim": pytest.approx(1.0, abs=1e-6),
    }
    wanted |= {"issues": 1.0} if identity.startswith("repair") else {}
    assert (result.scores, result.reason) == (wanted, None)
    assert result.detail["mean_absolute_error"] == 0


@needs_browser
@needs_sandbox
@pytest.mark.parametrize("task", ["edit", "repair"])
def test_the_picture_of_the_wanted_change_shows_it(tools: Tools, task: str) -> None:
    """What is stored with the benchmark is the page that the reference makes, whatever browser drew it."""
    with Image.open(sample_of(f"{task}-vanilla-1").reference.wanted_picture) as stored:
        drawn = Image.open(io.BytesIO(drawing_of_the_wanted_page(tools, task)))
        assert structural_similarity(stored, drawn) > 0.999


@needs_browser
@needs_sandbox
@pytest.mark.parametrize("framework", ["vanilla", "react", "vue", "angular"])
def test_code_that_changes_nothing_is_far_from_the_change(tools: Tools, framework: str) -> None:
    """The given code given back compiles, has no change right, and looks less like what was wanted."""
    sample = sample_of(f"edit-{framework}-1")
    result = find_benchmark("designbench").score(sample, answer(sample.reference.given), tools)
    assert [result.scores[name] for name in ("code", "cmls", "cmcs")] == [0.0, 0.0, 0.0]
    assert result.scores["compiles"] == 1.0
    assert result.scores["ssim"] < 0.999


@needs_browser
@needs_sandbox
@pytest.mark.parametrize(
    ("framework", "code"),
    [
        ("react", {"jsx": "export default function Page() { return <main>"}),
        ("react", {"jsx": 'import x from "no-such-package"; export default () => <p>{x}</p>;'}),
        ("vue", {"vue": "<template><p>{{ </p></template>"}),
        ("angular", {"html": "<p></p>", "ts": "export class {"}),
    ],
)
def test_a_component_that_does_not_compile_has_none(tools: Tools, framework: str, code: Any) -> None:
    """It scores nothing, and the reason is the compiler's; a package of its own invention counts as its mistake."""
    result = find_benchmark("designbench").score(sample_of(f"edit-{framework}-1"), answer(code), tools)
    assert set(result.scores.values()) == {0.0}
    assert result.reason


@needs_browser
def test_a_judge_that_gives_no_score_is_the_reason() -> None:
    """The other scores stay."""
    with serving(lambda _body, _number: "I like both.") as (url, _):
        judged = Tools(ToolSettings(judge_url=url, judge_model="j"))
        sample = sample_of("edit-vanilla-1")
        result = find_benchmark("designbench").score(sample, answer(sample.reference.wanted), judged)
        judged.close()
    assert set(result.scores) == {"code", "compiles", "ssim"}
    assert "the judge" in str(result.reason)


@needs_browser
def test_without_packages_a_page_is_told_apart_by_its_lines_alone() -> None:
    """HTML needs no bundler, but its syntax trees need a parser: the reason names it."""
    sample = sample_of("edit-vanilla-1")
    bare = Tools(ToolSettings())
    result = find_benchmark("designbench").score(sample, answer(sample.reference.wanted), bare)
    bare.close()
    assert set(result.scores) == {"code", "compiles", "ssim"}
    assert str(result.reason).startswith(
        "its changes are not compared as trees: syntax trees need a node_modules"
    )


@needs_sandbox
@pytest.mark.parametrize(
    ("framework", "kind"), [("vanilla", "html"), ("react", "jsx"), ("vue", "vue"), ("angular", "ts")]
)
def test_a_change_in_part_has_part_of_the_points(packages: Path, framework: str, kind: str) -> None:
    """Each language's own parser: the wanted change beside itself with one word more is at its places, and like it."""
    case = sample_of(f"edit-{framework}-1").reference
    given, wanted = case.given[kind], case.wanted[kind]
    more = wanted.replace(">", "> Besides ", 1) if kind != "ts" else wanted + "\nexport const more = 1;\n"
    sources = [
        (kind, given),
        (kind, wanted),
        (kind, more),
        (kind, "<template><p>{{ </p" if kind == "vue" else "const = <"),
    ]
    before, after, other, broken = parse_all(sources, packages)
    location, likeness = tree_change_match(before, after, other)
    assert 0.2 < location <= 1
    assert 0.2 < likeness <= 1
    assert tree_change_match(before, after, other) != (1.0, 1.0)
    assert (broken is None) == (kind != "html")  # every text is HTML


def test_without_packages_looks_are_not_measured() -> None:
    """What cannot be built here is told apart from what does not compile: only the lines count."""
    sample = sample_of("edit-react-1")
    bare = Tools(ToolSettings())
    result = find_benchmark("designbench").score(sample, answer(sample.reference.wanted), bare)
    assert result.scores == {"code": 1.0}
    assert result.reason is not None
    assert "name it with --packages" in result.reason


@needs_sandbox
def test_a_folder_without_the_framework_is_named(tmp_path: Path) -> None:
    """The missing package is this machine's fault, not the component's."""
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    with pytest.raises(CannotBuildHere, match="the package esbuild is not in"):
        build_page("react", {"jsx": "export default () => null"}, tmp_path)
    bundler = tmp_path / "node_modules" / "esbuild"
    bundler.mkdir(parents=True)
    (bundler / "index.js").touch()
    with pytest.raises(CannotBuildHere, match="the package @vue/compiler-sfc is not in"):
        build_page("vue", {"vue": "<template><p>x</p></template>"}, bundler.parent)


@needs_sandbox
def test_the_reason_is_the_compiler_s_sentence(packages: Path) -> None:
    """No trace of the script that asked it."""
    with pytest.raises(NotBuilt, match="Element is missing end tag") as caught:
        build_page("vue", {"vue": "<template><p>x</template>"}, packages)
    assert "build_component" not in str(caught.value)


@needs_browser
@needs_sandbox
def test_what_is_missing_is_told_beforehand(packages: Path) -> None:
    """`--check` names the frameworks that cannot be built here, with how many questions need each."""
    benchmark = find_benchmark("designbench")
    assert list(missing_requirements(benchmark, SAMPLES, [], Tools(ToolSettings(packages=packages)))) == []
    told = list(missing_requirements(benchmark, SAMPLES, [], Tools(ToolSettings())))
    assert [line.split()[0] for line in told] == ["react", "vue", "angular", "syntax"]
    assert all(line.endswith("name it with --packages (3 of 12 questions).") for line in told[:3])
    assert told[3].endswith("and parse5: name it with --packages (8 of 12 questions).")


@needs_sandbox
def test_a_component_reads_no_file_of_the_machine(packages: Path) -> None:
    """What it imports from the disk is not there: it is bundled in the sandbox."""
    with pytest.raises(NotBuilt):
        build_page("react", {"jsx": 'import x from "/etc/passwd"; export default () => x'}, packages)


def test_damaged_folders_are_problems_of_their_own(tmp_path: Path) -> None:
    """A sample without its file or its picture is told, and the others are read."""
    copy = tmp_path / "data"
    shutil.copytree(SMALL, copy)
    (copy / "DesignEdit/react/1/11.png").unlink()
    (copy / "DesignRepair/vue/1/1.json").write_text("{")
    problems = {sample.id: sample.problem for sample in find_benchmark("designbench").load(copy)}
    assert problems["edit-react-1"] == "its picture 11.png is missing"
    assert str(problems["repair-vue-1"]).startswith("it cannot be read")
    assert sum(problem is None for problem in problems.values()) == 10
    with pytest.raises(UserError, match="DesignGeneration, DesignEdit, DesignRepair"):
        find_benchmark("designbench").load(tmp_path / "nowhere")


def test_one_issue_may_be_a_text(tmp_path: Path) -> None:
    """The published files name one issue as a text, several as a list."""
    copy = tmp_path / "data"
    shutil.copytree(SMALL, copy)
    path = copy / "DesignRepair/vue/1/1.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"issue": "crowding"}))
    sample: Any = next(one for one in find_benchmark("designbench").load(copy) if one.id == "repair-vue-1")
    assert sample.reference.issues == ("crowding",)
