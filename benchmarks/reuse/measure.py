"""Runs the flow on each repository with a model that answers with raw markup, and counts what became components."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

from benchmarks.reuse import angular, react, svelte, vue
from benchmarks.reuse.replies import Naive
from benchmarks.reuse.repository import MARK, Repository
from viscodex_lsp.core.components.telling import CHARACTERS_PER_TOKEN, told_of
from viscodex_lsp.core.language.languages import language_of, language_of_path
from viscodex_lsp.core.nouns import CheckedPatch, Document, Picture, Span
from viscodex_lsp.core.settings import resolve
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.edges.model.scripted import ScriptedCompleter
from viscodex_lsp.edges.workspace.neighbours import Neighbours
from viscodex_lsp.edges.workspace.projects import Projects
from viscodex_lsp.flow.answering import Answer, Question, Target, ask
from viscodex_lsp.flow.companions import beside

_MOST_WAITS = 20
"""How often the index is waited for; a library as large as Vuetify is not read in the time of one request."""
_MARKS = frozenset((
    "appButton", "appLink", "matButton", "pButton", "nz-button", "tuiButton", "tuiLink", "cButton", "nbButton",
    "nbInput", "cdsButton", "cdsLink", "cdsText", "ibmButton", "ibmLink", "ibmText", "clrInput", "fd-button", "fd-link",
    "fd-form-control",
))  # fmt: skip
"""Attributes that make an element a component of Angular."""
PICTURE = Picture(b"", "image/png", 1, 1, "mock.png")


class Libraries(NamedTuple):
    """Where the packages of Angular are, and all others."""

    angular: Path
    others: Path


@dataclass
class Count:
    """What was counted for one repository."""

    expected: int = 0
    became: int = 0
    tokens_expected: int = 0
    tokens: int = 0
    questions: int = 0
    refused: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    told_tokens: int = 0


def own_repositories() -> list[Repository]:
    """All of them."""
    return [
        *react.repositories(),
        *vue.repositories(),
        *svelte.repositories(),
        *angular.repositories(),
    ]


async def measure(
    repository: Repository, answers: Sequence[Naive], folder: Path, libraries: Libraries, *, mode: str
) -> tuple[Count, dict[str, Any]]:
    """Count one repository; the second part is what the judge is to look at."""
    root = folder / repository.name
    _write(repository, root, libraries)
    marked, count = repository.files[repository.page], Count()
    pages, copies = [], []
    for number, naive in enumerate(answers):
        answer = await _answered(repository, root, marked, naive, count, folder / "cache", mode)
        if answer is None:
            continue
        after = apply_replacements(answer.checked.document.text, answer.checked.replacements)
        _tally(repository, marked, after, naive, count)
        if repository.framework == "angular":
            copies.append(_whole_copy(repository, root, number, answer.checked, libraries))
            continue
        page = Path(repository.page)
        name = page.with_name(f"{page.name.partition('.')[0]}{number}.{page.name.partition('.')[2]}")
        (root / name).write_text(after)
        pages.append(name.as_posix())
    return count, {**_to_judge(repository, root, pages), "copies": copies}


def _whole_copy(
    repository: Repository, root: Path, number: int, checked: CheckedPatch, libraries: Libraries
) -> str:
    """The project with the whole edit in it, for a compiler that looks at all of it."""
    copy = root.with_name(f"{root.name}-{number}")
    _write(repository, copy, libraries)
    for each in (checked, *checked.companions):
        path = Path(url2pathname(urlsplit(each.document.uri).path)).relative_to(root)
        (copy / path).write_text(apply_replacements(each.document.text, each.replacements))
    shutil.rmtree(copy / "node_modules", ignore_errors=True)
    (copy / "node_modules").symlink_to(libraries.angular / "node_modules")
    return str(copy)


def judged(asked: Sequence[dict[str, Any]], compilers: Path, libraries: Libraries) -> list[list[str]]:
    """What the compilers say of each repository's pages."""
    script = Path(__file__).with_name("judge.mjs")
    ran = subprocess.run(
        ["node", script, compilers, libraries.others, libraries.angular],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[list[str]] = json.loads(ran.stdout)
    return found


def _write(repository: Repository, root: Path, libraries: Libraries) -> None:
    shutil.rmtree(root, ignore_errors=True)
    for path, text in repository.files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text.replace(MARK, ""))
    if repository.library:
        place = root / "node_modules" / repository.library
        place.parent.mkdir(parents=True, exist_ok=True)
        own = libraries.angular if repository.framework == "angular" else libraries.others
        place.symlink_to(own / "node_modules" / repository.library)


