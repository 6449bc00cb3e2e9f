"""DesignBench: what an editor does, in HTML, React, Vue and Angular: make a page, change one, repair one.

Source: J. Xiao et al., "DesignBench: A Comprehensive Benchmark for MLLM-based Front-end Code Generation" (2025, arXiv
2506.06251) and its published evaluator; data as its folder of DesignGeneration, DesignEdit and DesignRepair, or an
archive of it. The questions are asked in the mode that shows picture and code. Of the published scores the lines that
were changed (`code`), the changes by syntax trees (`cmls`, `cmcs`), SSIM, the issues named and whether a component
compiles are measured, and the mean absolute error is in the detail; not CLIP's. Pages are drawn by Chromium and not
by Firefox, and a component alone and not in the authors' projects: numbers of looks are near the published ones, not
equal to them.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from viscodex_model.evaluate.benchmarks.benchmark import Result, Sample, mean_of_attempts
from viscodex_model.evaluate.benchmarks.designbench_data import Case, load_cases
from viscodex_model.evaluate.benchmarks.page_scoring import judge_page
from viscodex_model.evaluate.instruments.frontend.components import CannotBuildHere, NotBuilt, build_page
from viscodex_model.evaluate.instruments.frontend.syntax_trees import parse_all
from viscodex_model.evaluate.instruments.tab import PageFailed
from viscodex_model.evaluate.instruments.tools import Tools
from viscodex_model.evaluate.metrics.answer_code import fenced_code
from viscodex_model.evaluate.metrics.code_changes import change_match, without_comments
from viscodex_model.evaluate.metrics.issue_names import ISSUES, issue_match
from viscodex_model.evaluate.metrics.pages.pixels import mean_absolute_error, structural_similarity
from viscodex_model.evaluate.metrics.tree_changes import tree_change_match

FENCES = {
    "html": ("html", "htm"),
    "jsx": ("jsx", "tsx", "javascript", "js", "typescript", "react"),
    "vue": ("vue", "html"),
    "ts": ("typescript", "ts"),
}
_TITLES = {"vanilla": "plain HTML and CSS", "react": "React", "vue": "Vue", "angular": "Angular"}
_BLOCKS = {
    "vanilla": "the whole page in one ```html block",
    "react": "the whole component in one ```jsx block",
    "vue": "the whole component in one ```vue block",
    "angular": "the template in one ```html block and the component class in one ```ts block",
}


@dataclass(frozen=True)
class _Shown:
    """What a response shows: a picture, or why there is none; `measured` is false where this machine is the reason."""

    picture: bytes | None = None
    reason: str | None = None
    measured: bool = True


class DesignBench:
    """See the module."""

    name = "designbench"
    title = "DesignBench"
    hub = "whale99/DesignBench"
    columns = ("code", "cmls", "cmcs", "compiles", "ssim", "issues", "judge")

    def load(self, data: Path) -> list[Sample]:
        """Generation, edit and repair, by framework; raises `UserError` where there is none of them."""
        return [
            Sample(case.id, _question(case), case.pictures, case, case.problem) for case in load_cases(data)
        ]

    def score(self, sample: Sample, response: str, tools: Tools) -> Result:
        """Compare what was changed in the code and, where it can be shown, how it looks."""
        case: Case = sample.reference
        code = {kind: fenced_code(response, FENCES[kind]) for kind in case.kinds}
        scores = dict(_code_scores(case, code, response))
        unparsed = _add_tree_scores(case, code, tools, scores)
        shown = _show(case, code, tools)
        if not shown.measured:
            return Result(scores, _joined(f"its looks are not measured: {shown.reason}", unparsed))
        scores |= {"compiles": float(shown.picture is not None)}
        if shown.picture is None:
            judged = {"judge": 0.0} if tools.judge else {}
            return Result(dict.fromkeys(scores, 0.0) | {"ssim": 0.0} | judged, shown.reason)
        wanted = case.wanted_picture.read_bytes()
        detail, reason = _looks(wanted, shown.picture, tools, scores)
        return Result(
            scores, _joined(reason, unparsed), detail, {"predicted": shown.picture, "reference": wanted}
        )

    def zero(self, sample: Sample) -> dict[str, float]:
        """What its task is scored by: changes by their lines, too, and repairs by the issues they name."""
        case: Case = sample.reference
        changed = ("code", "cmls", "cmcs")
        named = {"generation": (), "edit": changed, "repair": (*changed, "issues")}
        return dict.fromkeys((*named[case.task], "compiles", "ssim"), 0.0)

    def combine(self, attempts: Sequence[Mapping[str, float]]) -> dict[str, float]:
        return mean_of_attempts(attempts)


def _joined(*reasons: str | None) -> str | None:
    """All that is not measured."""
    return "; ".join(filter(None, reasons)) or None


def _code_scores(case: Case, code: Mapping[str, str], response: str) -> Iterator[tuple[str, float]]:
    if case.wanted:
        matches = [change_match(*sources) for sources in _sources(case, code)]
        yield "code", sum(matches) / len(matches)
    if case.issues:
        yield "issues", issue_match(response, case.issues)


def _sources(case: Case, code: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What was given, wanted and said, for each kind of source; without comments where the evaluator does so."""
    prepare = without_comments if case.framework == "react" and case.task == "repair" else str
    return [
        (prepare(case.given[kind]), prepare(case.wanted[kind]), prepare(code[kind])) for kind in case.kinds
    ]


