"""What a strip of a picture says, with the place of each character and what else it might be.

The network looks at a strip 48 pixels high and gives, for each 8 pixels of its width, a probability of each
character or of none (connectionist temporal classification). The best path is taken.
"""

import numpy as np

from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.raster.resizing import stretched
from viscodex_model.read.recognition.lines import Glyph
from viscodex_model.read.recognition.sessions import Floats, Session

HEIGHT = 48
# The network gets at least this width, or a single character is not seen.
MIN_WIDTH = 48
# A longer strip is read in parts; the network's output is 75 KB for each 8 pixels.
MAX_WIDTH = 2400
# Other readings of a character are kept from this probability on.
POSSIBLE = 0.002


class Recognizer:
    def __init__(self, session: Session) -> None:
        self._session = session
        # Index 0 is "no character"; the blank comes after the listed ones.
        self._characters = ["", *session.metadata["character"].splitlines(), " "]

    def glyphs(self, strip: Pixels) -> tuple[Glyph, ...]:
        """The characters of one line of text, left to right; none where nothing was read."""
        height, width = strip.shape[:2]
        if not height or not width:
            return ()
        scale = HEIGHT / height
        longest = max(1, int(MAX_WIDTH / scale))
        glyphs: list[Glyph] = []
        for left, right in _parts(strip, longest):
            glyphs.extend(self._decode(self._run(strip[:, left:right]), scale=scale, left=left))
        return tuple(glyphs)

    def _run(self, strip: Pixels) -> Floats:
        width = max(1, round(strip.shape[1] * HEIGHT / strip.shape[0]))
        resized = np.rint(stretched(strip, width, HEIGHT))
        values = np.zeros((1, 3, HEIGHT, max(MIN_WIDTH, width)), np.float32)
        values[0, :, :, :width] = resized[:, :, ::-1].transpose(2, 0, 1) / np.float32(127.5) - 1
        steps: Floats = self._session.run(values)[0]
        return steps

    def _decode(self, steps: Floats, *, scale: float, left: int) -> list[Glyph]:
        best = steps.argmax(axis=1)
        stride = HEIGHT / 6 / scale
        glyphs = []
        start = 0
        for end in range(1, len(best) + 1):
            if end < len(best) and best[end] == best[start]:
                continue
            if best[start]:
                run = steps[start:end, best[start]]
                peak = start + int(run.argmax())
                x = left + ((start + end) / 2) * stride
                glyphs.append(
                    Glyph(self._characters[best[start]], x, float(run.max()), self._others(steps[peak]))
                )
            start = end
        return glyphs

    def _others(self, probabilities: Floats) -> tuple[tuple[str, float], ...]:
        likely = np.flatnonzero(probabilities > POSSIBLE)
        ordered = likely[np.argsort(-probabilities[likely])][1:6]
        return tuple((self._characters[index], float(probabilities[index])) for index in ordered)


def _parts(strip: Pixels, longest: int) -> list[tuple[int, int]]:
    """Where to cut a strip that is too long: at the emptiest column before `longest`."""
    width = strip.shape[1]
    parts, left = [], 0
    while width - left > longest:
        window = strip[:, left + longest // 2 : left + longest].astype(np.int16)
        cut = left + longest // 2 + int(np.ptp(window, axis=0).max(axis=1).argmin())
        parts.append((left, cut))
        left = cut
    return [*parts, (left, width)]
