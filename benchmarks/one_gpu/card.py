"""What the card itself does, with torch alone: half-precision products, copies, and the arithmetic of a merge."""

from collections.abc import Iterator
from functools import partial

from benchmarks.one_gpu.bench import Bench, timed

# Dense bfloat16 FLOP/s by the makers' data sheets.
PEAKS = {"H200": 989e12, "H100": 989e12, "A100": 312e12, "L4": 121e12, "4090": 165e12}


def peak_of(name: str) -> float | None:
    """The peak of the card called `name`, if it is known here."""
    return next((value for known, value in PEAKS.items() if known in name), None)


def card(bench: Bench) -> Iterator[tuple[str, dict[str, float]]]:
    """FLOP/s of a product of matrices, bytes a second of a copy, and of merging two tensors over their base."""
    import torch
    from viscodex_model.merge.methods.arithmetic import combine

    side = 256 if bench.small else 8192
    left, right = (torch.randn(side, side, device=bench.device, dtype=torch.bfloat16) for _ in range(2))
    seconds = timed(bench, lambda: torch.mm(left, right), rounds=5)
    found = {"flops": 2 * side**3 / seconds}
    if bench.device == "cuda" and (peak := peak_of(torch.cuda.get_device_name())):
        found["share_of_peak"] = found["flops"] / peak
    yield "product, bfloat16", found
    seconds = timed(bench, lambda: left.copy_(right), rounds=5)
    yield "copy", {"bytes_per_second": 2 * left.nbytes / seconds}
    count = 1 << (18 if bench.small else 26)
    for device in dict.fromkeys(("cpu", bench.device)):
        models = [torch.randn(count, device=device).bfloat16() for _ in range(3)]
        out = torch.empty_like(models[0])
        length = 1 << (16 if device == "cpu" else 24)
        buffers = [torch.empty(length, dtype=torch.float64, device=device) for _ in range(5)]

        merge = partial(combine, models[:2], models[2], [[0.5, 0.4]], [out], buffers)
        seconds = timed(bench, merge, rounds=3)
        yield f"merging, {device}", {"bytes_per_second": 3 * out.nbytes / seconds}
