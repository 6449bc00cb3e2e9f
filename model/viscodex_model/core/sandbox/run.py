"""Runs a command on given files in a sandbox, and returns what it printed and how it ended.

bubblewrap gives the command its own view of the machine: no network (not even loopback of the host), no file but a
read-only copy of the system's programs, the interpreter and the given files, no other process, an empty environment. It
runs as a user that owns nothing, may hold so much memory, disk and processes, and for so long; what it prints is cut
off.

What this does not stop:
- a flaw in the kernel or in bubblewrap: the command speaks to the same kernel as everybody else. Where that is not
  enough, run the whole of `score` in a virtual machine;
- reading the world-readable files of /usr, and the packages of the interpreter;
- measuring time, and using the processor at full speed until its time is over;
- telling lies: a program that knows how it is measured can print what a good program would have printed. Expected
  outputs are therefore never inside, but a chart's record is written by the same process that draws the chart;
- memory, in part, where this user may make no control group of the kernel (see `memory_group`; where there is one, it
  counts everything): memory is then looked at every 50 ms, so that for a moment more than `memory_bytes` may be held by
  many processes together. One process alone is stopped by the kernel. Memory that belongs to no process (memfd, System
  V) is refused by a seccomp filter on x86-64 and ARM64; on other processors it is not counted;
- filling the disk by many programs at once: each may hold `disk_bytes` of files, which are in memory.
"""

import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from viscodex_model.core.errors import UserError
from viscodex_model.core.sandbox.confinement import MEBIBYTE, Limits, confine
from viscodex_model.core.sandbox.memory_group import MemoryGroup, memory_group
from viscodex_model.core.sandbox.process_tree import kill_session, memory_of_tree
from viscodex_model.core.sandbox.seccomp import seccomp_filter

_TOOLS = ("bwrap", "setpriv", "prlimit")
_LOOK_EVERY = 0.05


@dataclass(frozen=True)
class Outcome:
    """`status` is the exit status, None where the command was stopped; `stopped` says why, in words."""

    status: int | None
    output: bytes
    errors: bytes
    stopped: str | None = None

    @property
    def ok(self) -> bool:
        return self.status == 0

    def explain(self) -> str:
        """One line on how it ended: why it was stopped, else its status and the last line of its errors."""
        if self.stopped:
            return self.stopped
        lines = self.errors.decode("utf-8", "replace").strip().splitlines()
        last = f": {lines[-1][:300]}" if lines else ""
        return f"it ended with status {self.status}{last}"


def require_sandbox() -> None:
    """Raise `UserError` where the tools of the sandbox are missing or may not be used here."""
    if sys.platform != "linux":
        raise UserError(
            "Generated code runs only in a sandbox, which exists on Linux alone (bubblewrap). Score it there: on a "
            "Linux machine, in a container or in WSL."
        )
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing:
        raise UserError(
            f"Generated code runs only in a sandbox, and {', '.join(missing)} is not installed. "
            "Install bubblewrap and util-linux (Debian: `apt install bubblewrap util-linux`)."
        )
    trial = run_sandboxed(["/usr/bin/env", "true"], limits=Limits(seconds=10))
    if not trial.ok:
        raise UserError(
            f"The sandbox does not work here: {trial.explain()}. bubblewrap needs user namespaces "
            "(sysctl kernel.unprivileged_userns_clone=1) or root."
        )


