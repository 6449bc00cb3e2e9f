"""By how many degrees the lines of a picture are tilted: at that angle the edges of its lines fall on the fewest rows
(projection profiles; Postl, 1986)."""

import numpy as np
import numpy.typing as npt

from viscodex_model.read.picture.pixels import Pixels

Floats = npt.NDArray[np.float64]

# A step in the green channel from a pixel to the one below it; noise and soft shades stay below.
EDGE = 40
# With fewer edges nothing can be told, and more than about so many tell no more.
FEWEST, MOST = 400, 40_000
# Degrees: tilts up to `WIDEST` are looked for, and less than `LEAST` harms no reading.
WIDEST, STEP, FINE, LEAST = 46.0, 0.25, 0.05, 0.45
# Of an upright picture the rows at 0 degrees are so much fuller than at half a degree.
UPRIGHT = 1.05
# So much fuller are the rows at the angle of tilted text than at 0 degrees; more so from `STEEP` degrees on.
GAIN, STEEP, STEEP_GAIN = 1.1, 2.5, 1.35


def tilt_of(pixels: Pixels) -> float:
    """The angle in degrees at which lines sink to the right (negative where they rise); 0 for upright pictures, and
    where nothing can be told."""
    ys, xs = _edges(pixels)
    if len(ys) < FEWEST:
        return 0.0
    upright = _fullness(ys, xs, 0.0)
    if upright > UPRIGHT * max(_fullness(ys, xs, 0.5), _fullness(ys, xs, -0.5)):
        return 0.0
    coarse = _fullest(ys, xs, np.arange(-WIDEST, WIDEST + STEP, STEP))
    angle = _fullest(ys, xs, coarse + np.arange(-STEP, STEP + FINE, FINE))
    gain = STEEP_GAIN if abs(angle) > STEEP else GAIN
    tilted = LEAST <= abs(angle) < WIDEST and _fullness(ys, xs, angle) > gain * upright
    return angle if tilted else 0.0


def _edges(pixels: Pixels) -> tuple[Floats, Floats]:
    """Rows and columns of the pixels that differ from the one below them; of many, evenly taken ones."""
    upper, lower = pixels[:-1, :, 1], pixels[1:, :, 1]
    # In bytes, and by one number for each place: a large picture has millions of them.
    steps = np.maximum(upper, lower) - np.minimum(upper, lower)
    places = np.flatnonzero(steps > EDGE)
    ys, xs = np.divmod(places[:: max(1, len(places) // MOST)], steps.shape[1])
    return ys.astype(np.float64), xs.astype(np.float64)


def _fullest(ys: Floats, xs: Floats, angles: Floats) -> float:
    return float(max(angles.tolist(), key=lambda angle: _fullness(ys, xs, angle)))


def _fullness(ys: Floats, xs: Floats, degrees: float) -> float:
    """The sum of the squares of how many edges fall on each row of the picture turned by the angle."""
    radians = np.radians(degrees)
    rows = ys * np.cos(radians) - xs * np.sin(radians)
    counts = np.bincount(np.rint(rows - rows.min()).astype(np.intp)).astype(np.float64)
    return float(counts @ counts)
