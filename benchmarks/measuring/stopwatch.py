"""Measures a command: wall time, processor time and peak memory."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One command: wall seconds, seconds of all cores together, and peak resident memory in MB."""

    seconds: float
    cpu_seconds: float
    megabytes: float


# A child's peak begins at that of the process it was forked from: so a bare interpreter stands in between.
_STOPWATCH = """
import json, resource, subprocess, sys, time
begin = time.perf_counter()
done = subprocess.run(sys.argv[2:], stdout=sys.stderr)
seconds = time.perf_counter() - begin
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as file:
    json.dump([seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024], file)
sys.exit(done.returncode)
"""


def measure(command: Sequence[str], environment: dict[str, str] | None = None) -> Run:
    """Run `command` to its end and take its time and its peak memory."""
    with tempfile.NamedTemporaryFile("r") as measured:
        stopwatch = [sys.executable, "-S", "-c", _STOPWATCH, measured.name]
        done = subprocess.run(
            [*stopwatch, *command],
            env={**os.environ, **(environment or {})},
            capture_output=True,
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr.decode()[-3000:]}")
        return Run(*json.load(measured))
