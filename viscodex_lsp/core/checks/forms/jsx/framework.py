"""Holds a reply in JSX against the framework of its file: React, Preact, Solid and React Native share a syntax, and
little else."""

import re
from collections.abc import Iterator

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.pages.tags import read_tags
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement, Span
from viscodex_lsp.core.text.difference import apply_replacements

_MODULE = re.compile(r"""^[ \t]*(?:import\b|\}[ \t]*from\b)[^"'\n]*["']([^"'\n]+)["']""", re.MULTILINE)
_OF_REACT = re.compile(r"""^import\b(?:(?!^import\b)[^"';])*+["']react["'];?[ \t]*\n?""", re.MULTILINE)
_FRAMEWORKS = {
    "preact": "Preact",
    "solid-js": "Solid",
    "react-native": "React Native",
    "expo": "React Native",
    "next": "Next.js",
    "react-dom": "React for browsers",
    "vue": "Vue",
    "svelte": "Svelte",
    "react": "React",
}
# What may be imported beside what else.
_TOGETHER = {
    "React": {"React", "React Native", "Next.js", "React for browsers"},
    "Next.js": {"React", "Next.js", "React for browsers"},
    "React for browsers": {"React", "Next.js", "React for browsers"},
    "React Native": {"React", "React Native"},
    "Preact": {"Preact", "React"},
    "Solid": {"Solid"},
}
_CLASS = re.compile(r"(?<=\s)(?:className|htmlFor)(?==)")
_OWN_CLASS = re.compile(r"<[a-z][^<>]*\sclass=")
_ELEMENT = re.compile(
    r"<(?:div|span|p|h[1-6]|img|button|ul|li|section|input|label|main|header|footer|nav|form|table)[\s/>]"
)
_PLAIN = {"className": "class", "htmlFor": "for"}


def of_framework(formed: Formed, text: str) -> Formed | Refusal:
    """The reply as a file with this text wants it; a refusal where it is written for another framework."""
    own, given = set(_frameworks(text)), set(_frameworks(formed.code))
    if "React Native" in own and _elements(formed.code) and not _elements(text):
        return _refusal("has elements of HTML", "React Native")
    if _elements(text) and not own & {"React Native", "Preact", "Solid"}:
        own.add("React for browsers")
    for one in sorted(own):
        strange = sorted(given - _TOGETHER.get(one, given))
        if strange:
            return _refusal(f"is written for {strange[0]}", one)
    code, notes = formed.code, formed.notes
    if "Preact" in own and "React" in given:
        code, notes = (
            _OF_REACT.sub("", code),
            (*notes, "left out the import of `react`: the file uses Preact"),
        )
    written = _with_class(code) if own & {"Preact", "Solid"} and _OWN_CLASS.search(text) else code
    if written != code and "className=" not in text:
        code, notes = written, (*notes, "wrote `class` as the file does")
    return formed._replace(code=code, notes=notes)


def _frameworks(text: str) -> Iterator[str]:
    for module in _MODULE.findall(text):
        name = _FRAMEWORKS.get(module.split("/")[0])
        if name is not None:
            yield name


def _elements(code: str) -> bool:
    return _ELEMENT.search(code) is not None


def _with_class(code: str) -> str:
    edits = [
        Replacement(Span(found.start(), found.end()), _PLAIN[found[0]])
        for tag in read_tags(code)
        if not tag.ends
        for found in _CLASS.finditer(code, tag.span.start, tag.span.end)
    ]
    return apply_replacements(code, edits)


def _refusal(what: str, own: str) -> Refusal:
    return Refusal(
        Reason.WRONG_LANGUAGE,
        f"The reply {what}, but the file uses {own}, so nothing was changed. Say in the instruction that {own} is "
        "wanted.",
        f"it {what}, but the file uses {own}. Write it for {own}.",
    )
