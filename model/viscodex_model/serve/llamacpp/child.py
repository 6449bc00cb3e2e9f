"""The process that holds llama.cpp: started by `engine.py`, told on standard input what to load, ended with it.

llama.cpp ends its whole process where an assertion of its own fails, and cannot be interrupted while it looks at a
picture. In a process of its own it can be ended and started again, and the local server stays.
"""

import json
import os
import sys
import threading
from typing import IO, Any


def main() -> int:
    """Load what the first line of standard input says, tell where it listens, and serve until that input ends."""
    settings = json.loads(sys.stdin.readline())
    # The engine writes on standard output what belongs into the log.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import xllamacpp

    try:
        server = xllamacpp.Server(_parameters(xllamacpp, settings))
    except RuntimeError as error:
        return _tell(answers, {"error": str(error)}, status=1)
    _tell(answers, {"url": server.listening_address})
    threading.Event().wait()
    return 0


def _tell(answers: IO[str], content: dict[str, str], *, status: int = 0) -> int:
    print(json.dumps(content), file=answers, flush=True)
    return status


def _end_with_parent() -> None:
    while sys.stdin.read(1):
        pass
    os._exit(0)


def _parameters(xllamacpp: Any, settings: dict[str, Any]) -> Any:
    """One conversation at a time, whose beginning is kept for the next question about the same picture."""
    parameters = xllamacpp.CommonParams()
    parameters.model.path = settings["text"]
    parameters.mmproj.path = settings["projector"]
    parameters.api_keys = [settings["key"]]
    parameters.cors_origins = "http://none.invalid"
    parameters.ui = False
    parameters.offline = True
    parameters.n_ctx = settings["context"]
    parameters.n_parallel = 1
    # Between two batches it is looked whether anybody still waits.
    parameters.n_batch = parameters.n_ubatch = 256
    # Pictures come in the size in which they are to be seen.
    parameters.image_min_tokens, parameters.image_max_tokens = 1, settings["context"]
    parameters.verbosity = 1
    parameters.warmup = False
    for processors in (parameters.cpuparams, parameters.cpuparams_batch):
        processors.n_threads = settings["threads"]
        # A thread that waits sleeps: on a busy machine spinning holds up what it waits for.
        processors.poll = 0
    return parameters


if __name__ == "__main__":
    sys.exit(main())
