"""The figures of one phase of the load test, from what each person met."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.team_load.lag import quantile
from benchmarks.team_load.people import Person, Tally


@dataclass(frozen=True)
class Machine:
    """What the phase took: busy is of all cores, the gateway's share of one core."""

    busy_percent: float
    gateway_cpu_percent: float
    gateway_megabytes: float
    generator_lag_p99_ms: float
    engines_lag_p99_ms: float


def asks(tallies: Sequence[Tally], *, seconds: float, begun_again: int) -> dict[str, object]:
    """Whether every ask got its one answer. Broken off: begun by a replica that then died, and told so."""
    asked = sum(tally.asked for tally in tallies)
    return {
        "asked_through_the_gateway": asked,
        "answered": sum(tally.answered for tally in tallies),
        "lost": sum(len(tally.lost) for tally in tallies),
        "broken_off_by_a_dying_replica": sum(tally.broken_off for tally in tallies),
        "answered_wrongly": sum(tally.odd for tally in tallies),
        "answers_begun_twice": begun_again,
        "requests_a_second_at_the_gateway": round(asked / seconds, 2),
        "sentences_of_the_lost": sorted({sentence for tally in tallies for sentence in tally.lost}),
    }


def first_token(people: Sequence[Person]) -> dict[str, object]:
    """Milliseconds to the first token. `added` is gateway less direct of the same person at the same time; `chance`
    is one direct ask less another, which is what this machine does to such a difference without any gateway."""
    triples = [triple for person in people for triple in person.tally.triples]
    if not triples:
        return {"n": 0}
    added = [far - near for far, near, _ in triples]
    chance = [again - near for _, near, again in triples]
    medians = [
        statistics.median(far for far, _, _ in person.tally.triples)
        for person in people
        if person.tally.triples
    ]
    return {
        "n": len(triples),
        "direct": spread([near for _, near, _ in triples]),
        "gateway": spread([far for far, _, _ in triples]),
        "added": spread(added),
        "added_p50_by_bytes_of_the_picture": by_size(people),
        "chance": spread(chance),
        "aim_added_p95": 13.3,
        "people_worst_to_best": round(max(medians) / min(medians), 3),
        "aim_worst_to_best": 2,
    }


def beside(people: Sequence[Person], windows: Sequence[tuple[float, float]]) -> dict[str, object]:
    """First tokens begun within the `windows` of attacks, beside those of the same phase outside of them."""
    split: dict[bool, list[tuple[float, float, float]]] = {True: [], False: []}
    for person in people:
        for when, triple in zip(person.tally.when, person.tally.triples, strict=True):
            split[any(start <= when < stop for start, stop in windows)].append(triple)
    if not all(split.values()):
        return {"n": [len(split[True]), len(split[False])]}
    parts = {
        name: {
            "n": len(split[attacked]),
            "gateway": spread([far for far, _, _ in split[attacked]]),
            "direct": spread([near for _, near, _ in split[attacked]]),
            "added": spread([far - near for far, near, _ in split[attacked]]),
        }
        for name, attacked in (("attacked", True), ("quiet", False))
    }
    far = [quantile([triple[0] for triple in split[attacked]], 0.95) for attacked in (True, False)]
    near = [quantile([triple[1] for triple in split[attacked]], 0.95) for attacked in (True, False)]
    moved = {"gateway": far[0] / far[1], "direct": near[0] / near[1]}
    return {
        **parts,
        "p95_attacked_to_quiet": {name: round(value, 3) for name, value in moved.items()},
        "aim": 1.2,
    }


def by_size(people: Sequence[Person]) -> dict[int, float]:
    """The median of what is added, for each size of picture."""
    sizes: dict[int, list[float]] = {}
    for person in people:
        added = sizes.setdefault(person.body.picture_bytes, [])
        added.extend(far - near for far, near, _ in person.tally.triples)
    return {size: spread(added)["p50"] for size, added in sorted(sizes.items()) if added}


def edits(pairs: Sequence[tuple[float, float]], odd: Sequence[str]) -> dict[str, object]:
    """Milliseconds from pasting to the edit, in real language servers; `not_right` are those who got no edit."""
    if not pairs:
        return {"n": 0, "not_right": list(odd)}
    return {
        "n": len(pairs),
        "not_right": list(odd),
        "direct": spread([near for _, near in pairs]),
        "gateway": spread([far for far, _ in pairs]),
        "added": spread([far - near for far, near in pairs]),
    }


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """The median and the slowest of twenty, in milliseconds."""
    return {
        "p50": round(1000 * statistics.median(seconds), 1),
        "p95": round(1000 * quantile(list(seconds), 0.95), 1),
    }
