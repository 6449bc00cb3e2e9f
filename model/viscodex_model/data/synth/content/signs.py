"""Made-up signs of programs and commands: an option, a file, a function, a version, an address, an operator, a tag.

Each is chosen by a seeded `random.Random`, and written as HTML.
"""

import random
from collections.abc import Callable

_ENDINGS = ("conf", "html", "txt", "c", "py", "sh", "xml", "so")
_SCHEMES = ("http", "https", "file", "ftp")
_TOPS = ("com", "org", "net", "io")


def draw_sign(pick: random.Random, word: Callable[[], str]) -> str:
    """One sign at random, escaped for HTML; `word` makes the words in it."""
    forms = (
        lambda: f"--{word()}",
        lambda: f"-{pick.choice('abcdefhlnopqrstvx')}",
        lambda: f"{word()}.{pick.choice(_ENDINGS)}",
        lambda: f"/{word()}/{word()}",
        lambda: f"{word()}_{word()}",
        lambda: f"{word()}()",
        lambda: word().upper(),
        lambda: f"{word()}={pick.randint(0, 99)}",
        lambda: f"{pick.randint(0, 9)}.{pick.randint(0, 20)}.{pick.randint(0, 9)}",
        lambda: f"{word()}.{word()}",
        lambda: f"{word()}-{pick.randint(0, 9)}.{pick.randint(0, 20)}.{pick.choice(_ENDINGS)}",
        lambda: f"{pick.choice(_SCHEMES)}://{word()}.{pick.choice(_TOPS)}/{word()}",
        lambda: f'"{word()}"',
        lambda: f"{word()}({word()})",
        lambda: f"[{word()}]",
        lambda: f"{word()}: {word()};",
        lambda: f"${word()}",
        lambda: pick.choice(("|", "=", "--", "\\", "*", "#", "+", ":", "==", "!=", "%", "@")),
        lambda: f"&lt;{word()}&gt;",
        lambda: f"{word()}-&gt;{word()}",
        lambda: f"/{word()}/{word()}/{word()}.{pick.choice(_ENDINGS)}",
        lambda: f"{word()}{pick.randint(0, 999)}",
        lambda: f"{pick.randint(0, 9)}{pick.choice('0123456789abcdef')}{pick.randint(0, 999)}",
        lambda: f'&lt;{word()} {word()}="{word()}"&gt;',
        lambda: f"&lt;/{word()}&gt;",
        lambda: f"{word()}: {pick.randint(0, 99)}px;",
        lambda: f"'{word()}',",
    )
    return pick.choice(forms)()
