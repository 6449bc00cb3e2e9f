"""What text is a secret: spans of a line with the kind of secret that stands there.

The rules of detect-secrets (Yelp) for known services come first. They expect text without mistakes; recognition makes
some, so rules of our own look for the same with room for misread and lost characters.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detect_secrets.plugins.base import RegexBasedDetector

# Rules of the library that are no secrets of a service, or that this module has its own for.
_LEFT_OUT = {"Public IP (ipv4)", "Secret Keyword", "Basic Auth Credentials", "Private Key"}
_LABEL = (
    r"(?:pass(?:word|wd|phrase|code)?|pwd|passwort|contrase[nñ]a|secret(?:[ _.-]?key)?|token|api[ _.-]?key|apikey|"
    r"access[ _.-]?key(?:[ _.-]?id)?|auth(?:[ _.-]?(?:key|token))?|credentials?|client[ _.-]?secret|private[ _.-]?key|"
    r"encryption[ _.-]?key|signing[ _.-]?key|account[ _.-]?key|master[ _.-]?key|pin)"
)
# Recognition takes an O for a nought.
_LABEL = _LABEL.replace("o", "[o0]")
LABELLED = re.compile(
    rf"(?i)(?:^|[^a-z]|(?<=[a-z])[_.-]?)({_LABEL})(?:[_.-]?(?:value|text|hash|field|1|2))?[\"'\]]?\s*"
    r"(?::=|=>|[:=]|\bis\b)\s*[\"'`]?([^\s\"'`,;]{3,})"
)
LABEL_ALONE = re.compile(rf"(?i)^\W*(?:\w+[ _.-])?{_LABEL}\W*$")
BEARER = re.compile(r"(?i)\b(?:bearer|basic|token)\s+([A-Za-z0-9+/_.=~-]{12,})")
CONNECTION = re.compile(r"(?i)\b[a-z][a-z0-9+.-]{1,20}:\s?/\s?/\s?[^\s:/@]{0,64}:\s?([^\s@]{2,})\s?@")
KEY_BLOCK = re.compile(r"(?i)-{2,}\s*BEGIN\b.{0,30}(?:PRIVATE|KEY)|BEGIN (?:\w+ )?PRIVATE KEY")
KEY_BLOCK_END = re.compile(r"(?i)\bEND\b.{0,30}(?:PRIVATE|KEY)")
CARD = re.compile(r"(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])")
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+")
ADDRESS = re.compile(
    r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|(?<![\w:])(?:[0-9a-fA-F]{1,4}:){4,7}[0-9a-fA-F]{1,4}(?![\w:])"
)
# Beginnings of known keys, with room for a lost underscore or a misread letter.
PREFIXED = re.compile(
    r"(?:(?:AK[I1l]A|AS[I1l]A)[0-9A-Z]{10,}|gh[pousr][_ -]?[A-Za-z0-9]{20,}|github[_ -]?pat[_ -]?\w{20,}|"
    r"gl(?:pat|dt|rt)[_-][\w-]{16,}|sk[_-](?:live|test|proj|ant)?[_-]?[\w-]{16,}|[pr]k[_-](?:live|test)[_-]?\w{16,}|"
    r"xox[abeoprs][_-][\w-]{10,}|A[I1l]za[\w-]{30,}|ey[JI][\w-]{8,}\.[\w.-]{8,}|npm[_ -]?[A-Za-z0-9]{30,}|"
    r"SG\.[\w-]{15,}\.[\w-]{15,}|"
    r"hf[_-][A-Za-z0-9]{25,}|pypi-[\w-]{30,}|dop[_-]v1[_-]\w{30,}|shp(?:at|ss|ca)[_-]\w{24,}|AC[0-9a-f]{32}|ya29\.[\w-]{20,})"
)
TOKEN = re.compile(r"[A-Za-z0-9+/_=-]{20,}")
# What stands before a long number in hexadecimal that is no secret.
_DIGEST = re.compile(
    r"(?i)\b(?:commit|sha\d*|md5|hash|digest|checksum|integrity|etag|uuid|guid|rev(?:ision)?|index|tree|blob)\b|sha\d{3}-"
)
_NO_VALUE = re.compile(
    r"(?i)^(?:[*•.●xX_-]+|none|null|nil|undefined|true|false|str(?:ing)?|int|bool|any|bytes|required|optional|"
    r"yes|no|text|value|varchar.*|char.*|password|secret|token|your.*|my[_-]?password|example|changeme\?|"
    r"[<({\[$%@&|/~].*|.*[({\[].*|os\..*|process\..*|env\..*|settings\..*|self\..*|config\..*|req\..*|this\..*|args\..*)$"
)
_WORDY = re.compile(
    r"^[A-Z]?[a-z]+(?:[A-Z][a-z]+)*$|^[a-z]+(?:[_-][a-z]+)+$|^[A-Z]+(?:[_-][A-Z]+)+$|^[=_/+-]+$"
)
# Bits a character that chance gives a token and words do not, with digits and both cases in it.
LEAST_ENTROPY = 3.4


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a line from `start` to `end` that hold a secret of this kind."""

    kind: str
    start: int
    end: int


