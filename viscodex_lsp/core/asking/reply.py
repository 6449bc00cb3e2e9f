"""Reads the code out of a model's reply: a `Patch`, or a `Refusal` in words. No text makes it raise.

One fenced block is the norm. Around it may be an envelope (`envelopes`); several blocks are put together as the
file's language wants it (`assembly`); for Markdown fences are text (`markdown_reply`). Without a fence, text that
does not read like prose is code. What of the blocks is not taken is named in `Patch.notes`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from viscodex_lsp.core.asking.blocks.assembly import assemble
from viscodex_lsp.core.asking.blocks.fences import Block, fenced_blocks
from viscodex_lsp.core.asking.envelopes import unwrap
from viscodex_lsp.core.asking.hunks import read_hunks, told_hunks
from viscodex_lsp.core.asking.markdown_reply import LANGUAGES as MARKDOWN
from viscodex_lsp.core.asking.markdown_reply import read_markdown
from viscodex_lsp.core.asking.prose import (
    declines,
    excerpt,
    is_prose,
    without_address,
    without_chatter,
    without_reasoning,
)
from viscodex_lsp.core.asking.remarks import with_notes, without_notes
from viscodex_lsp.core.asking.roles.home import Home
from viscodex_lsp.core.asking.roles.parted import parted
from viscodex_lsp.core.asking.transcripts import typed_code, without_numbers
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.language.data.templates import MARKS_OF
from viscodex_lsp.core.language.language import UNSPECIFIC_LABELS, Language
from viscodex_lsp.core.nouns import Patch, Reason, Refusal, Reply

_ASK_FOR_CODE = "Answer with the code alone, in one fenced block."
# Who declines says why, and what would help: so much of it is repeated to the person.
_REASON = 320
_LINE_END = re.compile(r"\r\n?|\n")
_LANGUAGE_LINE = frozenset(
    {"html", "css", "javascript", "typescript", "python", "jsx", "tsx", "vue", "svelte", "json"}
)
# What a file of the language itself does not begin with; PHP's tag ends only where it is in a page.
_TEMPLATE = re.compile(r"\s*(?:<(?!\?php)|<\?php\b[^\0]*?\?>|\{[{%!])")
_DIRECTIVE = re.compile(r"\s*@\w")
_WITH_DIRECTIVES = frozenset({"php", "csharp", "cs", "c#", "dotnet"})
_DIFFS = frozenset({"diff", "patch", "udiff"})
_MOST_SPECIAL_TOKENS = 4
_UNKNOWN = Home()
_PAGE_LABELS = frozenset({None, "html", "htm", "css", "scss", "javascript", "js", "typescript", "ts"})
_ELEMENT = re.compile(
    r"\s*<(?P<name>style|script)\b[^>]*>(?P<code>(?:[^<]|<(?!/?(?:style|script)\b))*)</(?P=name)>\s*"
)
_ELEMENT_OF = {
    **dict.fromkeys(("css", "scss", "less"), ("style",)),
    **dict.fromkeys(("javascript", "typescript"), ("script",)),
}


def read_reply(reply: Reply, language: Language, home: Home = _UNKNOWN) -> Patch | Refusal:
    """The code in a reply that was asked for in `language`, for the file and the place that `home` describes.

    `Patch.cut_off` says that the server stopped the model (`finish` is "length"), or that a fence was left
    open by a model of which it is not known that it stopped by itself. Lines end in a newline alone.
    """
    text, unfinished = without_reasoning(_without_special_tokens(reply.text))
    if unfinished:
        return Refusal(
            Reason.CUT_OFF,
            "The model was still reasoning when its reply ended. Raise request.maxTokens, or use a model "
            "that does not reason.",
            f"it ended before the code began. {_ASK_FOR_CODE}",
        )
    text, notes = without_notes("\n".join(_LINE_END.split(text)))
    return with_notes(_read_text(unwrap(text, language), reply, language, home), notes)


def _read_text(text: str, reply: Reply, language: Language, home: Home) -> Patch | Refusal:
    lines = text.split("\n")
    found = fenced_blocks(lines)
    if language.id in MARKDOWN:
        return _markdown(lines, found, reply, language, home)
    blocks = [_relabelled(block, language) for block in found]
    if not blocks:
        return _bare_code(text, reply, language)
    return _fenced_code(blocks, lines, reply, language, home)


def _relabelled(block: Block, language: Language) -> Block:
    """The block without a label that is no language at all (a console, a misspelling), or that names the language of
    a template's marks instead of the template's: it then says nothing."""
    label = block.label
    template = _TEMPLATE.match(block.code) or (label in _WITH_DIRECTIVES and _DIRECTIVE.match(block.code))
    if template and label in MARKS_OF.get(language.id, ()):
        return block._replace(label="")
    is_language = language.goes_by(label) or label in (language.foreign or ())
    return block if label in _DIFFS or label in UNSPECIFIC_LABELS or is_language else block._replace(label="")


def _fenced_code(
    blocks: Sequence[Block], lines: Sequence[str], reply: Reply, language: Language, home: Home
) -> Patch | Refusal:
    filled = [block for block in blocks if block.filled]
    if not filled:
        return _nothing("The model answered with an empty code block.")
    hunks = [hunk for block in filled for hunk in read_hunks(block.lines, block.label, language)]
    hunks = hunks or list(told_hunks(filled, lines))
    if hunks:
        cut_off = not filled[-1].closed and reply.finish != "stop"
        return Patch("\n".join(filled[0].lines), None, cut_off, hunks=tuple(hunks))
    roles = parted(filled, lines, language, home)
    patch = _assembled(roles.blocks, roles.left, roles.lines, reply, language)
    if isinstance(patch, Refusal) or not roles.fewer:
        return replace(patch, hunks=roles.hunks) if isinstance(patch, Patch) else patch
    fewer = _assembled(roles.fewer, (*roles.left, *roles.left_then), roles.lines, reply, language)
    return replace(patch, hunks=roles.hunks, fewer=fewer if isinstance(fewer, Patch) else None)


def _assembled(
    blocks: Sequence[Block],
    left: Sequence[tuple[Block, str]],
    lines: Sequence[str],
    reply: Reply,
    language: Language,
) -> Patch | Refusal:
    whole = assemble(blocks, lines, language, left)
    if declines(whole.code):
        return _declined(whole.code)
    cut_off = not whole.closed and reply.finish != "stop"
    patch = Patch(
        _without_blank_ends(whole.code.split("\n")),
        whole.label or None,
        cut_off,
        ended=whole.closed,
        notes=whole.notes,
        parts=whole.parts,
        examples=whole.examples,
    )
    return _typed(_out_of_element(patch, language), language)


def _out_of_element(patch: Patch, language: Language) -> Patch:
    """The patch without the `<style>` or `<script>` around all of it, where the file itself is such code."""
    match = _ELEMENT.fullmatch(patch.code) if not language.markup and patch.label in _PAGE_LABELS else None
    if match is None or match["name"] not in _ELEMENT_OF.get(language.id, ()):
        return patch
    notes = (*patch.notes, f"took the code out of its {match['name']} element")
    return replace(patch, code=_without_blank_ends(match["code"].split("\n")), label=None, notes=notes)


def _typed(patch: Patch, language: Language) -> Patch:
    """The patch without the prompts of an interactive session, and without the numbers of its lines."""
    bare = without_numbers(patch.code.split("\n"), language.id) if language.grammar is not None else None
    if bare is not None:
        return replace(patch, code="\n".join(bare), notes=(*patch.notes, "left out the numbers of its lines"))
    session = typed_code(patch.code.split("\n"), language.id)
    if session is None:
        return patch
    code, answers = session
    left = (f"left out {counted(answers, 'line')} of output",) if answers else ()
    notes = (*patch.notes, "took the code out of an interactive session", *left)
    return Patch(_without_blank_ends(code), patch.label, patch.cut_off, patch.ended, notes=notes)


def _markdown(
    lines: Sequence[str], blocks: Sequence[Block], reply: Reply, language: Language, home: Home
) -> Patch | Refusal:
    found = read_markdown(lines, [block for block in blocks if block.filled], language, home)
    text = _without_blank_ends(found.text.split("\n"))
    if declines("\n".join(lines).strip()):
        return _declined("\n".join(lines).strip())
    if not text.strip("`~ \n"):
        return _nothing(
            "The model said nothing." if not blocks else "The model answered with an empty code block."
        )
    cut_off = reply.finish == "length" or (not found.closed and reply.finish != "stop")
    return Patch(text, found.label or None, cut_off, ended=found.closed, notes=found.notes)


def _bare_code(text: str, reply: Reply, language: Language) -> Patch | Refusal:
    stripped = text.strip()
    if not stripped.strip("`~").strip():
        return _nothing("The model said nothing.")
    if declines(stripped):
        return _declined(stripped)
    if stripped.startswith("`") and stripped.endswith("`") and "\n" not in stripped:
        return Patch(stripped.strip("`").strip(), None, cut_off=False)
    lines = text.split("\n")
    hunks = read_hunks(lines, "", language)
    if hunks:
        return Patch(stripped, None, reply.finish == "length", hunks=tuple(hunks))
    code = "\n".join(without_address(lines)) if language.grammar is None else without_chatter(text)
    is_address = not any(map(str.strip, without_address(code.split("\n"))))
    if (language.grammar is not None and is_prose(code)) or is_address:
        return Refusal(
            Reason.NOT_CODE,
            f"The model answered in words instead of code: “{excerpt(stripped)}” "
            "Say in the instruction what you want, or use a model that writes code.",
            f"it was not code. {_ASK_FOR_CODE}",
        )
    return _typed(Patch(_without_language_line(code), None, cut_off=reply.finish == "length"), language)


def _without_language_line(code: str) -> str:
    """The code without a first line that is only the name of a language, as text copied from a chat has it."""
    lines = _without_blank_ends(code.split("\n")).split("\n")
    named = len(lines) > 1 and lines[0].strip().lower() in _LANGUAGE_LINE
    return _without_blank_ends(lines[1:] if named else lines)


def _nothing(sentence: str) -> Refusal:
    advice = "Try again, or say in the instruction what you want."
    return Refusal(Reason.EMPTY, f"{sentence} {advice}", f"it held no code. {_ASK_FOR_CODE}")


def _declined(text: str) -> Refusal:
    return Refusal(
        Reason.NOT_CODE,
        f"The model declined: “{excerpt(text, length=_REASON)}” Try another picture, or another instruction.",
        f"it was not code. {_ASK_FOR_CODE}",
    )


def _without_blank_ends(lines: list[str]) -> str:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return "\n".join(lines[start:end])


def _without_special_tokens(text: str) -> str:
    """The text without control tokens such as `<|im_end|>` that a server left at its end."""
    for _ in range(_MOST_SPECIAL_TOKENS):
        text = text.rstrip()
        start = text.rfind("<|", -40)
        if start < 0 or not text.endswith("|>"):
            break
        text = text[:start]
    return text