async def _answered(
    repository: Repository, root: Path, marked: str, naive: Naive, count: Count, cache: Path, mode: str
) -> Answer | None:
    """The answer with the reply, checked; None where it was refused."""
    at, path = marked.index(MARK), root / repository.page
    language = language_of_path(repository.page)
    document = Document(path.as_uri(), language.id, 1, marked.replace(MARK, ""))
    projects, around = Projects(cache), beside(Neighbours(root), path)
    project = await projects.open(document, path, [root])
    for _ in range(_MOST_WAITS):
        if project is None or not project.partial:
            break
        project = await projects.open(document, path, [root])
    if project is not None and around is not None:
        project.scripts = around.scripts_of(project)
        lines = told_of(project, words="", max_tokens=800)
        count.told_tokens = int(sum(len(line) + 1 for line in lines) / CHARACTERS_PER_TOKEN)
    completer = ScriptedCompleter([f"```{language_of(language.id).fence}\n{naive.code}\n```"])
    settings = resolve(editor={"components": {"check": mode}}, environment={})
    question = Question(
        [PICTURE], Target(document, Span(at, at), path, beside=around), completer, settings, project=project
    )
    answer = await ask(question)
    projects.close()
    count.questions += len(completer.prompts)
    count.expected += sum(number for role, number in naive.roles.items() if role in repository.roles)
    if not isinstance(answer, Answer):
        count.refused.append(answer.sentence)
        return None
    count.left += [note for note in answer.checked.notes if note.startswith(("to look", "left <"))]
    return answer


def _tally(repository: Repository, marked: str, after: str, naive: Naive, count: Count) -> None:
    for role, number in naive.roles.items():
        tag = repository.roles.get(role)
        if tag is not None:
            signs = [each if each in _MARKS else f"<{each}" for each in tag.split("|")]
            found = sum(_uses(after, sign) - _uses(marked, sign) for sign in signs)
            count.became += min(found, number)
    if repository.token:
        wanted = naive.code.count("#2563ea") + naive.code.count("text-[#2563eb]")
        count.tokens_expected += wanted
        count.tokens += min(
            wanted, after.count(f"var({repository.token})") + after.count(f"text-{repository.token}")
        )


def _uses(text: str, sign: str) -> int:
    return sum(text.count(f"{sign}{end}") for end in (" ", ">", "\n", "/"))


def _to_judge(repository: Repository, root: Path, pages: list[str]) -> dict[str, Any]:
    aliases = [["@/", "src"], ["$lib/", "src/lib"], ["$lib", "src/lib"]]
    if "monorepo" in repository.name:
        aliases = [["@acme/ui", "packages/ui/src/index.ts"]]
    if repository.name.startswith("hand "):
        aliases = [["~/", "app"], ["#ui/", "source/interface"]]
    return {
        "root": str(root),
        "framework": repository.framework,
        "pages": pages,
        "aliases": aliases,
        "library": repository.library,
        "types": repository.framework == "react",
    }


def work_folder() -> "tempfile.TemporaryDirectory[str]":
    """Where the repositories are made."""
    return tempfile.TemporaryDirectory(prefix="viscodex-reuse-")
