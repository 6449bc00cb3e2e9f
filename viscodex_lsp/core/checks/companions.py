"""Checks the other files of an edit like its own: each passes every check, or the whole edit is refused.

A file that is not there is created. A stylesheet that is there gets its new rules at its end. No other file that is
there is touched: it is named in the notes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from viscodex_lsp.core.checks.checks import check
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.files.kinds import kind_of
from viscodex_lsp.core.files.parting import ReplyFile
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import language_of, language_of_path
from viscodex_lsp.core.nouns import CheckedPatch, Document, Refusal, Replacement, Span
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.style import read_style


def with_companions(
    main: CheckedPatch,
    files: Sequence[ReplyFile],
    documents: Mapping[str, Document],
    *,
    folder: str,
    max_tokens: int | None = None,
    notes: Sequence[str] = (),
) -> CheckedPatch | Refusal:
    """The edit with the edits of `files`, or the refusal of the first that fails a check.

    Args:
        documents: those of the files that are there already, by path.
        folder: the URI of the folder that the paths start at.
        notes: about files that were left out before.
    """
    companions: list[CheckedPatch] = []
    told = list(notes)
    for file in files:
        there = documents.get(file.path)
        if there is not None and kind_of(file.path) != "styles":
            told.append(f"left out the file {file.path}: there is one already")
            continue
        new, known = (file, 0) if there is None else _new_rules(file, there)
        if not new.patch.code.strip() and file.patch.code.strip():
            told.append(f"{file.path} has these rules already")
            continue
        if known:
            told.append(f"left out {counted(known, 'rule')} that {file.path} has already")
        checked = _checked(new, there, main, folder, max_tokens)
        if isinstance(checked, CheckedPatch):
            companions.append(checked)
            told += [f"{file.path}: {note}" for note in checked.notes]
        else:
            return _named(checked, file.path)
    return replace(main, companions=(*main.companions, *companions), notes=(*main.notes, *told))


def _checked(
    file: ReplyFile, there: Document | None, main: CheckedPatch, folder: str, max_tokens: int | None
) -> CheckedPatch | Refusal:
    language = language_of_path(file.path)
    document = there or Document(f"{folder.rstrip('/')}/{_quoted(file.path)}", language.id, None, "")
    # A new file is written as the one that it belongs to.
    alike = document.text if document.text.strip() else main.document.text
    style = read_style(alike, language_of(document.language))
    end = len(document.text)
    place = Span(end, end)
    result = check(
        file.patch,
        document,
        place,
        depth="",
        style=style,
        tree=parse(document.text, language),
        max_tokens=max_tokens,
    )
    if isinstance(result, Refusal):
        return result
    return replace(_ended(result, style.newline), doubt="", creates=there is None)


def _ended(checked: CheckedPatch, newline: str) -> CheckedPatch:
    """The edit with a line end behind the last line, as text files have it."""
    *before, last = checked.replacements
    if not last.text or last.text.endswith(newline) or last.span.end < len(checked.document.text):
        return checked
    return replace(checked, replacements=(*before, Replacement(last.span, last.text + newline)))


def _new_rules(file: ReplyFile, there: Document) -> tuple[ReplyFile, int]:
    """The file with only those of its rules that the stylesheet does not have yet, and how many it has."""
    tree = parse(file.patch.code, language_of_path(file.path))
    lines = _lines_of(there.text)
    if tree.parsed is None or tree.parsed.root_node.has_error:
        code = "" if _holds(lines, file.patch.code) else file.patch.code
        return replace(file, patch=replace(file.patch, code=code)), 0
    new, known = list[str](), 0
    for node in tree.parsed.root_node.children:
        rule = text_of(node)
        if _holds(lines, rule):
            known += node.type != "comment"
        else:
            new.append(rule)
    code = "\n\n".join(new) if len(new) < tree.parsed.root_node.child_count else file.patch.code
    return replace(file, patch=replace(file.patch, code=code)), known


def _holds(lines: str, code: str) -> bool:
    """Whether all lines of a code are among those of a text, one after the other, whatever their indentation."""
    wanted = _lines_of(code)
    return bool(wanted.strip()) and wanted in lines


def _lines_of(text: str) -> str:
    """The lines that are not blank, without what is around them, each between line ends."""
    return "\n".join(["", *(line.strip() for line in text.splitlines() if line.strip()), ""])


def _named(refusal: Refusal, path: str) -> Refusal:
    sentence = f"Nothing was changed, since {path} could not be used: {refusal.sentence}"
    return replace(
        refusal, sentence=sentence, detail=f"in the file {path}: {refusal.detail or refusal.sentence}"
    )


def _quoted(path: str) -> str:
    """The path as it stands in a URI (RFC 3986)."""
    kept = "-._~/"
    return "".join(
        each if each.isascii() and (each.isalnum() or each in kept) else _escaped(each) for each in path
    )


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())
