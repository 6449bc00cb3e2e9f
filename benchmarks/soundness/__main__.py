"""Sound lines refused, unsound lines taken, per language; writes benchmarks/results/soundness.json.

.venv/bin/python -m benchmarks.soundness --packages DIR [--files 300] [--seed 0] [LANGUAGE …]

An own line of a file that its reference parser takes is taken out and given back as the reply; then the line is
damaged until the reference parser refuses the file, and given as the reply; and once more as the reply for the line
itself, selected in the sound file. DIR holds the packages; what is missing
is fetched from npm, PyPI and Debian. `html5lib` (HTML), `libclang` (C, C++), `ipython` (cells of notebooks), `rustc`,
`java` (Kotlin) and `mcs` (C#) are asked where they are installed.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path

from benchmarks.soundness.mutations import mutations
from benchmarks.soundness.packages import ENDINGS, fetch
from benchmarks.soundness.references import References
from viscodex_lsp.core.asking.reply import read_reply
from viscodex_lsp.core.checks.checks import check
from viscodex_lsp.core.context.context import read_context
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Document, Reason, Refusal, Reply, Span
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import apply_replacements

RESULTS = Path(__file__).parents[1] / "results" / "soundness.json"
LARGEST = 60_000
_MOST_MUTATIONS = 15
_MOST_TOLD = 3
_DJANGO = (
    "python3-django python3-django-allauth python3-djangorestframework python3-django-debug-toolbar "
    "python3-django-oscar wagtail django-oscar django-cms mezzanine django-helpdesk django-machina pretix weblate "
    "django-jazzmin"
)
_JEKYLL = "_layouts _includes"


@dataclass
class Count:
    """What was seen of one language. `reference` says whether there is a parser to judge by, `refused` counts
    reasons; damaged lines are counted apart where the file without the line is broken too."""

    commit: str = ""
    files: int = 0
    reference: bool = True
    refused: dict[str, int] = field(default_factory=dict)
    damaged: int = 0
    taken: int = 0
    damaged_in_broken: int = 0
    taken_in_broken: int = 0
    replaced: int = 0
    taken_over_line: int = 0


def main(arguments: list[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("languages", nargs="*", default=[])
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--told", type=int, default=0, help="how many cases to print in full per language")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--offline", action="store_true")
    given = parser.parse_args(arguments)
    if not given.offline:
        fetch(given.packages)
    found = _files(given.packages)
    references = References(given.packages / "references")
    print(
        f"{'language':16} {'files':>6} {'unsound':>8} {'damaged':>8} {'taken':>6} {'(in broken files)':>18} "
        f"{'(over the line)':>16}",
        flush=True,
    )
    for language in given.languages or ENDINGS:
        count = _measured(language, found[language], references, given)
        _print(language, count)
        counts = json.loads(given.results.read_text()) if given.results.is_file() else {}
        counts[language] = asdict(replace(count, commit=_commit()))
        given.results.write_text(json.dumps(counts, indent=1) + "\n")
    references.close()
    return 0


def _files(folder: Path) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {language: [] for language in ENDINGS}
    for place, _, names in os.walk(folder):
        if f"{os.sep}references{os.sep}" in place:
            continue
        for name in names:
            for language, endings in ENDINGS.items():
                if name.endswith(endings) and not _is_other(language, place, name):
                    found[language].append(Path(place, name))
            if "." not in name and f"{os.sep}deb" in place and _is_script(Path(place, name)):
                found["shellscript"].append(Path(place, name))
    return found


def _is_other(language: str, place: str, name: str) -> bool:
    """Whether a file's ending says too little: headers of npm and Eigen are no C, pages of PyPI are templates."""
    if language == "c":
        return f"{os.sep}npm{os.sep}" in place or "eigen3" in place
    if language in {"django-html", "liquid"}:
        return not _holds(place, _DJANGO if language == "django-html" else _JEKYLL)
    is_template = f"{os.sep}pypi{os.sep}" in place and not _holds(place, _DJANGO)
    if language == "html":
        return is_template or name.endswith(ENDINGS["angular"])
    return language == "jinja" and not is_template


def _holds(place: str, folders: str) -> bool:
    return not set(folders.split()).isdisjoint(Path(place).parts)


def _commit() -> str:
    """The commit that was measured; with a `+` where the program was changed since."""
    root = RESULTS.parents[2]
    named = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=root, capture_output=True, text=True)
    changed = subprocess.run(["git", "diff", "--quiet", "HEAD", "--", "viscodex_lsp"], cwd=root, check=False)
    return named.stdout.strip() + "+" * changed.returncode


