"""viscodex-nano's tokenizer: a small byte-level BPE for text, and one added token for each common tag or declaration.

It is learnt from pages of the training split. Tags with their indentation, style declarations and colours are added
tokens, so that BPE dropout never splits them; words can fall back to letters.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from viscodex_model.data.synth.content.look import PALETTE

SPECIALS = (
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>",
    "<|image_pad|>", "<|video_pad|>",
)  # fmt: skip
PAD, START, END, VISION_START, VISION_END, IMAGE, VIDEO = range(7)
FENCES = ("```html\n", "\n```")
RARE = 3
"""Structure strings that occur less often than this get no token of their own."""

GROWTH = 160
"""The most tokens that one kind of program adds."""
COMMON = 0.01
"""The share of answers that must contain a string for it to become a token."""

_VARYING = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|\d[\d.]*")
_TAG = re.compile(r"(\n *)?<[^<>]*>")
_CUTS = re.compile(
    r"(#[0-9a-f]{6}|\d\dpx/[\d.]+ (?=[A-Z])|[A-Z][A-Za-z ,-]*(?=;color)|;width:\d+px(?=;)|(?<=px);padding:\d+px)"
)
_HINT = re.compile(r'(.*placeholder=")([^"]*)(".*)', re.DOTALL)
_SPELL = r" ?\p{L}+| ?\p{N}| ?[^\s\p{L}\p{N}]+|\s"


def structure(html: str) -> list[str]:
    """The structure strings of a page, in order: everything but its words."""
    pieces: list[str] = []
    for match in _TAG.finditer(html):
        hint = _HINT.match(match.group())
        for part in (hint.group(1), hint.group(3)) if hint else (match.group(),):
            pieces += [piece for piece in _CUTS.split(part) if piece]
    return pieces


def words(html: str) -> list[tuple[int, int]]:
    """Where each word that the page shows stands in its HTML: start and end, in order."""
    spans = []
    for shown in re.finditer(r'placeholder="([^"]*)"|>([^<]+)', html):
        group = 1 if shown.group(1) is not None else 2
        for word in re.finditer(r"\S+", shown.group(group)):
            spans.append((shown.start(group) + word.start(), shown.start(group) + word.end()))
    return spans


def make_tokenizer(pages: Iterable[str], vocabulary: int) -> Tokenizer:
    """Learn `vocabulary` byte-level tokens (special ones included) from the pages' words, and add structure tokens."""
    counts: Counter[str] = Counter()
    texts: list[str] = []
    for html in pages:
        counts.update(structure(html))
        texts.append(" ".join(re.findall(r'(?:placeholder="|>)([^"<>]+)', html)))
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_SPELL), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=list(SPECIALS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    known = sorted(piece for piece, seen in counts.items() if seen >= RARE and piece not in PALETTE)
    added = [*FENCES, *PALETTE, *known]
    tokenizer.add_tokens([AddedToken(piece, normalized=False, special=False) for piece in added])
    return tokenizer


def grow_tokenizer(tokenizer: Tokenizer, answers: Sequence[str]) -> None:
    """Add tokens for common strings of programs: the parts between literals, those that save most first.

    Strings that could occur in a page's words are left out, so that pages are encoded as before.
    """
    counts: Counter[str] = Counter()
    for answer in answers:
        counts.update({piece for piece in _VARYING.split(answer) if len(piece) > 2 and _is_program(piece)})
    known = tokenizer.get_vocab()
    common = [piece for piece, seen in counts.items() if seen >= COMMON * len(answers) and piece not in known]
    common.sort(key=lambda piece: (-counts[piece] * len(piece), piece))
    tokenizer.add_tokens([AddedToken(piece, normalized=False, special=False) for piece in common[:GROWTH]])


def spell_by_letters(tokenizer: Tokenizer) -> None:
    """Encode words letter by letter from now on. The BPE tokens keep their ids and are no longer used."""
    tokenizer.model = models.BPE(tokenizer.get_vocab(with_added_tokens=False), [])


def _is_program(piece: str) -> bool:
    return any(sign in piece for sign in "=([{\n") and not any(sign in piece for sign in "<>")