def spans_of(text: str, *, addresses: bool = False) -> Iterator[Span]:
    """Where secrets stand in a line of text; spans may overlap."""
    yield from _known(text)
    yield from _named(text)
    yield from _labelled(text)
    yield from _random(text)
    for found in CARD.finditer(text):
        if luhn(found[0]):
            yield Span("card number", found.start(), found.end())
    if addresses:
        for kind, pattern in (("mail address", MAIL), ("IP address", ADDRESS)):
            yield from (Span(kind, found.start(), found.end()) for found in pattern.finditer(text))


def _named(text: str) -> Iterator[Span]:
    """What its own form gives away: a scheme with a password, a bearer, the beginning of a known key."""
    for found in CONNECTION.finditer(text):
        yield Span("connection string with a password", found.start(1), found.end(1))
    for found in BEARER.finditer(text):
        if any(map(str.isdigit, found[1])):
            yield Span("token", found.start(1), found.end(1))
    for found in PREFIXED.finditer(text):
        if sum(map(str.isdigit, found[0])) >= 2:  # else it is a name in code
            yield Span("key or token", found.start(), found.end())


def _labelled(text: str) -> Iterator[Span]:
    """Values behind a label; also where recognition put a blank into the label."""
    kind = "password or key beside its label"
    for found in LABELLED.finditer(text):
        if is_value(found[2]):
            yield Span(kind, found.start(2), found.end(2))
    for found in LABELLED.finditer(text.replace(" ", "")):
        start = text.find(found[2])
        if start >= 0 and is_value(found[2]):
            yield Span(kind, start, start + len(found[2]))


def is_value(text: str) -> bool:
    """Whether what stands behind a label is a secret itself: no type, no placeholder, no expression."""
    plain = text.strip("\"'`,;.)")
    return len(plain) >= 3 and _NO_VALUE.match(plain) is None


def is_token(text: str) -> bool:
    """Whether a word looks drawn by chance, as keys are: long, with digits and letters in no order of words."""
    plain = text.strip("=")
    if len(plain) < 20 or _WORDY.match(plain) or plain.count("/") > len(plain) / 8:
        return False
    digits = sum(map(str.isdigit, plain))
    upper, lower = sum(map(str.isupper, plain)), sum(map(str.islower, plain))
    if digits < 2 or upper + lower < 4 or digits > 0.8 * len(plain):
        return False
    parts = [part for part in re.split(r"[_/+-]", plain) if part]
    longest = max(map(len, parts))
    mixed = upper >= 2 and lower >= 2
    return longest >= 14 and entropy(plain) >= LEAST_ENTROPY and (mixed or longest >= 24)


def luhn(text: str) -> bool:
    """Whether the digits have the check digit of a payment card (ISO/IEC 7812-1)."""
    digits = [int(character) for character in text if character.isdigit()]
    if len(set(digits)) < 2 or digits[0] not in (2, 3, 4, 5, 6):
        return False
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return 13 <= len(digits) <= 19 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def entropy(text: str) -> float:
    """Shannon's entropy in bits a character."""
    return -sum(count / len(text) * log2(count / len(text)) for count in map(text.count, set(text)))


def _known(text: str) -> Iterator[Span]:
    for detector in _detectors():
        for secret in detector.analyze_string(text):
            start = text.find(secret)
            if secret and start >= 0:
                yield Span("key or token", start, start + len(secret))


@cache
def _detectors() -> "tuple[RegexBasedDetector, ...]":
    # Imported when it is asked for: reading without masking does without the library.
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
    from detect_secrets.plugins.base import RegexBasedDetector

    classes: Iterable[tuple[str, type]] = get_mapping_from_secret_type_to_class().items()
    return tuple(
        plugin()
        for kind, plugin in classes
        if issubclass(plugin, RegexBasedDetector) and kind not in _LEFT_OUT
    )


def _random(text: str) -> Iterator[Span]:
    for found in TOKEN.finditer(text):
        hexadecimal = re.fullmatch(r"[0-9a-f-]+|[0-9A-F-]+", found[0]) is not None
        if hexadecimal and (len(found[0]) < 32 or _DIGEST.search(text) or len(found[0]) in (36, 40)):
            continue
        if is_token(found[0]) and not _DIGEST.search(text[: found.start()]):
            yield Span("long random text", found.start(), found.end())
