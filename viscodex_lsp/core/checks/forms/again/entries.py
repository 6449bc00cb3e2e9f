"""Lines that a reply adds elsewhere in the block that the place is in, where their order says nothing: the keys of an
object, the declarations of a rule."""

import re
from collections.abc import Sequence

from viscodex_lsp.core.checks.forms.again.aligned import Again
from viscodex_lsp.core.text.style import leading

# A key with a value of one line.
_ENTRY = re.compile(r"""[ \t]+["']?[\w.$-]+["']?[ \t]*(?::|=>)[ \t]*[^\s{\[(][^{}\[\]()\n]*+$""")


def entries(found: Again, lines: Sequence[str], above: Sequence[str]) -> list[str] | None:
    """The lines added elsewhere and those at the cursor, where all that were added are such; None elsewhere."""
    beside = next((row for row in range(len(above) - 1, -1, -1) if above[row].strip()), -1)
    twin = found.twins.get(beside)
    rows = [row for row, _ in found.elsewhere]
    if twin is None or not all(_ENTRY.match(lines[row]) for row in (*rows, twin)):
        return None
    margin = leading(lines[twin])
    around = [line for line in lines[min(*rows, twin) : max(*rows, twin) + 1] if line.strip()]
    if any(leading(lines[row]) != margin for row in rows) or any(
        len(leading(line)) < len(margin) for line in around
    ):
        return None
    first = [lines[row] for row in rows if row < found.here.start]
    last = [lines[row] for row in rows if row >= found.here.start]
    return [*first, *lines[found.here.start : found.here.stop], *last]
