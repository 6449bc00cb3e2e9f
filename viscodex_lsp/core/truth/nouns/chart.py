"""What a chart is drawn from: its kinds of marks, their colours, and the numbers that it shows."""

from dataclasses import dataclass

from viscodex_lsp.core.truth.nouns.likeness import RGB


@dataclass(frozen=True, slots=True)
class Chart:
    """`kinds` are the kinds of its marks ("bars", "line", …). `colours` are theirs, None where they cannot be told.

    `values` are the heights of its marks, where they stand in the code; `data` are all numbers of the code's lists,
    among them the heights where those are looked up.
    """

    kinds: frozenset[str]
    colours: tuple[RGB, ...] | None
    values: tuple[float, ...] = ()
    data: tuple[float, ...] = ()
