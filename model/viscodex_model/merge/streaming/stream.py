"""Merges all tensors of a plan and writes them to disk. Memory: a few slices per worker, for any model size."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import torch

from viscodex_model.checkpoint.journal import Digests, Journal
from viscodex_model.checkpoint.reader import TensorReader
from viscodex_model.checkpoint.writer import CheckpointWriter, lay_out
from viscodex_model.merge.planning.fates import Fate
from viscodex_model.merge.planning.plan import MergePlan, output_folder
from viscodex_model.merge.streaming.slices import HashName, Tools
from viscodex_model.merge.streaming.tensor_merge import TensorMerge
from viscodex_model.merge.streaming.workspace import Workspace

_REPORT_SECONDS = 0.25


@dataclass(frozen=True)
class WorkOptions:
    """How the work is done; none of it changes a value on one device.

    `threads` None: one for each core. `sync_bytes`: after so many a resume need not go back behind this place.
    """

    threads: int | None = None
    device: str = "cpu"
    hash_name: HashName = "xxh3_128"
    sync_bytes: int = 256 << 20


class Meter:
    """Bytes read so far, counted by all workers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.count = 0

    def advance(self, count: int) -> None:
        with self._lock:
            self.count += count


def stream(
    plan: MergePlan, folder: Path, journal: Journal, options: WorkOptions, report: Callable[[int], None]
) -> None:
    """Write every tensor of `plan` that `journal` does not call finished into `folder`.

    `report` is told, a few times a second, how many bytes of the inputs are done.

    Raises:
        UserError: what a worker met; `folder` is then unfinished.
    """
    layout = lay_out(plan.specs, shard_bytes=plan.recipe.shard_bytes)
    with ExitStack() as stack:
        # Each worker is one thread; torch's own pool below them would only contend.
        stack.callback(torch.set_num_threads, torch.get_num_threads())
        torch.set_num_threads(1)
        # `ties` reads a tensor three times, and lives on the page cache.
        reader = stack.enter_context(TensorReader(once=plan.recipe.method != "ties"))
        writers = [
            stack.enter_context(CheckpointWriter(output_folder(folder, output), layout))
            for output in plan.outputs
        ]
        meter, stop = Meter(), threading.Event()
        threads = options.threads or os.cpu_count() or 1
        ahead = stack.enter_context(ThreadPoolExecutor(2 * threads))
        tools = Tools(plan.recipe, reader, meter.advance, stop, options.hash_name, ahead)
        worker = Worker(tools, writers, torch.device(options.device))
        left = []
        for fate in plan.fates:
            if fate.written in journal.finished:
                meter.advance(sum(entry.nbytes for entry in fate.sources.values()))
            else:
                left.append(fate)
        pool = stack.enter_context(ThreadPoolExecutor(threads))
        stack.callback(stop.set)
        futures = {pool.submit(worker.merge, fate): fate for fate in left}
        _await(futures, writers, journal, options.sync_bytes, lambda: report(meter.count))
        for writer in writers:
            writer.write_index()


class Worker:
    """Merges tensors on any thread; each thread has buffers of its own."""

    def __init__(self, tools: Tools, writers: Sequence[CheckpointWriter], device: torch.device) -> None:
        self._tools = tools
        self._writers = writers
        self._device = device
        self._local = threading.local()

    def merge(self, fate: Fate) -> Digests:
        """Merge one tensor into every output; returns the digests of what was read."""

        def write(output: int, offset: int, data: memoryview) -> None:
            for writer in self._writers if fate.kind == "keep" else [self._writers[output]]:
                writer.write(fate.written, offset, data)

        return TensorMerge(fate, self._tools, self._workspace(), write).run()

    def _workspace(self) -> Workspace:
        if not hasattr(self._local, "workspace"):
            self._local.workspace = Workspace(self._device)
        workspace: Workspace = self._local.workspace
        return workspace


def _await(
    futures: dict[Future[Digests], Fate],
    writers: Sequence[CheckpointWriter],
    journal: Journal,
    sync_bytes: int,
    report: Callable[[], None],
) -> None:
    """Note tensors as finished once they are on the disk, a few hundred MB at a time, while the workers go on."""
    pending = set(futures)
    finished: dict[str, Digests] = {}
    unsynced = 0
    while pending:
        done, pending = wait(pending, timeout=_REPORT_SECONDS, return_when=FIRST_COMPLETED)
        for future in done:
            fate = futures[future]
            finished[fate.written] = future.result()
            unsynced += len(writers) * fate.vlm.nbytes
        if unsynced >= sync_bytes or not pending:
            for writer in writers:
                writer.sync()
            journal.record(finished)
            finished, unsynced = {}, 0
        report()
