"""Checks one raw record: the result is a `Clean` record with sound pictures, or its `Defect`."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from viscodex_model.core.errors import UserError
from viscodex_model.data.answers import check_answer
from viscodex_model.data.defects import KINDS, Defect
from viscodex_model.data.pictures import Picture, PictureSource, fetch_picture
from viscodex_model.data.records import Record, place_pictures, read_record

BYTES_PER_TOKEN = 3.2
"""Of code and English in Qwen's vocabulary, roughly; what counts where no tokenizer is given."""
PIXELS_PER_TOKEN = 28 * 28
_SPECIAL = re.compile(
    r"<\|(im_start|im_end|endoftext|image_pad|video_pad|vision_(start|end|pad)|object_ref_\w+|box_\w+)\|>"
)


class TokenCounter(Protocol):
    """Tells how many tokens a text has."""

    def __call__(self, text: str) -> int: ...


@dataclass(frozen=True)
class Rules:
    """`max_tokens` of text and pictures together; `keep`: defects of an answer that are let through."""

    max_tokens: int = 16_384
    max_picture_tokens: int = 4096
    tokenizer: Path | None = None
    keep: frozenset[str] = frozenset()


KEEPABLE = ("no_fence", "open_fence", "unknown_language", "code_error")
"""Defects of an answer alone: the record can be learnt from all the same."""


@dataclass(frozen=True)
class Clean:
    """A record that is fit for training. `digest` is equal for equal records; `mended` says what was put right."""

    record: Record
    pictures: tuple[Picture, ...]
    digest: str
    mended: tuple[str, ...]


class Cleaner:
    """Checks records by `rules`, with pictures from `source`; may be called from several threads."""

    def __init__(self, source: PictureSource, rules: Rules) -> None:
        self._source = source
        self._rules = rules
        self._count = count_tokens(rules.tokenizer)

    def __call__(self, raw: object) -> Clean | Defect:
        """Check one record; the first defect found is told."""
        if isinstance(raw, Defect):
            return raw
        read = read_record(raw)
        placed = place_pictures(read) if isinstance(read, Record) else read
        if not isinstance(placed, Record):
            return placed
        tokens = self._count(placed.text)
        # The length of the text comes first: before anything reads all of it.
        defect = self._check_length(tokens) or self._check_text(placed)
        if defect:
            return defect
        pictures = self._fetch(placed)
        if isinstance(pictures, Defect):
            return pictures
        defect = self._check_length(tokens, pictures)
        if defect:
            return defect
        mended = [] if placed == read else ["placeholders"]
        return Clean(placed, pictures, digest_of(placed, pictures), tuple(mended))

    def _check_text(self, record: Record) -> Defect | None:
        special = _SPECIAL.search(record.text)
        if special:
            return Defect("special_token", special.group())
        defect = check_answer(record.answer, record.category)
        return None if defect and defect.kind in self._rules.keep else defect

    def _fetch(self, record: Record) -> tuple[Picture, ...] | Defect:
        found = []
        for name in record.images:
            picture = fetch_picture(name, self._source)
            if isinstance(picture, Defect):
                return picture
            found.append(picture)
        return tuple(found)

    def _check_length(self, tokens: int, pictures: tuple[Picture, ...] = ()) -> Defect | None:
        for picture in pictures:
            tokens += min(picture.width * picture.height // PIXELS_PER_TOKEN, self._rules.max_picture_tokens)
        limit = self._rules.max_tokens
        return Defect("too_long", f"{tokens} tokens, the limit is {limit}") if tokens > limit else None


def count_tokens(tokenizer: Path | None) -> TokenCounter:
    """A counter by the tokenizer of a checkpoint folder, or one that estimates.

    Raises:
        UserError: there is no tokenizer.json, or it cannot be read.
    """
    if tokenizer is None:
        return lambda text: int(len(text.encode("utf-8", "replace")) / BYTES_PER_TOKEN)
    from tokenizers import Tokenizer

    path = tokenizer / "tokenizer.json" if tokenizer.is_dir() else tokenizer
    try:
        loaded = Tokenizer.from_str(path.read_text(encoding="utf-8"))
    except Exception as error:  # the library raises a bare Exception on bad files
        raise UserError(f"{path} cannot be read as a tokenizer: {error}") from error
    return lambda text: len(loaded.encode(text, add_special_tokens=False).ids)


def parse_keep(kinds: list[str]) -> frozenset[str]:
    """The defects to let through. Raises UserError for one that cannot be."""
    for kind in kinds:
        if kind not in KEEPABLE:
            known = "it says that the record cannot be used" if kind in KINDS else "there is no such defect"
            raise UserError(f"--keep {kind}: {known}; what can be kept is {', '.join(KEEPABLE)}.")
    return frozenset(kinds)


def digest_of(record: Record, pictures: tuple[Picture, ...]) -> str:
    """A hash (32 hex digits of BLAKE2) of what is said and shown."""
    whole = hashlib.blake2b(digest_size=16)
    for message in record.messages:
        whole.update(f"{message.role}\0{message.content}\0".encode("utf-8", "replace"))
    for picture in pictures:
        whole.update(hashlib.blake2b(picture.data, digest_size=16).digest())
    return whole.hexdigest()
