"""A model's reply in, the code it means out: a `Patch`, or a `Refusal` in words. No text makes it raise.

One fenced block is the norm. Of several, those in the wanted language go before unlabelled ones, and those
before others; among equals the longest is taken. Blocks of one label with nothing but blank lines between
them are parts of one text and are joined; words between them (an alternative, an example of use) keep them
apart. Without a fence, text that does not read like prose is code.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from viscodex_lsp.core.asking.prose import declines, excerpt, is_prose, without_chatter, without_reasoning
from viscodex_lsp.core.language.language import UNSPECIFIC_LABELS, Language
from viscodex_lsp.core.nouns import Patch, Reason, Refusal, Reply

_ASK_FOR_CODE = "Answer with the code alone, in one fenced block."
_LINE_END = re.compile(r"\r\n?|\n")
_FENCE = re.compile(r"([ \t]*)(`{3,}(?=[^`]*$)|~{3,})(.*)$", re.DOTALL)
_LABEL = re.compile(r"\{?\.?(?:language-|lang=)?([\w+#.-]*)")
_NESTING = frozenset({"markdown", "md", "mdx"})
_MOST_SPECIAL_TOKENS = 4


class _Block(NamedTuple):
    """One fenced block: its rows in the reply, both fences included."""

    label: str
    lines: list[str]
    first: int
    last: int
    closed: bool

    @property
    def code(self) -> str:
        return "\n".join(self.lines)


class _Fence(NamedTuple):
    """An opening fence line."""

    indent: int
    mark: str
    label: str


def read_reply(reply: Reply, language: Language) -> Patch | Refusal:
    """The code in a reply that was asked for in `language`.

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
    lines = _LINE_END.split(text)
    blocks = _fenced_blocks(lines)
    if not blocks:
        return _bare_code("\n".join(lines), reply, language)
    return _fenced_code(_joined(blocks, lines), reply, language)


def _fenced_code(blocks: list[_Block], reply: Reply, language: Language) -> Patch | Refusal:
    filled = [block for block in blocks if block.code.strip()]
    if not filled:
        return _nothing("The model answered with an empty code block.")
    best = max(filled, key=lambda block: (_fitness(block.label, language), len(block.code)))
    if declines(best.code):
        return _declined(best.code)
    cut_off = not best.closed and reply.finish != "stop"
    return Patch(_without_blank_ends(best.lines), best.label or None, cut_off, ended=best.closed)


def _bare_code(text: str, reply: Reply, language: Language) -> Patch | Refusal:
    stripped = text.strip()
    if not stripped.strip("`~").strip():
        return _nothing("The model said nothing.")
    if declines(stripped):
        return _declined(stripped)
    if stripped.startswith("`") and stripped.endswith("`") and "\n" not in stripped:
        return Patch(stripped.strip("`").strip(), None, cut_off=False)
    code = text if language.grammar is None else without_chatter(text)
    if language.grammar is not None and is_prose(code):
        return Refusal(
            Reason.NOT_CODE,
            f"The model answered in words instead of code: “{excerpt(stripped)}” "
            "Say in the instruction what you want, or use a model that writes code.",
            f"it was not code. {_ASK_FOR_CODE}",
        )
    return Patch(_without_blank_ends(code.split("\n")), None, cut_off=reply.finish == "length")


def _nothing(sentence: str) -> Refusal:
    advice = "Try again, or say in the instruction what you want."
    return Refusal(Reason.EMPTY, f"{sentence} {advice}", f"it held no code. {_ASK_FOR_CODE}")


def _declined(text: str) -> Refusal:
    return Refusal(
        Reason.NOT_CODE,
        f"The model declined: “{excerpt(text)}” Try another picture, or another instruction.",
        f"it was not code. {_ASK_FOR_CODE}",
    )


def _fitness(label: str, language: Language) -> int:
    """2 for the wanted language, 1 for a block that does not say, 0 for another language."""
    if not language.accepts(label):
        return 0
    return 1 if label in UNSPECIFIC_LABELS else 2


def _fenced_blocks(lines: Sequence[str]) -> list[_Block]:
    blocks: list[_Block] = []
    row = 0
    while row < len(lines):
        fence = _opening(lines[row])
        if fence is None:
            row += 1
            continue
        block = _block_at(lines, row, fence)
        blocks.append(block)
        row = block.last + 1
    return blocks


def _opening(line: str) -> _Fence | None:
    match = _FENCE.match(line)
    if match is None:
        return None
    label = _LABEL.match(match[3].strip())
    return _Fence(len(match[1]), match[2], label[1].lower() if label else "")


def _block_at(lines: Sequence[str], first: int, fence: _Fence) -> _Block:
    depth = 0
    for row in range(first + 1, len(lines)):
        if _closes(lines[row], fence):
            if depth == 0:
                return _Block(fence.label, _content(lines[first + 1 : row], fence), first, row, closed=True)
            depth -= 1
        elif fence.label in _NESTING and _is_labelled(lines[row], fence):
            depth += 1
    return _unclosed(lines, first, fence)


def _closes(line: str, fence: _Fence) -> bool:
    bare = line.strip()
    deep = len(line) - len(line.lstrip()) > fence.indent + 3
    return not deep and len(bare) >= len(fence.mark) and bare.strip(fence.mark[0]) == "" and bare != ""


def _is_labelled(line: str, fence: _Fence) -> bool:
    inner = _opening(line)
    return inner is not None and inner.label != "" and inner.mark[0] == fence.mark[0]


def _unclosed(lines: Sequence[str], first: int, fence: _Fence) -> _Block:
    """A block to the end of the reply, or to the first line that carries the closing fence at its end.

    What follows such a line is never looked at again: that keeps a reply full of them cheap to read.
    """
    last = len(lines) - 1
    for row in range(first + 1, len(lines)):
        line = lines[row].rstrip()
        if line.endswith(fence.mark):
            content = [*lines[first + 1 : row], line.rstrip(fence.mark[0])]
            return _Block(fence.label, _content(content, fence), first, last, closed=True)
    content = list(lines[first + 1 :])
    return _Block(fence.label, _content(content, fence), first, last, closed=False)


def _content(lines: Sequence[str], fence: _Fence) -> list[str]:
    """Lines without the indentation of their fence, as far as they have it."""
    return [line[min(fence.indent, len(line) - len(line.lstrip(" \t"))) :] for line in lines]


def _joined(blocks: Sequence[_Block], lines: Sequence[str]) -> list[_Block]:
    """The blocks, with those of one label made one that have only blank lines between them."""
    joined: list[_Block] = []
    for block in blocks:
        before = joined[-1] if joined else block
        apart = any(line.strip() for line in lines[before.last + 1 : block.first])
        if not joined or apart or before.label != block.label:
            joined.append(block)
        else:
            before.lines.extend(block.lines)
            joined[-1] = before._replace(last=block.last, closed=block.closed)
    return joined


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
