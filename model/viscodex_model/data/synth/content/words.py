"""The words, phrases, sentences, prices and numbers that made-up pages are written with.

They are plain ASCII text that can stand in HTML, chosen by a seeded `random.Random`. For tests they may be words that
training never sees.
"""

import random
import zlib
from functools import cache
from importlib import resources

HELD_OUT_ONE_IN = 16
"""One word in so many (by checksum, whatever its letters' case) never occurs in training pages."""

_ONSETS = (
    "b", "bl", "br", "c", "ch", "cl", "cr", "d", "dr", "f", "fl", "fr", "g", "gl", "gr", "h", "j", "k", "l",
    "m", "n", "p", "pl", "pr", "qu", "r", "s", "sc", "sh", "sk", "sl", "sm", "sn", "sp", "st", "str", "sw",
    "t", "th", "tr", "tw", "v", "w", "wh", "y", "z",
)  # fmt: skip
_NUCLEI = ["a", "e", "i", "o", "u", "ai", "ea", "ee", "ie", "oa", "oo", "ou", "au", "ei"]
_CODAS = [
    "b",
    "ck",
    "ct",
    "d",
    "f",
    "ft",
    "g",
    "k",
    "l",
    "ld",
    "lk",
    "ll",
    "lt",
    "m",
    "mp",
    "n",
    "nd",
    "ng",
    "nk",
    "nt",
    "p",
    "r",
    "rd",
    "rk",
    "rm",
    "rn",
    "rt",
    "s",
    "sk",
    "sp",
    "ss",
    "st",
    "t",
    "th",
    "v",
    "x",
    "z",
]
_SUFFIXES = ("s", "s", "ed", "ing", "er", "ly", "ness", "able", "ful", "less", "ment", "y")
_SMALL = (
    "the", "the", "a", "an", "of", "of", "to", "to", "and", "and", "in", "for", "with", "your", "is", "on",
    "you", "our", "by", "at", "it", "we", "from", "this", "that", "are", "be", "as", "or", "not",
)  # fmt: skip
_PHRASES = (
    "Sign in", "Sign up", "Log in", "Log out", "Get started", "Learn more", "Read more", "Submit", "Cancel",
    "Save", "Send", "Search", "Continue", "Buy now", "Email", "Email address", "Password", "Name",
    "Full name", "Phone", "Message", "Username", "Home", "About", "Contact", "Pricing", "Blog", "Docs",
    "Help", "Settings", "Profile", "Dashboard", "Features", "Welcome", "Contact us", "About us",
    "Create account", "Add to cart", "Subscribe", "Download", "Total", "Price", "Plan", "Date", "Status",
    "Item", "Quantity", "Free", "Basic", "Pro", "Team", "New", "Sale", "Active", "Next", "Back", "OK",
    "Yes", "No", "Edit", "Delete",
)  # fmt: skip
_PREFIXES = ("un", "re", "over", "out", "pre", "sub")


def is_held_out(word: str) -> bool:
    """Whether training never shows this word (in any case of letters)."""
    return zlib.crc32(word.lower().encode()) % HELD_OUT_ONE_IN == 0


@cache
def listed_words(*, held_out: bool) -> tuple[str, ...]:
    """The project's word list and what its rules of spelling make of it, one side of the hold-out."""
    roots = resources.files(__package__).joinpath("words.txt").read_text(encoding="ascii").split()
    formed = [form for root in roots for form in _forms(root)]
    every = dict.fromkeys([*roots, *formed])
    return tuple(word for word in every if is_held_out(word) is held_out)


def _forms(root: str) -> list[str]:
    """A handful of words derived from a root; the same ones each time."""
    choice = random.Random(root)
    stem = root[:-1] if root.endswith("e") else root
    forms = []
    for suffix in choice.sample(_SUFFIXES, 3):
        forms.append((stem if suffix[0] in "aeiy" or suffix == "ed" else root) + suffix)
    if choice.random() < 0.3:
        forms.append(choice.choice(_PREFIXES) + root)
    return forms


