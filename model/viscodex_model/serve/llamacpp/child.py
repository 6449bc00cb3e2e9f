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
        server = xllamacpp.Server(parameters(xllamacpp, settings))
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


def parameters(xllamacpp: Any, settings: dict[str, Any]) -> Any:
    """One conversation at a time, whose beginning is kept for the next question about the same picture."""
    given = xllamacpp.CommonParams()
    given.model.path = settings["text"]
    given.mmproj.path = settings["projector"]
    given.api_keys = [settings["key"]] if settings["key"] else []
    given.cors_origins = "http://none.invalid"
    given.ui = False
    given.offline = True
    # Weights are laid out anew for the processor: a mapped file would stay in memory beside that, and end the process
    # where somebody shortens it.
    given.load_mode = xllamacpp.llama_load_mode.LLAMA_LOAD_MODE_NONE
    given.n_ctx = settings["context"]
    given.n_parallel = 1
    # Between two batches it is looked whether anybody still waits.
    given.n_batch = given.n_ubatch = settings["batch"]
    # Pictures come in the size in which they are to be seen.
    given.image_min_tokens, given.image_max_tokens = 1, settings["context"]
    given.verbosity = 1
    given.warmup = False
    for processors in (given.cpuparams, given.cpuparams_batch):
        processors.n_threads = settings["threads"]
        # A thread that waits sleeps: on a busy machine spinning holds up what it waits for.
        processors.poll = 0
    return given


if __name__ == "__main__":
    sys.exit(main())
