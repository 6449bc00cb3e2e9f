"""Sets the commas that an item needs between others in a list of Python or SQL, as `json_values` does for JSON.

Two strings beside each other are one to Python, and SQL is not checked, so a missing comma would not be seen.
"""

import re
from typing import NamedTuple

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Span

_WINDOW = 20_000
_NOTE = "set the commas between the values"
_STRINGS = r"\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
_TOKEN = {
    "python": re.compile(rf"#[^\n]*|{_STRINGS}|[(\[{{)\]}},:;]|[^\s(\[{{)\]}},:;#\"']+", re.DOTALL),
    "sql": re.compile(
        r"--[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|'(?:[^']|'')*'|\"[^\"\n]*\"|[()\[\],;]|[^\s()\[\],;'\"]+"
    ),
}
_ENDS_COLUMNS = frozenset({"from", "where", "group", "order", "limit", "having", "union", ";"})
_CLAUSES = _ENDS_COLUMNS | {"select", "set", "by", "values", "on", "join", "into"}
_GOES_ON = _ENDS_COLUMNS | nodes(
    ", ( and or not on as in is like between when then else end over join left right inner outer full cross natural "
    "select with insert update delete create drop alter - + * / = < > || ::"
)
_OPENS_COLUMNS = frozenset({"select", "set", "distinct", "all", ","})
_COMMENT = ("#", "--", "/*")
_MAY_END_WITH_COMMA = frozenset({"go", "rust", "php", "lua", "kotlin", "swift"})
_PAIRS = {"(": ")", "[": "]", "{": "}"}


class Separated(NamedTuple):
    """The code with its commas; `lead` is one for the item before, with the offset of its end."""

    fragment: Fragment
    lead: tuple[int, str] | None
    note: str = _NOTE


def separated(fragment: Fragment, text: str, span: Span, language: Language) -> Separated | None:
    """The code as items among others; None where it has all commas, or the place is in no list."""
    pattern = _TOKEN.get(language.id)
    if language.id in _MAY_END_WITH_COMMA and span.empty and not fragment.blank:
        return _last_as_before(fragment, text[: span.start], text[span.end :])
    if pattern is None or fragment.blank:
        return None
    if not span.empty:
        return _ended(fragment, text[span.start : span.end], language)
    if language.id == "sql" and (more := _behind_last_row(fragment, text, span)) is not None:
        return more
    above = _tokens(pattern, text[max(0, span.start - _WINDOW) : span.start], max(0, span.start - _WINDOW))
    below = _tokens(pattern, text[span.end : span.end + _WINDOW], span.end)
    own = _tokens(pattern, fragment.text, 0)
    if not above or not below or not own:
        return None
    before, after, last = above[-1][0], below[0][0], own[-1]
    if language.id == "sql" and after == ")" and last[0] == ";":
        code = fragment.text[: last[1]] + fragment.text[last[2] :]
        return Separated(Fragment(tuple(code.split("\n")), fragment.kept), None, "left out the `;`")
    rows = language.id == "sql" and (own[0][0] == after == "(" and before.lower() in (",", "values"))
    columns = language.id == "sql" and before == "," and after.lower() not in _ENDS_COLUMNS
    if language.id == "sql" and _lacks_comma(above, own[0][0], after):
        same_line = "\n" not in text[span.end : below[0][1]]
        return Separated(fragment, (above[-1][2], ", " if same_line else ","))
    if not rows and not columns and not _in_list(above):
        return None
    if last[0] == ";" and not rows:
        return None
    needs_lead = before not in (",", "(", "[", "{", ":") and not rows and after in _PAIRS.values()
    needs_tail = (
        after not in (")", "]", "}", ",", ":") and last[0] != "," and (before in (",", "(", "[", "{") or rows)
    )
    # The last item has a comma where the file's own items have one.
    needs_tail = needs_tail or (
        language.id == "python"
        and (before, last[0] != ",", after in _PAIRS.values()) == (",", True, True)
        and "\n" in text[span.end : below[0][1]]
    )
    if not needs_lead and not needs_tail:
        return None
    code = fragment.text
    if needs_tail:
        end = last[1] if last[0] == ";" else last[2]
        code = code[:end] + "," + code[last[2] :]
    return Separated(
        Fragment(tuple(code.split("\n")), fragment.kept), (above[-1][2], ",") if needs_lead else None
    )


