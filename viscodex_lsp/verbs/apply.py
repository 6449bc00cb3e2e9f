"""`viscodex-lsp apply FILE --image PNG`: the editor's flow in a shell, with a unified diff for its answer."""

import argparse
import asyncio
import json
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.errors import DocumentError, UsageError, VisCodexError
from viscodex_lsp.core.language.languages import language_of_path
from viscodex_lsp.core.menu.request import MOST_PICTURES, FileSource
from viscodex_lsp.core.nouns import Document, Refusal, Span
from viscodex_lsp.core.text.difference import apply_replacements, unified_diff
from viscodex_lsp.core.text.positions import LineIndex
from viscodex_lsp.ports import Ports, api_key, real_ports
from viscodex_lsp.session import Session
from viscodex_lsp.suggest import Suggester, Suggestion, Target
from viscodex_lsp.verbs.shell_settings import in_shell_words, read_settings

MOST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result with the tokens and seconds it took."""

    result: Suggestion | Refusal
    tokens: int
    seconds: float


def apply_to_file(arguments: argparse.Namespace) -> int:
    """Print the edit, and write it if asked; exit status 0 an edit, 1 a refusal. With `--json` one object is printed,
    whatever happens.

    Raises:
        UsageError: wrong usage.
        VisCodexError: the picture cannot be used, or the model does not answer.
    """
    try:
        return _apply(arguments)
    except VisCodexError as error:
        if arguments.json:
            print(json.dumps({"error": _kind(error), "sentence": in_shell_words(str(error))}))
        raise


def _apply(arguments: argparse.Namespace) -> int:
    if len(arguments.image) > MOST_PICTURES:
        raise UsageError(
            f"{len(arguments.image)} pictures are named; a request may have {MOST_PICTURES} at most."
        )
    path = Path(arguments.file)
    document = read_document(path)
    span = place(document.text, line=arguments.line, lines=arguments.lines)
    outcome = asyncio.run(_ask(document, span, path, arguments, ports=real_ports()))
    edited = isinstance(outcome.result, Suggestion)
    if isinstance(outcome.result, Suggestion) and arguments.write:
        _write(path, apply_replacements(document.text, outcome.result.checked.replacements))
    _print(outcome, path, document, as_json=arguments.json, written=arguments.write)
    return 0 if edited else 1


def read_document(path: Path) -> Document:
    """The file as a document.

    Raises:
        DocumentError: it is missing, too large, or no UTF-8 text.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DocumentError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB; name a smaller file.")
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise DocumentError(f"Cannot read {path}: {error.strerror}. Create the file first.") from error
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path} is not UTF-8 text; convert it first.") from error
    if "\0" in text:
        raise DocumentError(f"{path} holds binary data; name a text file.")
    return Document(path.resolve().as_uri(), language_of_path(path.name).id, None, text)


def place(text: str, *, line: int | None, lines: tuple[int, int] | None) -> Span:
    """Where to edit: before line `line`, over the lines `lines`, or at the end of the text.

    Raises:
        UsageError: a line beyond the text.
    """
    index = LineIndex(text)
    highest = max(line or 0, lines[1] if lines else 0)
    if highest > index.line_count or (line is not None and line < 1):
        raise UsageError(
            f"There is no line {highest if line is None else line}; the file has {index.line_count}."
        )
    if lines:
        return Span(index.line_span(lines[0] - 1).start, index.line_span(lines[1] - 1).end)
    if line is None:
        return Span(len(text), len(text))
    start = index.line_span(line - 1).start
    return Span(start, start)


async def _ask(
    document: Document, span: Span, path: Path, arguments: argparse.Namespace, *, ports: Ports
) -> Outcome:
    settings = read_settings(arguments)
    tokens = 0

    def heard(count: int) -> None:
        nonlocal tokens
        tokens = count
        _show(counted(count, "token"), always=False)

    started = time.monotonic()
    file = path.resolve()
    suggester = Suggester(
        session=Session(),
        ports=ports,
        key=api_key(),
        slow_advice="raise request.timeoutSeconds, or choose a smaller picture",
    )
    try:
        result = await suggester.suggest(
            [FileSource(str(Path(image).absolute())) for image in arguments.image],
            # The person named the pictures, so they may lie anywhere.
            Target(document, span, path=file, project_roots=(file.parent,), picture_roots=None),
            instruction=arguments.instruction,
            settings=settings,
            notify=_show,
            heard=heard,
        )
    finally:
        await suggester.close()
        _show("")
    return Outcome(result, tokens, time.monotonic() - started)


def _write(path: Path, text: str) -> None:
    """Replace the file's content in one step: a copy beside it is renamed over it."""
    aside = path.with_name(f".{path.name}.viscodex")
    try:
        aside.write_bytes(text.encode("utf-8"))
        aside.chmod(path.stat().st_mode)
        aside.replace(path.resolve())
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise DocumentError(f"Cannot write {path}: {error.strerror}.") from error


def _print(outcome: Outcome, path: Path, document: Document, *, as_json: bool, written: bool) -> None:
    result = outcome.result
    report: dict[str, Any] = {"tokens": outcome.tokens, "seconds": round(outcome.seconds, 2)}
    if isinstance(result, Refusal):
        sentence = in_shell_words(result.sentence)
        report |= {"refused": result.reason.value, "sentence": sentence}
        if not as_json:
            print(f"viscodex-lsp: {sentence}", file=sys.stderr)
    else:
        checked = result.checked
        new = apply_replacements(document.text, checked.replacements)
        diff = unified_diff(document.text, new, name=path.name)
        report |= {"diff": diff, "notes": list(checked.notes), "syntaxChecked": checked.syntax_checked}
        report |= {"summary": result.summary, "written": written}
        if not as_json:
            print(diff, end="")
            _print_facts(outcome, result)
    if as_json:
        print(json.dumps(report))


def _kind(error: VisCodexError) -> str:
    """The error's class as a word for programs: "server-busy"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()


def _print_facts(outcome: Outcome, suggestion: Suggestion) -> None:
    syntax = "syntax checked" if suggestion.checked.syntax_checked else "syntax not checked"
    notes = "".join(f"; {note}" for note in suggestion.checked.notes)
    print(
        f"{suggestion.summary}, {syntax}{notes}; {outcome.tokens} tokens in {outcome.seconds:.1f} s",
        file=sys.stderr,
    )


def _show(message: str, *, always: bool = True) -> None:
    """Progress on the terminal's error stream, one line that is written over; silent elsewhere."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{message}", end="", file=sys.stderr, flush=always)