class Writer:
    """Writes text with one random source; `unseen` takes every word from the held-out side."""

    def __init__(self, source: random.Random, *, unseen: bool = False) -> None:
        self._source = source
        self._unseen = unseen
        self._listed = listed_words(held_out=unseen)

    def word(self) -> str:
        """One lower-case word: three times in four a listed one, otherwise made of syllables."""
        if self._source.random() < 0.74:
            return self._source.choice(self._listed)
        while True:
            made = self._syllables()
            if is_held_out(made) is self._unseen:
                return made

    def _syllables(self) -> str:
        pick = self._source.choice
        count = self._source.choices((1, 2, 3), (2, 4, 2))[0]
        parts = [pick(_ONSETS) + pick(_NUCLEI) for _ in range(count)]
        return "".join(parts) + (pick(_CODAS) if self._source.random() < 0.7 else "")

    def phrase(self, low: int, high: int) -> str:
        """`low` to `high` words, headline-like: `Plain case`, `Title Case`, `lower case` or `CAPITALS`."""
        if not self._unseen and low < 3 and self._source.random() < 0.15:
            return self._source.choice(_PHRASES)
        words = [self._term() for _ in range(self._source.randint(low, high))]
        case = self._source.choices(("plain", "title", "lower", "upper"), (5, 4, 1.4, 0.8))[0]
        if case == "title":
            return " ".join(word[:1].upper() + word[1:] for word in words)
        if case == "upper":
            return " ".join(words).upper()
        text = " ".join(words)
        return text[:1].upper() + text[1:] if case == "plain" else text

    def names(self, count: int) -> list[str]:
        """`count` different phrases of one word, so that each can be a key."""
        found: dict[str, None] = {}
        while len(found) < count:
            found[self.phrase(1, 1)] = None
        return list(found)

    def _term(self) -> str:
        """A word, now and then a number, a sign or a hyphenated pair."""
        chance = self._source.random()
        if chance < 0.93:
            return self.word()
        if chance < 0.96:
            return self.number()
        if chance < 0.98:
            return f"{self.word()}-{self.word()}"
        return "&amp;" if chance < 0.99 or self._unseen else self._source.choice(_SMALL)

    def _prose(self) -> str:
        """A term, or one of the small words that sentences are full of (never where all is unseen)."""
        small = not self._unseen and self._source.random() < 0.25
        return self._source.choice(_SMALL) if small else self._term()

    def sentence(self, low: int, high: int) -> str:
        """A sentence of `low` to `high` words with its capital, commas and full stop."""
        words = [self._prose() for _ in range(self._source.randint(low, high))]
        words[0] = words[0][:1].upper() + words[0][1:]
        for index in range(1, len(words) - 1):
            if self._source.random() < 0.08:
                words[index] += self._source.choice((",", ",", ",", ";", ":"))
            elif self._source.random() < 0.03:
                words[index] = words[index].capitalize()
        return " ".join(words) + self._source.choices((".", "!", "?", ""), (8, 1, 1, 1))[0]

    def number(self) -> str:
        """A count, share, date or time of day."""
        pick = self._source
        forms = (
            lambda: str(pick.randint(0, 99)),
            lambda: str(pick.randint(100, 2099)),
            lambda: f"{pick.randint(1, 999)},{pick.randint(0, 999):03d}",
            lambda: f"{pick.randint(0, 100)}%",
            lambda: f"{pick.randint(0, 23)}:{pick.randint(0, 59):02d}",
            lambda: f"{pick.randint(0, 99)}.{pick.randint(0, 9)}",
            lambda: f"#{pick.randint(1, 999)}",
            lambda: f"+{pick.randint(1, 99)}",
        )
        return pick.choice(forms)()

    def price(self) -> str:
        """A price such as `$12`, `$4.50`, `30 USD`, with or without its period."""
        pick = self._source
        amount = (
            str(pick.randint(1, 250))
            if pick.random() < 0.5
            else f"{pick.randint(0, 99)}.{pick.randint(0, 99):02d}"
        )
        text = f"${amount}" if pick.random() < 0.8 else f"{amount} {pick.choice(('USD', 'EUR'))}"
        return text + pick.choices(("", "/mo", " / month", "/year"), (6, 2, 1, 1))[0]

    def address(self) -> str:
        """An address as forms show it: of mail, of the web, or a telephone number."""
        pick = self._source
        forms = (
            lambda: f"{self.word()}@{self.word()}.com",
            lambda: f"{self.word()}@example.org",
            lambda: f"https://{self.word()}.io",
            lambda: f"555-{pick.randint(0, 9999):04d}",
        )
        return pick.choice(forms)()
