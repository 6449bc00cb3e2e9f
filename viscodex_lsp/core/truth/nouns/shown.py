"""What code shows: the words that are drawn where it runs, and its lines."""

from dataclasses import dataclass

from viscodex_lsp.core.truth.nouns.chart import Chart


@dataclass(frozen=True, slots=True)
class Shown:
    """The texts that code draws, in the order of the code.

    `texts` are drawn for certain. `perhaps` are texts of its data, which may be drawn: they count where the picture has
    them, and are never taken for invented. Where nothing can be told from the code, both are empty and `unknown` says
    why. `lines` are the code itself, for pictures of code and of text. `computed` says that it also draws what no text
    of the code tells, such as the numbers beside an axis. `chart` is what is drawn with marks. `rows` are those of
    tables that are text, their cells parted by bars.
    """

    texts: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    unknown: str = ""
    computed: bool = False
    chart: Chart | None = None
    rows: tuple[str, ...] = ()