def run_sandboxed(
    command: Sequence[str],
    *,
    files: Mapping[str, bytes] | None = None,
    stdin: bytes = b"",
    read_only: Sequence[Path] = (),
    environment: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Outcome:
    """Run `command` in an empty folder /tmp; `files` lie under /input, `read_only` folders where they are outside."""
    limits = limits or Limits()
    with memory_group(limits.memory_bytes) as group:
        process = _start(command, files or {}, read_only, environment or {}, limits, group)
        try:
            outcome = _watch(process, stdin, limits, group)
        finally:
            _end(process)
        if outcome.stopped is None and group is not None and group.overrun():
            return replace(outcome, status=None, stopped=_too_much_memory(limits))
        return outcome


def _start(
    command: Sequence[str],
    files: Mapping[str, bytes],
    read_only: Sequence[Path],
    environment: Mapping[str, str],
    limits: Limits,
    group: MemoryGroup | None,
) -> "subprocess.Popen[bytes]":
    with ExitStack() as opened:
        given = {name: opened.enter_context(_unnamed(content)) for name, content in files.items()}
        rules = seccomp_filter()
        number = None if rules is None else opened.enter_context(_unnamed(rules))
        confined = confine(command, given, read_only, environment, limits, seccomp=number)
        return subprocess.Popen(
            confined if group is None else group.entering(confined),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"PATH": "/usr/bin:/bin"},
            start_new_session=True,
            pass_fds=(*given.values(), *(() if number is None else (number,))),
        )


@contextmanager
def _unnamed(content: bytes) -> Iterator[int]:
    """The descriptor of a file in no folder that holds `content`: it is gone with who has it open, however they end."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file.fileno()


def _watch(
    process: "subprocess.Popen[bytes]", stdin: bytes, limits: Limits, group: MemoryGroup | None
) -> Outcome:
    """Feed and drain the pipes until the command ends or goes over a limit."""
    caught: dict[str, bytearray] = {"output": bytearray(), "errors": bytearray()}
    pending = memoryview(stdin)
    deadline = time.monotonic() + limits.seconds
    with selectors.DefaultSelector() as selector:
        for stream, name in ((process.stdout, "output"), (process.stderr, "errors"), (process.stdin, "")):
            if stream is None:
                continue
            if sys.platform == "linux":
                os.set_blocking(stream.fileno(), False)
            selector.register(stream, selectors.EVENT_WRITE if not name else selectors.EVENT_READ, name)
        while selector.get_map():
            stopped = _over_limit(process.pid, deadline, sum(map(len, caught.values())), limits)
            if stopped is None and group is not None and group.overrun():
                stopped = _too_much_memory(limits)
            if stopped:
                return Outcome(None, bytes(caught["output"]), bytes(caught["errors"]), stopped)
            for key, _ in selector.select(_LOOK_EVERY):
                if key.data:
                    _drain(selector, key, caught[key.data])
                else:
                    pending = _feed(selector, key, pending)
    return _finished(process, deadline, caught, limits)


def _finished(
    process: "subprocess.Popen[bytes]", deadline: float, caught: Mapping[str, bytearray], limits: Limits
) -> Outcome:
    output, errors = bytes(caught["output"]), bytes(caught["errors"])
    try:
        status = process.wait(timeout=max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return Outcome(None, output, errors, f"it took longer than {limits.seconds:g} s")
    return Outcome(status, output, errors)


def _over_limit(pid: int, deadline: float, printed: int, limits: Limits) -> str | None:
    if time.monotonic() > deadline:
        return f"it took longer than {limits.seconds:g} s"
    if printed > limits.output_bytes:
        return f"it printed more than {limits.output_bytes // MEBIBYTE} MiB"
    if memory_of_tree(pid) > limits.memory_bytes:
        return _too_much_memory(limits)
    return None


def _too_much_memory(limits: Limits) -> str:
    return f"it held more than {limits.memory_bytes // MEBIBYTE} MiB of memory"


def _drain(selector: selectors.BaseSelector, key: selectors.SelectorKey, caught: bytearray) -> None:
    chunk = os.read(key.fd, 1 << 16)
    caught += chunk
    if not chunk:
        selector.unregister(key.fileobj)


def _feed(selector: selectors.BaseSelector, key: selectors.SelectorKey, pending: memoryview) -> memoryview:
    try:
        pending = pending[os.write(key.fd, pending[: 1 << 16]) :]
    except BrokenPipeError:
        pending = memoryview(b"")
    if not pending:
        selector.unregister(key.fileobj)
        key.fileobj.close()  # type: ignore[union-attr]  # registered as a pipe's file object above
    return pending


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill what is left: the first process of the sandbox dies with bubblewrap, and all others with the first."""
    if process.poll() is None:
        kill_session(process.pid)
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None and not stream.closed:
            stream.close()
