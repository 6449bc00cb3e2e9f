"""A plan in, the outputs' weights on disk out. Memory does not grow with the model: a few slices for each worker."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import torch

from viscodex_model.checkpoint.reader import TensorReader
from viscodex_model.checkpoint.writer import CheckpointWriter, lay_out
from viscodex_model.merge.fates import Fate
from viscodex_model.merge.journal import Digests, Journal
from viscodex_model.merge.plan import MergePlan, output_folder
from viscodex_model.merge.slices import Tools
from viscodex_model.merge.tensor_merge import TensorMerge

_SYNC_BYTES = 256 << 20
_REPORT_SECONDS = 0.25


@dataclass(frozen=True)
class StreamOptions:
    """How the work is done; none of it changes a value on one device."""

    threads: int
    device: str = "cpu"
    hashes: bool = True


class Meter:
    """Bytes read so far, counted by all workers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.count = 0

    def advance(self, count: int) -> None:
        with self._lock:
            self.count += count


def stream(
    plan: MergePlan, folder: Path, journal: Journal, options: StreamOptions, report: Callable[[int], None]
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
        reader = stack.enter_context(TensorReader())
        writers = [
            stack.enter_context(CheckpointWriter(output_folder(folder, output), layout))
            for output in plan.outputs
        ]
        meter, stop = Meter(), threading.Event()
        tools = Tools(
            plan.recipe, reader, meter.advance, stop, torch.device(options.device), hashes=options.hashes
        )
        left = []
        for fate in plan.fates:
            if fate.written in journal.finished:
                meter.advance(sum(entry.nbytes for entry in fate.sources.values()))
            else:
                left.append(fate)
        pool = stack.enter_context(ThreadPoolExecutor(options.threads))
        stack.callback(stop.set)
        futures = {pool.submit(_merge_one, fate, tools, writers): fate for fate in left}
        _await(futures, writers, journal, lambda: report(meter.count))
        for writer in writers:
            writer.write_index()


def _merge_one(fate: Fate, tools: Tools, writers: Sequence[CheckpointWriter]) -> Digests:
    kept = fate.kind == "keep"

    def write(output: int, offset: int, data: memoryview) -> None:
        for writer in writers if kept else [writers[output]]:
            writer.write(fate.written, offset, data)

    return TensorMerge(fate, tools, write).run()


def _await(
    futures: dict[Future[Digests], Fate],
    writers: Sequence[CheckpointWriter],
    journal: Journal,
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
        if unsynced >= _SYNC_BYTES or not pending:
            for writer in writers:
                writer.sync()
            journal.record(finished)
            finished, unsynced = {}, 0
        report()
