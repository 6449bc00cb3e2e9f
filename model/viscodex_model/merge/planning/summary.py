"""Writes the lines that `merge --plan` prints: donors, what happens to which tensors, coefficients and bytes."""

from collections import Counter
from collections.abc import Iterator

from viscodex_model.core.sizes import counted, say_bytes
from viscodex_model.merge.planning.fates import Fate
from viscodex_model.merge.planning.plan import MergePlan, written_dtype
from viscodex_model.merge.planning.recipe import SPARSE_METHODS, Weights

_PASSES = {"ties": "; trimming reads the language tensors two or four times more"}


def plan_lines(plan: MergePlan) -> Iterator[str]:
    """Donors, fates by group, coefficients by layer, sizes."""
    density = f", density {plan.recipe.density:g}" if plan.recipe.method in SPARSE_METHODS else ""
    yield f"{plan.family.title}: {plan.recipe.method}{density}, written as {written_dtype(plan)}"
    for donor in plan.donors:
        revision = f" at {donor.source.revision[:12]}" if donor.source.revision else ""
        yield f"  {donor.role:<6} {donor.source.label}{revision} · licence {donor.licence}"
    if len(plan.donors) < len({"vlm", "coder", "base"}) and plan.recipe.base is not None:
        yield "  base   not read: the weights sum to 1, so that it cancels"
    combined = [fate for fate in plan.fates if fate.kind == "combine"]
    yield ""
    yield (
        f"{counted(len(plan.fates), 'tensor')}: {len(combined)} combined, "
        f"{len(plan.fates) - len(combined)} kept from the vlm"
    )
    yield from _groups(plan)
    yield ""
    yield from _coefficients(combined)
    for role, names in plan.unused.items():
        if names:
            more = " …" if len(names) > 1 else ""
            yield f"  not read of the {role}: {counted(len(names), 'tensor')} ({names[0]}{more})"
    yield ""
    yield f"read {say_bytes(plan.bytes_to_read)}{_PASSES.get(plan.recipe.method, '')}"
    folders = f" into {len(plan.outputs)} folders" if len(plan.outputs) > 1 else ""
    yield f"write {say_bytes(plan.bytes_to_write)}{folders}: that much disk is needed"


def _groups(plan: MergePlan) -> Iterator[str]:
    counts = Counter((fate.place.group, fate.kind, fate.rows) for fate in plan.fates)
    sizes: Counter[tuple[str, str, int | None]] = Counter()
    for fate in plan.fates:
        sizes[(fate.place.group, fate.kind, fate.rows)] += fate.vlm.nbytes
    for key, count in counts.items():
        group, kind, rows = key
        what = "combine" if kind == "combine" else "keep the vlm's"
        partly = f" (the first {rows} rows)" if rows is not None else ""
        tensors = f"{count:>5} {'tensor' if count == 1 else 'tensors':<7}"
        yield f"  {group:<12}{tensors} {say_bytes(sizes[key]):>10}  {what}{partly}"


def _coefficients(combined: list[Fate]) -> Iterator[str]:
    """Weights of vlm and coder: a line for each run of layers that share theirs, and for each exception."""
    by_layer: dict[int, Counter[tuple[Weights, ...]]] = {}
    outside: dict[str, tuple[Weights, ...]] = {}
    for fate in combined:
        if fate.place.layer is None:
            outside[fate.name] = fate.weights
        else:
            by_layer.setdefault(fate.place.layer, Counter())[fate.weights] += 1
    yield "coefficients (vlm, coder):"
    for first, last, weights in _runs({layer: _say_all(found) for layer, found in by_layer.items()}):
        span = f"layer {first}" if first == last else f"layers {first}-{last}"
        yield f"  {span:<14}{weights}"
    for name, value in outside.items():
        yield f"  {name:<28} {_say(value)}"


def _runs(said: dict[int, str]) -> Iterator[tuple[int, int, str]]:
    start: int | None = None
    previous = -1
    for layer in sorted(said):
        if start is not None and said[layer] != said[start]:
            yield start, previous, said[start]
            start = layer
        start = layer if start is None else start
        previous = layer
    if start is not None:
        yield start, previous, said[start]


def _say_all(found: Counter[tuple[Weights, ...]]) -> str:
    if len(found) == 1:
        return _say(next(iter(found)))
    return "; ".join(f"{_say(weights)} in {counted(count, 'tensor')}" for weights, count in found.items())


def _say(weights: tuple[Weights, ...]) -> str:
    return " | ".join(f"({vlm:g}, {coder:g})" for vlm, coder in weights)