def _add_tree_scores(
    case: Case, code: Mapping[str, str], tools: Tools, scores: dict[str, float]
) -> str | None:
    """CMLS and CMCS of a change; returns why they are not measured, where they are not."""
    if not case.wanted:
        return None
    said = _sources(case, code)
    sources = [(kind, text) for kind, texts in zip(case.kinds, said, strict=True) for text in texts]
    try:
        trees = parse_all(sources, tools.settings.packages)
    except CannotBuildHere as error:
        return f"its changes are not compared as trees: {error}"
    matches = [tree_change_match(*trees[start : start + 3]) for start in range(0, len(trees), 3)]
    location, likeness = (sum(match[side] for match in matches) / len(matches) for side in (0, 1))
    scores |= {"cmls": location, "cmcs": location * likeness}
    return None


def _show(case: Case, code: Mapping[str, str], tools: Tools) -> _Shown:
    try:
        page = code["html"] if case.framework == "vanilla" else _build(case, code, tools)
        return _Shown(tools.renderer.screenshot(page))
    except CannotBuildHere as error:
        return _Shown(reason=str(error), measured=False)
    except (NotBuilt, PageFailed) as error:
        return _Shown(reason=str(error))


def _build(case: Case, code: Mapping[str, str], tools: Tools) -> str:
    assert case.framework != "vanilla"
    return build_page(case.framework, code, tools.settings.packages)


def _looks(
    wanted: bytes, given: bytes, tools: Tools, scores: dict[str, float]
) -> tuple[dict[str, object], str | None]:
    """Adds to `scores`; returns details, and why the judge gave no score."""
    with Image.open(io.BytesIO(wanted)) as one, Image.open(io.BytesIO(given)) as other:
        scores["ssim"] = structural_similarity(one, other)
        detail: dict[str, object] = {"mean_absolute_error": mean_absolute_error(one, other)}
    return detail, judge_page(wanted, given, tools, scores, detail)


def _question(case: Case) -> str:
    title, block = _TITLES[case.framework], _BLOCKS[case.framework]
    if case.task == "generation":
        return (
            f"The picture is a screenshot of a web page. Write it in {title}: the same text, layout, sizes and "
            f"colors. Answer with {block}."
        )
    source = "\n\n".join(f"```{kind}\n{case.given.get(kind, '')}\n```" for kind in case.kinds)
    if case.task == "edit":
        asked = f"Change it as follows, and nothing else: {case.prompt}"
    else:
        asked = (
            f"Its display has faults. Name them on a first line of the form `Issues: ...`, from this list: "
            f"{', '.join(ISSUES)}. Then repair them, and change nothing else."
        )
    return f"The picture shows a web page, written in {title}:\n\n{source}\n\n{asked} Answer with {block}."
