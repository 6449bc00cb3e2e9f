"""Compares the words of a picture with those that code shows, both ways: which are missing, which are invented.

Words are paired without regard to order: first equal ones, then words that one side writes apart and the other
together, then words that differ by so few letters that one of them was misread. A pair that is not equal counts for
less than a whole, so that a wrong letter is felt.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from viscodex_lsp.core.truth.parts.tokens import Token

# Letters that text recognition takes for one another, each written as the first of its group.
_LOOK_ALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "ı": "l", "í": "l", "|": "l", "5": "s", "8": "b"})
_LOOK_ALIKE_CREDIT = 0.95
# Below this length one letter makes another word ("cat", "car"), from the second on two may be misread.
_FUZZY_FROM, _TWO_ERRORS_FROM, _FUZZY_TO = 4, 9, 24
_JOINED_MOST = 4
_MOST_CANDIDATES = 8
# With more words left over, the code shows something else, and finding their misreadings would take long.
_MOST_FUZZY = 2_000


@dataclass(frozen=True, slots=True)
class WordPairs:
    """`credit` maps the index of a seen word to how well it was found, `partner` to that of the shown word it met."""

    credit: dict[int, float]
    partner: dict[int, int]
    shown_credit: dict[int, float]


@dataclass(frozen=True, slots=True)
class WordMatch:
    """`recall` and `precision` are 0 to 1, weighted; `missing` and `invented` are indexes of seen and shown words."""

    recall: float
    precision: float
    pairs: WordPairs
    missing: tuple[int, ...]
    invented: tuple[int, ...]

    @property
    def f1(self) -> float:
        total = self.recall + self.precision
        return 2 * self.recall * self.precision / total if total else 0.0


def match_words(seen: Sequence[Token], shown: Sequence[Token]) -> WordMatch:
    """Pair the words of both sides; takes time in proportion to their number."""
    pairs = _Pairing(seen, shown).pairs()
    recall = _weighted(seen, pairs.credit)
    precision = _weighted(shown, pairs.shown_credit)
    missing = tuple(index for index in range(len(seen)) if index not in pairs.credit)
    invented = tuple(index for index in range(len(shown)) if index not in pairs.shown_credit)
    return WordMatch(recall, precision, pairs, missing, invented)


def _weighted(words: Sequence[Token], credit: dict[int, float]) -> float:
    total = sum(word.weight for word in words)
    found = sum(words[index].weight * value for index, value in credit.items())
    return found / total if total else 1.0


class _Pairing:
    """The pairs so far, and what is left on both sides."""

    def __init__(self, seen: Sequence[Token], shown: Sequence[Token]) -> None:
        self._seen, self._shown = seen, shown
        self._credit: dict[int, float] = {}
        self._partner: dict[int, int] = {}
        self._shown_credit: dict[int, float] = {}

    def pairs(self) -> WordPairs:
        self._pair_equal()
        self._pair_joined(self._seen, self._credit, self._shown, self._shown_credit, swapped=False)
        self._pair_joined(self._shown, self._shown_credit, self._seen, self._credit, swapped=True)
        self._pair_by(_folds, lambda *_: _LOOK_ALIKE_CREDIT)
        if len(self._seen) - len(self._credit) <= _MOST_FUZZY:
            self._pair_by(_shortened, _likeness)
        return WordPairs(self._credit, self._partner, self._shown_credit)

    def _keep(self, seen: int, shown: int, credit: float) -> None:
        self._credit[seen] = self._shown_credit[shown] = credit
        self._partner[seen] = shown

    def _pair_equal(self) -> None:
        """Equal words in the order of both sides, so that repeated ones meet their own."""
        places = defaultdict[str, list[int]](list)
        for index in range(len(self._shown) - 1, -1, -1):
            places[self._shown[index].key].append(index)
        for index, word in enumerate(self._seen):
            if places[word.key]:
                self._keep(index, places[word.key].pop(), 1.0)

    def _pair_joined(
        self,
        apart: Sequence[Token],
        apart_credit: dict[int, float],
        whole: Sequence[Token],
        whole_credit: dict[int, float],
        *,
        swapped: bool,
    ) -> None:
        """Words in a row on one side that are one word on the other: "sign up" and "signup"."""
        left = {word.key: index for index, word in enumerate(whole) if index not in whole_credit}
        for run in _runs(len(apart), apart_credit):
            joined = left.get("".join(apart[index].key for index in run))
            if joined is None or joined in whole_credit or any(index in apart_credit for index in run):
                continue
            for index in run:
                self._keep(*((joined, index) if swapped else (index, joined)), 1.0)

    def _pair_by(self, keys: Callable[[str], Iterator[str]], credit: Callable[[str, str], float]) -> None:
        """Pair what is left by keys that both sides have in common, the best pairs first."""
        places = defaultdict[str, list[int]](list)
        for index, word in enumerate(self._shown):
            if index not in self._shown_credit:
                for key in keys(word.key):
                    if len(places[key]) < _MOST_CANDIDATES:
                        places[key].append(index)
        found = {
            (index, other)
            for index, word in enumerate(self._seen)
            if index not in self._credit
            for key in keys(word.key)
            for other in places.get(key, ())
        }
        judged = [(credit(self._seen[a].key, self._shown[b].key), -abs(a - b), a, b) for a, b in found]
        for value, _, index, other in sorted(judged, reverse=True):
            if index not in self._credit and other not in self._shown_credit and value > 0:
                self._keep(index, other, value)


def _runs(count: int, taken: dict[int, float]) -> Iterator[range]:
    for start in range(count):
        for length in range(2, _JOINED_MOST + 1):
            if start + length > count or start + length - 1 in taken or start in taken:
                break
            yield range(start, start + length)


def _folds(word: str) -> Iterator[str]:
    yield word.translate(_LOOK_ALIKES)


def _shortened(word: str) -> Iterator[str]:
    """The word with up to two letters left out: two words that have one in common differ by no more letters.

    Numbers are not respelled: another number is another fact.
    """
    if not _FUZZY_FROM <= len(word) <= _FUZZY_TO or word.isdigit():
        return
    for count in range(3 if len(word) >= _TWO_ERRORS_FROM else 2):
        for kept in combinations(word, len(word) - count):
            yield "".join(kept)


def _likeness(one: str, other: str) -> float:
    """1 without the share of letters that differ; 0 where both have digits and other ones."""
    numbers = [[sign for sign in word if sign.isdigit()] for word in (one, other)]
    if all(numbers) and numbers[0] != numbers[1]:
        return 0.0
    return max(0.0, 1 - _distance(one, other) / max(len(one), len(other)))


def _distance(one: str, other: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
