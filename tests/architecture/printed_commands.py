"""Finds the commands that documents print, in blocks of shell code and in code spans."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^(?P=indent)```", re.MULTILINE | re.DOTALL
)
_SPAN = re.compile(r"(?<!`)`(?P<text>[^`]+)`(?!`)")
_SHELL = ("", "sh", "bash", "powershell")
# Words of the shell that stand before a command, or end it.
_BEFORE = frozenset({"do", "then", "&"})
_ENDS = frozenset({"&&", "|", "||", ";", ">", "&"})
_ASSIGNMENT = re.compile(r"\w+=\S*")
_INSTALLED = re.compile(r"^(?:~/\.viscodex/bin/|(?:\.\./)*\.venv/bin/)")


@dataclass(frozen=True)
class Command:
    """The words of a command; `whole` says that it stands there to be run, not only to be named."""

    words: tuple[str, ...]
    whole: bool

    @property
    def program(self) -> str:
        """Its name without the folder of an environment."""
        return _INSTALLED.sub("", self.words[0])


def commands(document: str) -> Iterator[Command]:
    """Every command of a document: what stands in blocks of shell code, and code spans that begin with a program."""
    for block in _FENCE.finditer(document):
        if block["language"] in _SHELL:
            for line in block["text"].replace("\\\n", " ").splitlines():
                yield from _commands(line, whole=True)
    for span in _SPAN.finditer(_FENCE.sub("", document)):
        yield from _commands(" ".join(span["text"].split()), whole=False)


def _commands(line: str, *, whole: bool) -> Iterator[Command]:
    try:
        lexer = shlex.shlex(line, posix=True, punctuation_chars="|;&>")
        lexer.whitespace_split = True
        words = list(lexer)
    except ValueError:
        return  # a picture of boxes and arrows, or half a quotation
    part: list[str] = []
    for word in [*words, ";"]:
        if word not in _ENDS:
            if part or not (word in _BEFORE or _ASSIGNMENT.fullmatch(word)):
                part.append(word)
        elif part:
            yield Command(tuple(part), whole)
            part = []
