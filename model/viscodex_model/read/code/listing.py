"""The noun of this room: a text that was read from a picture, line by line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listing:
    """Source code or a terminal's text. `doubtful` are the numbers, from 1, of lines that may be wrong."""

    lines: tuple[str, ...]
    language: str
    doubtful: tuple[int, ...] = ()
    cut_off: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Plain sentences about what may be wrong."""
        if not self.doubtful:
            return ()
        if len(self.doubtful) == 1:
            return (f"Line {self.doubtful[0]} could not be read with certainty.",)
        numbers = ", ".join(str(number) for number in self.doubtful[:8])
        more = f" and {len(self.doubtful) - 8} more" if len(self.doubtful) > 8 else ""
        return (f"Lines {numbers}{more} could not be read with certainty.",)
