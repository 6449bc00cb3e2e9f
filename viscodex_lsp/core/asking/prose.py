"""Judges a model's words: reasoning to cut away, sentences instead of code, words to the person, a refusal.

These are rules of thumb for replies without a fence. They look at lines one by one, in linear time, and lean
towards code: what passes here is still judged by its syntax.
"""

import re
from collections.abc import Sequence

_REASONING = (
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("◁think▷", "◁/think▷"),
    ("[THINK]", "[/THINK]"),
    ("<seed:think>", "</seed:think>"),
    ("<|START_THINKING|>", "<|END_THINKING|>"),
    ("<|channel|>analysis", "<|channel|>final<|message|>"),
)
_MOST_THOUGHTS = 8
_DECLINES = re.compile(
    r"""[\s"'*>]*(?:
        (?:(?:i['’]?m|i\ am|we['’]?re|we\ are)\ )?(?:so\ |very\ |really\ |terribly\ )?sorry\b
      | (?:unfortunately,?\ |but\ )?(?:i|we)\ (?:can['’]?t|can\ ?not|couldn['’]?t|could\ not)\b
      | (?:i|we)\ (?:won['’]?t|will\ not)\b
      | (?:unfortunately,?\ )?i(?:['’]?m|\ am)\ (?:unable|not\ able|not\ allowed)\b
      | as\ an?\ (?:ai|language\ model|text-based)\b
      | (?:there\ is|i\ see|i\ have)\ no\ (?:image|picture)\b
      | no\ (?:image|picture)\ (?:was|has|is)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ADDRESS_BEFORE = re.compile(
    r"""[\s"'*>]*(?:
        (?:sure|certainly|of\ course|absolutely|okay|ok|great|got\ it|understood|no\ problem|alright)\b[!,.:]
      | (?:here|below|above)(?:['’]s|\ is|\ are|\ you\ go)\b
      | (?:aquí\ (?:está|tienes)|claro|voici|bien\ sûr|hier\ (?:ist|sind)|natürlich|gerne)\b
      | 好的|以下|当然|没问题|这是|こちら|はい、
      | the\ following\b | as\ requested\b | based\ on\ the\ (?:image|picture|screenshot)
      | (?:the|this|your)\ (?:\w+\ )?(?:image|picture|screenshot|photo)\b(?=.*:[*]*$)
      | (?:the|this|looking|from|in)\ (?:\w+\ ){0,4}the\ (?:image|picture|screenshot|photo)\b(?=.*:[*]*$)
      | i(?:['’]ve|\ have|['’]ll|\ will)\ (?:\w+ed|\w+ten|create|convert|write|made|put)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ADDRESS_AFTER = re.compile(
    r"""[\s"'*>]*(?:let\ me\ know | (?:i\ )?hope\ (?:this|that|it) | feel\ free | please\ (?:let|note|feel|tell)
      | (?:would|do)\ you\ (?:like|want|need) | want\ me\ to | if\ you(?:['’]d|\ (?:need|want|have|would|prefer))
      | is\ there\ anything | i(?:['’]m|\ am)\ happy | happy\ to
      | you\ can\ (?:adjust|change|customi[sz]e|modify|use|copy|paste|render|view|embed|replace)
      | (?:the|this)\ (?:\w+[ ]){0,2}(?:diagram|flowchart|chart|graph|table)\ (?:above\ )?
        (?:shows?|represents?|illustrates|depicts|describes|outlines|captures|visuali[sz]es|reproduces|includes)\b
      | note:?\ (?:that\ )?(?:some|a\ few|parts|certain)\ .*\b(?:read|legible|illegible|unclear|blurry|cut\ off)\b
      | i(?:['’]ve|\ have)\ (?:\w+ed|kept|made|left|put)\b
      | (?:the|this)\ (?:code|snippet|component|markdown)\ (?:above\ )?
        (?:shows?|uses|represents?|reproduces|captures|recreates|matches|should|contains|includes)\b
      | (?:espero|avísame|j['’]espère|n['’]hésitez|ich\ hoffe|lass\ (?:es\ )?mich)\b | 希望|如果|如有|请告诉|お役に
      | enjoy\b | thanks\b | thank\ you\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_MARKDOWN_SIGNS = ("#", "-", "*", "|", ">", "`", "~", "<", "    ", "\t", "+", "=", "1.")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’)*]*$|[。！？：]$")
_SENTENCE_BREAK = re.compile(r"[a-z][.!?] [A-Z]")
_LIST_MARK = re.compile(r"(?:[-*•]|\d{1,3}[.)]) +")
_TELLING = frozenset({"the", "this", "these", "here", "here's", "image", "picture", "screenshot", "please"})
_CODE_SIGNS = frozenset('{}<>()[]=;_\\|@$"`')


def without_reasoning(text: str) -> tuple[str, bool]:
    """The text after its reasoning, and whether the reasoning never ended.

    Reasoning is a block of a known tag at the very beginning; where a chat template writes the opening tag
    itself the reply holds only the closing one, alone at the end of a line.
    """
    for _ in range(_MOST_THOUGHTS):
        rest = text.lstrip()
        pair = next((pair for pair in _REASONING if rest.startswith(pair[0])), None)
        if pair is None:
            return _after_lone_close(text), False
        end = rest.find(pair[1])
        if end < 0:
            return "", True
        text = rest[end + len(pair[1]) :]
    return text, False


class Thinking:
    """Whether a reply, heard piece by piece, is still in the reasoning that it begins with."""

    def __init__(self) -> None:
        self._heard, self._closing, self._over = "", "", False

    def hears(self, piece: str) -> bool:
        """Take the next piece of it."""
        if self._over:
            return False
        self._heard += piece
        if not self._closing:
            begun = self._heard.lstrip()
            pair = next((pair for pair in _REASONING if begun.startswith(pair[0])), None)
            if pair is None:
                self._over = not any(opening.startswith(begun) for opening, _ in _REASONING)
                return False
            self._closing = pair[1]
        self._over = self._closing in self._heard
        # An end may be cut in two; what is before it is not needed again.
        self._heard = self._heard[-len(self._closing) :]
        return not self._over


def _after_lone_close(text: str) -> str:
    for opening, closing in _REASONING:
        end = text.find(closing)
        ended_line = text[end + len(closing) :].lstrip(" \t")[:1] in ("", "\r", "\n")
        if end >= 0 and ended_line and opening not in text[:end]:
            return text[end + len(closing) :]
    return text


def declines(text: str) -> bool:
    """Whether the model says that it will not or cannot answer."""
    return _DECLINES.match(text[:400]) is not None


def is_sentence(line: str) -> bool:
    """Whether a line reads like one of a letter to a person; indented lines never do."""
    if not line.strip() or line[0] in " \t":
        return False
    words = _LIST_MARK.sub("", line[:400], count=1).strip(" *_").split()
    if not words or not words[0][0].isalpha():
        return False
    return _reads_like_one(line.rstrip()[-400:], words)


def _reads_like_one(line: str, words: list[str]) -> bool:
    if not line.isascii() and _SENTENCE_END.search(line):
        return len(words) >= 3 or line[-1] in "。！？："
    if len(words) < 3:
        return False
    if words[0][0].isupper() and (_SENTENCE_END.search(line) or _SENTENCE_BREAK.search(line)):
        return True
    return len(words) >= 4 and not _CODE_SIGNS & set(line) and any(word.lower() in _TELLING for word in words)


def is_prose(text: str) -> bool:
    """Whether half of the lines or more are sentences; so is no line at all."""
    lines = [line for line in text.split("\n") if line.strip()]
    return 2 * sum(map(is_sentence, lines)) >= len(lines)


def without_chatter(text: str) -> str:
    """The text without the sentences that introduce the code and those that follow it."""
    lines = text.split("\n")
    start, end = 0, len(lines)
    while start < end and _is_chatter(lines[start]):
        start += 1
    while end > start and _is_chatter(lines[end - 1]):
        end -= 1
    return "\n".join(lines[start:end])


def without_address(lines: Sequence[str]) -> list[str]:
    """The lines without those at both ends in which the model speaks to the person ("Here is the table", "Let me
    know …"): for text in which sentences are content, so that only known turns count."""
    start, end = 0, len(lines)
    while start < end and (not lines[start].strip() or _speaks(lines[start], _ADDRESS_BEFORE)):
        start += 1
    while end > start and (not lines[end - 1].strip() or _speaks(lines[end - 1], _ADDRESS_AFTER)):
        end -= 1
    return list(lines[start:end])


def _speaks(line: str, turn: re.Pattern[str]) -> bool:
    head = line[:400].rstrip()
    return (
        not line.startswith(_MARKDOWN_SIGNS)
        and turn.match(head) is not None
        and head[-1] in ".!?:…,)*😊。！：？"
    )


def _is_chatter(line: str) -> bool:
    return not line.strip() or is_sentence(line)


def excerpt(text: str, *, length: int = 120) -> str:
    """The first words, in one line and without invisible characters, to be quoted in a sentence."""
    words = " ".join(text[: 4 * length].split())
    visible = "".join(character for character in words if character.isprintable())
    return visible if len(visible) <= length else visible[: length - 1].rstrip() + "…"
