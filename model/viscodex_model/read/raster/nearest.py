"""For every pixel the nearest one that has a label (a distance transform; Rosenfeld and Pfaltz, 1968)."""

import numpy as np
import numpy.typing as npt


def nearest_labels(labels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Each pixel's label, or, where that is 0, the label that is fewest steps away along rows and columns."""
    height = len(labels)
    # The steps and, in the last eight bits, the label: the smaller of two is the nearer one.
    found = _along_rows(labels)
    for row in range(1, height):
        np.minimum(found[row], found[row - 1] + 256, out=found[row])
    for row in range(height - 2, -1, -1):
        np.minimum(found[row], found[row + 1] + 256, out=found[row])
    return (found & 255).astype(np.uint8)


def _along_rows(labels: npt.NDArray[np.uint8]) -> npt.NDArray[np.int32]:
    """The nearest label of the same row with the steps to it; farther than any, and 0, where there is none."""
    height, width = labels.shape
    far = 2 * (height + width)
    columns = np.arange(width, dtype=np.int32)
    before = np.maximum.accumulate(np.where(labels, columns, np.int32(-far)), axis=1)
    after = np.minimum.accumulate(np.where(labels, columns, np.int32(far))[:, ::-1], axis=1)[:, ::-1]
    left, right = columns - before, after - columns
    place = np.clip(np.where(left <= right, before, after), 0, width - 1)
    steps = np.minimum(left, right).astype(np.int32)
    return (steps << 8) | np.take_along_axis(labels, place, axis=1)
