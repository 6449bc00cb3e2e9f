"""How well a small shape fits at every place of a mask."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def fits(values: Floats, shape: Floats) -> Floats:
    """The sum of the products of `shape` with the values under it, for each place at which it lies within them.

    A correlation, by the Fourier transform.
    """
    size = values.shape[0], values.shape[1]
    product = np.fft.rfft2(values) * np.conj(np.fft.rfft2(shape, size))
    height, width = size[0] - shape.shape[0] + 1, size[1] - shape.shape[1] + 1
    return np.fft.irfft2(product, size)[:height, :width].astype(np.float32)