def as_deep_as_the_first(fragment: Fragment) -> Fragment:
    """Items of SQL whose first line has lost the margin that the others have, all as deep as that."""
    first, rest = fragment.lines[0], fragment.part(1, len(fragment.lines))
    opens = first.count("(") > first.count(")") or first.partition(" ")[0].lower() in _GOES_ON
    if not first.rstrip().endswith(",") or opens or rest.blank or fragment.kept:
        return fragment
    return rest.under((first,))


def _behind_last_row(fragment: Fragment, text: str, span: Span) -> Separated | None:
    """Rows of SQL behind the last row that a statement inserts, with the comma that takes; None for anything else."""
    pattern, start = _TOKEN["sql"], max(0, span.start - _WINDOW)
    above, own = _tokens(pattern, text[start : span.start], start), _tokens(pattern, fragment.text, 0)
    below = next(iter(_tokens(pattern, text[span.end : span.end + _WINDOW], span.end)), None)
    after = below[0].lower() if below is not None else ""
    if not above or not own or above[-1][0] != ")" or own[0][0] != "(" or after in (",", "(", ")"):
        return None
    if _clause(above) != "values":
        return None
    end = above[-1][2]
    code, note = fragment, _NOTE
    if own[-1][0] in (",", ";"):
        left = fragment.text[: own[-1][1]] + fragment.text[own[-1][2] :]
        code = Fragment(tuple(left.split("\n")), fragment.kept)
        note = note if own[-1][0] == "," else f"{note}; left out the `;`"
    here = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    margin = here[: len(here) - len(here.lstrip())]
    beside = below is not None and "\n" not in text[span.end : below[1]]
    newline = "\r\n" if "\r\n" in text else "\n"
    return Separated(code, (end, f",{newline}{margin}" if beside else ","), note)


def _clause(above: list[tuple[str, int, int]]) -> str:
    """The word that begins the clause of a statement of SQL that some words end, "" where it is in brackets."""
    depth = 0
    for word, _, _ in reversed(above):
        depth += (word == ")") - (word == "(")
        if depth < 0:
            return ""
        if not depth and word.lower() in _CLAUSES:
            return word.lower()
    return ""


def _lacks_comma(above: list[tuple[str, int, int]], first: str, after: str) -> bool:
    """Whether a word of SQL follows the last of the columns that a statement selects or sets, as one more of them."""
    ends = after.lower() in _ENDS_COLUMNS and above[-1][0].lower() not in _OPENS_COLUMNS
    if not ends or first.lower() in _GOES_ON:
        return False
    return _clause(above) in ("select", "set")


def _last_as_before(fragment: Fragment, above: str, below: str) -> Separated | None:
    """The code with a comma behind its last item, where the item that was the last one has one."""
    last = fragment.lines[-1].rstrip()
    between = above[len(above.rstrip()) :] + below[: len(below) - len(below.lstrip())]
    is_last = above.rstrip().endswith(",") and below.lstrip().startswith((")", "]", "}")) and "\n" in between
    if (
        not is_last
        or last.endswith((",", ";", "{", "(", "[", "*/"))
        or last.strip() == "}"
        or "//" in last
        or "--" in last
    ):
        return None
    return Separated(Fragment((*fragment.lines[:-1], f"{last},"), fragment.kept), None)


def _ended(fragment: Fragment, selected: str, language: Language) -> Separated | None:
    """The code with the comma that the selection ends with, or the `;` of SQL."""
    last, end = fragment.lines[-1].rstrip(), selected.rstrip()[-1:]
    wanted = (";", ",") if language.id == "sql" else (",",)
    if end not in wanted or last.endswith((";", ",", "(", "*/")) or any(sign in last for sign in ("--", "#")):
        return None
    lines = (*fragment.lines[:-1], f"{last}{end}")
    note = "ended the last statement with `;`" if end == ";" else _NOTE
    return Separated(Fragment(lines, fragment.kept), None, note)


def _in_list(above: list[tuple[str, int, int]]) -> bool:
    """Whether a bracket with commas in it is open at the end: of a list or a set, or with an item before the place."""
    depth, commas = 0, False
    for word, _, _ in reversed(above):
        if word in _PAIRS.values():
            depth += 1
        elif word in _PAIRS and depth:
            depth -= 1
        elif word in _PAIRS:
            return commas or word == "["
        elif not depth:
            commas = commas or word == ","
            if word in (";", ":") and not commas:
                return False
    return False


def _tokens(pattern: re.Pattern[str], text: str, offset: int) -> list[tuple[str, int, int]]:
    """Each word and sign with its start and end, without comments."""
    found = (match for match in pattern.finditer(text) if not match[0].startswith(_COMMENT))
    return [(match[0], match.start() + offset, match.end() + offset) for match in found]
