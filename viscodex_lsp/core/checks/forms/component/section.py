"""A script or style sheet of a reply, and how far its lines stand in at their place in the file."""

import re
from typing import NamedTuple

from viscodex_lsp.core.checks.indentation import Fragment, read_fragment
from viscodex_lsp.core.checks.pages.tags import elements, read_tags
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Style
from viscodex_lsp.core.text.style import leading

_LANG = re.compile(r"""\blang=["']?([\w-]+)""")


class Section(NamedTuple):
    """The attributes of a script's or style's tag, and what is in it."""

    attributes: str
    text: str

    @property
    def lang(self) -> str:
        return lang_of(self.attributes)


def lang_of(attributes: str) -> str:
    """The language that a tag names; "" for none, and for the one that style sheets have anyway."""
    found = _LANG.search(attributes)
    return found[1] if found is not None and found[1] != "css" else ""


def read_section(section: Section, language: str, style: Style) -> Fragment:
    """The lines of a section at column 0, in the steps of the file."""
    return read_fragment(section.text, language_of(section.lang or language), style)


def margin_of(text: str) -> str:
    """The indentation of the first line that is not blank."""
    return next((leading(line) for line in text.split("\n") if line.strip()), "")


def margin_of_new(section: Section, file: str, style: Style) -> str:
    """How far a new section of a file stands in: as its others do; where it has none, as the model wrote it."""
    tags = read_tags(file)
    own = [
        file[item.inner.start : item.inner.end]
        for name in ("script", "style")
        for item in elements(tags, name)
    ]
    stands_in = margin_of(next((text for text in own if text.strip()), section.text))
    return style.indent if stands_in else ""


def words_of(text: str) -> str:
    """A text without its blanks, to be compared."""
    return "".join(text.split())
