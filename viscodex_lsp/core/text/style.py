"""Detects how a text is written: its step of indentation, its line end, its quote character."""

import re
from collections import Counter

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Style
from viscodex_lsp.core.text.positions import split_lines

SAMPLE = 60_000
WIDEST_STEP = 8
LONGEST_ENDING = 400
ONE_QUOTE_ONLY = frozenset({"java", "go", "rust", "c", "cpp", "csharp", "kotlin", "swift", "json", "jsonc"})

_QUOTE = re.compile(r"(?<!\w)[\"'](?![\"'])|(?<![\w\"'])[\"']")


def read_style(text: str, language: Language) -> Style:
    """Measure the first 60,000 characters; where they say nothing, the language's habit is taken."""
    sample = text[:SAMPLE]
    return Style(
        indent=_indent(split_lines(sample), language) or language.indent,
        newline=_newline(text),
        quote=language.quote if language.id in ONE_QUOTE_ONLY else _quote(sample) or language.quote,
    )


def leading(line: str) -> str:
    """The blanks and tabs a line begins with."""
    return line[: len(line) - len(line.lstrip(" \t"))]


def _newline(text: str) -> str:
    """The line end that most lines have; `\\n` where none has a majority."""
    both = text.count("\r\n")
    counts = {"\n": text.count("\n") - both, "\r\n": both, "\r": text.count("\r") - both}
    return max(counts, key=lambda newline: counts[newline])


def _indent(lines: list[str], language: Language) -> str:
    """A tab, or the number of blanks by which lines are most often deeper than one that opens a block; where no
    line of code tells it, by which one is that a person has only begun."""
    steps: Counter[int] = Counter()
    begun: Counter[int] = Counter()
    tabs = blanks = above = 0
    opened = False
    for line in lines:
        words = line.lstrip(" \t")
        margin = line[: len(line) - len(words)]
        if not words.strip() or words.startswith("*"):
            if (
                opened
                and not words.strip()
                and 2 <= len(margin) - above <= WIDEST_STEP
                and "\t" not in margin
            ):
                begun[len(margin) - above] += 1
            continue
        tabs += margin.startswith("\t")
        blanks += margin.startswith(" ")
        if opened and 2 <= len(margin) - above <= WIDEST_STEP and "\t" not in margin:
            steps[len(margin) - above] += 1
        above, opened = len(margin), not language.opens or language.opens_block(words[-LONGEST_ENDING:])
    if tabs > blanks:
        return "\t"
    known = steps or begun or (_only_margin(lines) if language.markup or language.id == "php" else None)
    return " " * max(known, key=lambda step: (known[step], -step)) if known else ""


def _only_margin(lines: list[str]) -> Counter[int]:
    """The least margin that a line has, where all others are so many steps of it."""
    lines = [line.rstrip("\r\n") for line in lines]
    filled = [line for line in lines if line.strip() and not line.lstrip().startswith("*")]
    margins = {len(line) - len(line.lstrip(" ")) for line in filled or lines} - {0}
    margins = margins or {len(line) for line in lines if line and not line.strip(" ")}
    least = min(margins, default=0)
    fits = least in (2, 3, 4, 8) and all(margin % least == 0 for margin in margins)
    return Counter({least: 1}) if fits else Counter()


def _quote(sample: str) -> str:
    """The quote that more strings are in; apostrophes inside words and docstrings do not count."""
    counts = Counter(_QUOTE.findall(sample.replace('"""', "").replace("'''", "")))
    if counts["'"] == counts['"']:
        return ""
    return "'" if counts["'"] > counts['"'] else '"'
