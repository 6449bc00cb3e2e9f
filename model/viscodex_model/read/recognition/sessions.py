"""ONNX Runtime sessions over the recognition weights that lie in `weights/`; nothing is ever downloaded."""

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from viscodex_model.core.errors import UserError
from viscodex_model.core.installation import install_command

DETECTOR = "PP-OCRv6_det_small.onnx"
RECOGNIZER = "PP-OCRv6_rec_small.onnx"
# More threads than this bring little on such small networks and slow down whatever else the machine does.
MAX_THREADS = 4

Floats = npt.NDArray[np.float32]


class Session:
    """One network with one input and one output, both float32."""

    def __init__(self, weights: Path, *, threads: int) -> None:
        self._session = onnxruntime.InferenceSession(
            str(weights), _options(threads), providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name
        self.metadata: dict[str, str] = dict(self._session.get_modelmeta().custom_metadata_map)

    def run(self, values: Floats) -> Floats:
        output: Floats = self._session.run(None, {self._input: values})[0]
        return output


def thread_count() -> int:
    """Threads the recognition may use: the cores this process may run on, at most `MAX_THREADS`."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MAX_THREADS, cores))


def weights_path(name: str) -> Path:
    """Where the file `name` of the weights lies.

    Raises:
        UserError: it is missing.
    """
    path = Path(__file__).parent / "weights" / name
    if not path.is_file():
        raise UserError(
            f"The weights of the text recognition ({name}) are missing. Run: {install_command('local')}"
        )
    return path


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that spin while they wait take the cores from each other and from the editor: on a busy machine the
    # default is several times slower than sleeping.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    return options
