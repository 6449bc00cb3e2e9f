"""`viscodex-lsp apply FILE --image PNG`: the editor's flow in a shell, with a unified diff for its answer."""

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.errors import DocumentError, UsageError
from viscodex_lsp.core.menu.request import FileSource, check_count
from viscodex_lsp.core.nouns import CheckedPatch, Document, Refusal, Span
from viscodex_lsp.core.place.named_place import place_of_lines
from viscodex_lsp.core.pointing.elements import element_named
from viscodex_lsp.core.text.difference import unified_diff
from viscodex_lsp.core.truth.telling import to_json
from viscodex_lsp.edges import event_loop
from viscodex_lsp.edges.documents import changes_of, read_document, write_changes, write_file
from viscodex_lsp.edges.workspace.neighbours import Neighbours
from viscodex_lsp.edges.workspace.projects import project_folder
from viscodex_lsp.flow.answering import Target
from viscodex_lsp.flow.companions import beside
from viscodex_lsp.flow.reporting import make_report
from viscodex_lsp.ports import Ports, api_key, real_ports
from viscodex_lsp.session import Session
from viscodex_lsp.suggest import Suggester, Suggestion
from viscodex_lsp.verbs.shell_settings import SLOW_ADVICE, in_shell_words, read_settings


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result with the tokens and seconds it took, and why its report was not written."""

    result: Suggestion | Refusal
    tokens: int
    seconds: float
    unreported: str = ""

    @property
    def held(self) -> bool:
        """Whether there is an edit that a person should look at before it is written."""
        return isinstance(self.result, Suggestion) and bool(self.result.held)


def apply_to_file(arguments: argparse.Namespace) -> int:
    """Print the edit, and write it if asked; exit status 0 an edit, 1 a refusal, or something could not be written.

    Raises:
        UsageError: wrong usage.
        VisCodexError: the picture cannot be used, or the model does not answer.
    """
    check_count(len(arguments.image))
    path = Path(arguments.file)
    document = read_document(path)
    if arguments.region is not None and len(arguments.image) > 1:
        raise UsageError("--region is a part of one picture; name one --image with it.")
    if arguments.at:
        span = element_named(document.text, document.language, arguments.at)
    else:
        span = place_of_lines(document.text, line=arguments.line, lines=arguments.lines)
    outcome = event_loop.run(_ask(document, span, path, arguments, ports=real_ports()))
    edited = isinstance(outcome.result, Suggestion)
    written = arguments.write and edited and not outcome.held
    unwritten = (
        _unwritten(outcome.result.checked) if isinstance(outcome.result, Suggestion) and written else ""
    )
    _print(outcome, path, arguments, written=written and not unwritten, unwritten=unwritten)
    failed = unwritten or outcome.unreported or (arguments.write and outcome.held)
    return 0 if edited and not failed else 1


def _unwritten(checked: CheckedPatch) -> str:
    """Write the edit. Where that cannot be done, the sentence says why, and that the model need not be asked again."""
    try:
        write_changes(changes_of(checked))
    except DocumentError as error:
        pictures = ", without its pictures" if checked.assets else ""
        return f"{error} The diff holds the edit{pictures}: keep it, and make it with `patch` or `git apply`."
    return ""


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
    root = project_folder(file)
    suggester = Suggester(session=Session(), ports=ports, key=api_key(), slow_advice=SLOW_ADVICE)
    # The person named the pictures, so they may lie anywhere.
    target = Target(
        document,
        span,
        path=file,
        project_roots=(root,),
        picture_roots=None,
        beside=beside(
            Neighbours(root), file, tuple(dict.fromkeys(arguments.companions)), cut_outs=arguments.cut_outs
        ),
    )
    try:
        result = await suggester.suggest(
            [FileSource(str(Path(image).absolute()), arguments.region) for image in arguments.image],
            target,
            instruction=arguments.instruction,
            settings=settings,
            notify=_show,
            heard=heard,
        )
        seconds = time.monotonic() - started
        unreported = ""
        if arguments.report and isinstance(result, Suggestion):
            _show("Drawing the report")
            unreported = await _write_report(result, target, Path(arguments.report), ports=ports)
    finally:
        await suggester.close()
        ports.close()
        _show("")
    return Outcome(result, tokens, seconds, unreported)


async def _write_report(suggestion: Suggestion, target: Target, out: Path, *, ports: Ports) -> str:
    """A sentence where it cannot be written: the edit is worth having all the same."""
    page = await make_report(
        suggestion.checked,
        suggestion.basis.pictures if suggestion.basis else (),
        target,
        sentence=suggestion.sentence,
        likeness=suggestion.likeness,
        held=suggestion.held,
        rounds=suggestion.tried,
        ports=ports,
    )
    try:
        write_file(out, page.encode("utf-8"))
    except OSError as error:
        return f"Cannot write {out}: {error.strerror}. Name another file with --report."
    return ""


def _print(
    outcome: Outcome, path: Path, arguments: argparse.Namespace, *, written: bool, unwritten: str
) -> None:
    result, as_json = outcome.result, arguments.json
    report: dict[str, Any] = {"tokens": outcome.tokens, "seconds": round(outcome.seconds, 2)}
    if isinstance(result, Refusal):
        sentence = in_shell_words(result.sentence)
        report |= {"refused": result.reason.value, "sentence": sentence}
        if not as_json:
            print(f"viscodex-lsp: {sentence}", file=sys.stderr)
    else:
        checked = result.checked
        files = _files(checked, path)
        diff = "".join(each["diff"] for each in files)
        report |= {
            "diff": diff,
            "files": files,
            "notes": [in_shell_words(note) for note in checked.notes],
            "syntaxChecked": checked.syntax_checked,
        }
        report |= {"summary": result.summary, "written": written}
        report |= _truth(result, asked=arguments.write)
        failed = [sentence for sentence in (unwritten, outcome.unreported) if sentence]
        if failed:
            report |= {
                "error": "not-written" if unwritten else "report-not-written",
                "sentence": " ".join(failed),
            }
        if not as_json:
            print(diff, end="")
            _print_facts(outcome, result, asked=arguments.write)
            for sentence in failed:
                print(f"viscodex-lsp: {sentence}", file=sys.stderr)
    if as_json:
        print(json.dumps(report))


def _files(checked: CheckedPatch, path: Path) -> list[dict[str, Any]]:
    """Each file of the edit with its diff. One file is named as it is; several from their project's folder, where
    `git apply` and `patch -p1` find them."""
    changes = changes_of(checked)
    root = project_folder(path.resolve())
    files = []
    for change in changes:
        name = change.path.relative_to(root).as_posix() if len(changes) > 1 else path.name
        if isinstance(change.new, bytes):
            files.append({"path": str(change.path), "created": True, "bytes": len(change.new), "diff": ""})
            continue
        creates, new = change.old is None, change.new
        diff = unified_diff(change.old or "", new, name=name, creates=creates)
        files.append({"path": str(change.path), "created": creates, "diff": diff})
    return files


def _print_facts(outcome: Outcome, suggestion: Suggestion, *, asked: bool) -> None:
    syntax = "syntax checked" if suggestion.checked.syntax_checked else "syntax not checked"
    notes = "".join(f"; {in_shell_words(note).rstrip('.')}" for note in suggestion.checked.notes)
    told = f", {suggestion.told}" if suggestion.told else ""
    print(
        f"{suggestion.summary}, {syntax}{told}{notes}; {outcome.seconds:.1f} s",
        file=sys.stderr,
    )
    if suggestion.held:
        print(f"viscodex-lsp: {_held(suggestion, asked=asked)}", file=sys.stderr)


def _held(suggestion: Suggestion, *, asked: bool) -> str:
    """Why the edit is not written, and how to have it all the same; `asked` is whether it was to be written."""
    what = "doubtful, and was not written" if asked else "doubtful"
    flags = "add --set truth.mode=tell" if asked else "add --write --set truth.mode=tell"
    return in_shell_words(f"The edit is {what}: {suggestion.held}. To write it all the same, {flags}.")


def _truth(suggestion: Suggestion, *, asked: bool) -> dict[str, Any]:
    """What is known of the likeness, for programs; nothing where comparing is off."""
    if suggestion.likeness is None:
        return {}
    truth: dict[str, Any] = {"likeness": to_json(suggestion.likeness), "told": suggestion.told}
    if suggestion.held:
        truth["held"] = _held(suggestion, asked=asked)
    if suggestion.tried:
        truth["rounds"] = [str(each) for each in suggestion.tried]
    return truth


def _show(message: str, *, always: bool = True) -> None:
    """Progress on the terminal's error stream, one line that is written over; silent elsewhere."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{in_shell_words(message)}", end="", file=sys.stderr, flush=always)