def _is_script(path: Path) -> bool:
    """Whether a file without an ending is for a shell, by its first line."""
    try:
        with path.open("rb") as file:
            return (
                re.match(rb"#!\s*/\S*\b(?:env )?(?:ba|da)?sh\b|# bash completion", file.read(80)) is not None
            )
    except OSError:
        return False


def _measured(language: str, files: list[Path], references: References, given: argparse.Namespace) -> Count:
    chance = random.Random(f"{given.seed} {language}")
    count, told = Count(), 0
    for path in chance.sample(sorted(files), len(files)):
        if count.files >= given.files:
            break
        text = _read(path)
        if language == "javascriptreact" and not re.search(r"</\w|\w />", text):
            continue
        judged = references.take(text, language) if text else False
        if judged is None:
            count.reference = False
            judged = not parse(text, language_of(language)).faults
        if not judged:
            continue
        count.files += 1
        seen = _one(text, language, chance, references if count.reference else None, count)
        if seen and told < given.told:
            told += 1
            print(f"    {path}\n      {seen}")
    return count


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    short = len(text) <= LARGEST and max(map(len, text.split("\n"))) < 500
    return text if short and text.count("\n") > 3 else ""


def _one(text: str, language: str, chance: random.Random, references: References | None, count: Count) -> str:
    """Try one line of a file, whole and damaged; what went wrong, in a line."""
    lines = text.split("\n")
    rows = [row for row, line in enumerate(lines) if any(map(str.isalpha, line)) and "```" not in line]
    if not rows:
        count.files -= 1
        return ""
    row = chance.choice(rows)
    seen = ""
    result = _given(lines, row, lines[row], language)
    if isinstance(result, Refusal):
        count.refused[result.reason] = count.refused.get(result.reason, 0) + 1
        seen = f"refused {lines[row]!r}: {result.sentence}"
    if references is not None:
        seen += _damaged(lines, row, language, chance, references, count)
    return seen


def _damaged(
    lines: list[str], row: int, language: str, chance: random.Random, references: References, count: Count
) -> str:
    """Give a damaged line, and say what was taken that should not be."""
    without = "\n".join([*lines[:row], "", *lines[row + 1 :]])
    sound = references.take(without, language) is True
    for damaged in islice(mutations(lines[row], chance), _MOST_MUTATIONS):
        whole = "\n".join([*lines[:row], damaged, *lines[row + 1 :]])
        if references.take(whole, language) is not False:
            continue
        taken = _taken(_given(lines, row, damaged, language), language, references)
        count.replaced += 1
        count.taken_over_line += _taken(
            _given(lines, row, damaged, language, old=lines[row]), language, references
        )
        if sound:
            count.damaged, count.taken = count.damaged + 1, count.taken + taken
        else:
            count.damaged_in_broken, count.taken_in_broken = (
                count.damaged_in_broken + 1,
                count.taken_in_broken + taken,
            )
        return f" TAKEN {'' if sound else 'in broken '}{damaged!r} for {lines[row]!r}" if taken else ""
    return ""


def _taken(result: CheckedPatch | Refusal, language: str, references: References) -> bool:
    return isinstance(result, CheckedPatch) and not references.take(
        apply_replacements(result.document.text, result.replacements), language
    )


def _given(lines: list[str], row: int, line: str, language: str, *, old: str = "") -> CheckedPatch | Refusal:
    """The file with `old` for one of its lines, and the line as the reply for its place."""
    text = "\n".join([*lines[:row], old, *lines[row + 1 :]])
    start = len("\n".join(lines[:row])) + (1 if row else 0)
    document, span = Document("file:///a", language, 1, text), Span(start, start + len(old))
    tree = parse(text, language_of(language))
    context = read_context(document, span, file_name="a", dependencies=(), max_tokens=0, tree=tree)
    patch = read_reply(Reply(f"```{tree.language.fence}\n{line}\n```", "stop"), tree.language)
    if isinstance(patch, Refusal):
        return patch
    return check(patch, document, span, depth=context.depth, style=context.style, tree=tree)


def _print(language: str, count: Count) -> None:
    unsound = count.refused.get(Reason.SYNTAX, 0)
    others = ", ".join(f"{name} {number}" for name, number in count.refused.items() if name != Reason.SYNTAX)
    damaged = (
        f"{count.damaged:8} {count.taken:6} {count.damaged_in_broken:10} {count.taken_in_broken:7} "
        f"{count.replaced:8} {count.taken_over_line:7}"
    )
    shown = damaged if count.reference else "no reference parser"
    print(f"{language:16} {count.files:6} {unsound:8} {shown}  {others}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
