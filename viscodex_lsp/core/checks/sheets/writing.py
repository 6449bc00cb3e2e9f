"""Writes what joins a style sheet as its rules are written."""

import re
from bisect import bisect_left

from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.checks.sheets.items import Item, code_end, ends_in_line_remark, items_of, remarks_of
from viscodex_lsp.core.nouns import Replacement, Span, Style
from viscodex_lsp.core.text.difference import apply_replacements, one_edit_a_place
from viscodex_lsp.core.text.positions import with_line
from viscodex_lsp.core.text.style import leading

_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")
_BLANK_BELOW_HEAD = re.compile(r"(\{[ \t]*\n)(?:[ \t]*\n)+")
_BLANK_AT_END = re.compile(r"\n(?:[ \t]*\n)+([ \t]*\})")
_FEW = 40


class Writing:
    """What goes from `new`, in order, and what comes into `there`."""

    def __init__(self, new: str, there: str, style: Style, *, slashes: bool) -> None:
        self.new, self.there, self.slashes = new, there, slashes
        self._style = style
        self.gone: list[Span] = []
        self._put: dict[int, tuple[Item, list[str], list[str]]] = {}
        self._behind: list[Replacement] = []

    def take(self, span: Span, *, since: int | None = None) -> None:
        """A stretch of the new sheet goes; `since` says which of those before lie in it."""
        del self.gone[len(self.gone) if since is None else since :]
        self.gone.append(with_line(self.new, span))

    def put(self, rule: Item, item: Item) -> None:
        """A declaration or a nested rule, but for what is gone of it, comes into a rule of the file."""
        line = Span(_line_start(self.new, item.span.start), item.span.start)
        start = line.start if not self.new[line.start : line.end].strip() else line.end
        text = without_margin(self._left_of(Span(start, item.span.end))).rstrip()
        _, declarations, rules = self._put.setdefault(rule.span.start, (rule, [], []))
        (rules if item.head else declarations).append(self._ended(text))

    def put_behind(self, rule: Item, end: int, item: Item) -> None:
        """What is left of a rule comes behind an offset of the file, with the margin of a rule there."""
        margin = leading(self.there[_line_start(self.there, rule.span.start) :])
        rows = [f"{margin}{row}" if row.strip() else "" for row in self._left_of(item.span).split("\n")]
        newline = self._style.newline
        self._behind.append(Replacement(Span(end, end), newline * 2 + newline.join(rows)))

    def rest(self) -> str:
        """What of the new sheet stays by itself."""
        rest = apply_replacements(
            self.new, [Replacement(self._blanks_too(span), "") for span in self._apart()]
        )
        rest = _BLANK_LINES.sub("\n\n", rest).strip("\n")
        rest = _BLANK_BELOW_HEAD.sub(r"\1", _BLANK_AT_END.sub(r"\n\1", rest))
        return rest if rest.strip() else ""

    def _blanks_too(self, span: Span) -> Span:
        """What goes, with the blanks behind it where others are before it on its line."""
        end = span.end
        if self.new[span.start - 1 : span.start] in (" ", "\t"):
            end += len(self.new[end : end + _FEW]) - len(self.new[end : end + _FEW].lstrip(" \t"))
        return Span(span.start, end)

    def lost(self) -> list[str]:
        """The comments that go with what is left out, but for those that the file has."""
        kept = self.there + "".join(edit.text for edit in self.edits())
        gone = (self.new[span.start : span.end] for span in self._apart())
        found = (one for text in gone for one in remarks_of(text, slashes=self.slashes))
        return [one for one in dict.fromkeys(found) if one not in kept]

    def edits(self) -> tuple[Replacement, ...]:
        """The edits of the file."""
        edits = [edit for put in self._put.values() for edit in self._written(*put)]
        return one_edit_a_place((*edits, *self._behind))

    def _written(self, rule: Item, declarations: list[str], rules: list[str]) -> list[Replacement]:
        newline = self._style.newline
        body = rule.body.rstrip()
        end = rule.inner.start + len(body)
        among = self._last_declaration(rule) if declarations else end
        texts = [*declarations, *rules]
        edits = []
        code = rule.inner.start + code_end(self.there[rule.inner.start : among], slashes=self.slashes)
        if code > rule.inner.start and self.there[code - 1] not in "{};":
            edits.append(Replacement(Span(code, code), ";"))
        lines = any("\n" in text or ends_in_line_remark(text, slashes=self.slashes) for text in texts)
        if "\n" not in rule.body and not lines:
            closing = "" if rule.body[len(body) :] else " "
            written = "".join(f" {text}" for text in texts) + closing
            return [*edits, Replacement(Span(end, end), written)]
        margin, own = self._margins(rule, body)
        behind_it = rule.body[len(body) :]
        until = end if "\n" in behind_it else end + len(behind_it)
        before = "".join(_rows(text, margin, newline) for text in declarations)
        behind = "".join(
            (newline if row or body or declarations else "") + _rows(text, margin, newline)
            for row, text in enumerate(rules)
        )
        closing = "" if "\n" in behind_it else newline + own
        if among < end:
            return [
                *edits,
                Replacement(Span(among, among), before),
                Replacement(Span(end, until), behind + closing),
            ]
        return [*edits, Replacement(Span(end, until), before + behind + closing)]

    def _margins(self, rule: Item, body: str) -> tuple[str, str]:
        """The margins of what is in a rule of the file, and of the rule."""
        own = leading(self.there[_line_start(self.there, rule.span.start) :])
        last = body.rpartition("\n")[2] if "\n" in body else ""
        return leading(last) if last.strip() not in ("", "}") else own + self._style.indent, own

    def _last_declaration(self, rule: Item) -> int:
        """Where declarations come in a rule: behind its last one where rules are nested below, else at its end."""
        end = rule.inner.start + len(rule.body.rstrip())
        found = end
        nested = False
        for item in items_of(self.there, rule.inner, slashes=self.slashes):
            if item.declares:
                found, nested = item.span.start + len(item.text.strip()), False
            nested = nested or bool(item.head)
        return found if nested and found < end else end

    def _ended(self, text: str) -> str:
        end = code_end(text, slashes=self.slashes)
        return text if text[:end].endswith(("}", ";")) else f"{text[:end]};{text[end:]}"

    def _left_of(self, span: Span) -> str:
        """What is left of a stretch of the new sheet."""
        first = bisect_left(self.gone, span.start, key=lambda one: one.start)
        inside = [one for one in self.gone[first:] if one.end <= span.end]
        moved = [Replacement(one, "").moved(-span.start) for one in inside]
        return apply_replacements(self.new[span.start : span.end], moved)

    def _apart(self) -> list[Span]:
        """What is gone, in order, without what lies in another."""
        found: list[Span] = []
        for span in sorted(self.gone, key=lambda span: (span.start, -span.end)):
            if not found or span.start >= found[-1].end:
                found.append(span)
        return found


def _rows(text: str, margin: str, newline: str) -> str:
    return "".join(f"{newline}{margin}{row}" if row.strip() else newline for row in text.split("\n"))


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1
