"""Identifies a merge for `--resume`: its journal belongs to one recipe, and to inputs that have not changed."""

import hashlib
import json

from viscodex_model import __version__
from viscodex_model.merge.planning.plan import MergePlan


def fingerprint(plan: MergePlan) -> str:
    """A digest of everything that decides the output's bytes: recipe, version, the inputs' files and places."""
    files = [
        [str(shard.path.resolve()), shard.size, shard.path.stat().st_mtime_ns]
        for donor in plan.donors
        for shard in donor.index.shards
    ]
    recipe = plan.recipe.model_dump(mode="json", exclude={"out"})
    names = [[fate.written, fate.kind, fate.dtype, fate.vlm.start] for fate in plan.fates]
    raw = json.dumps([__version__, recipe, files, names], sort_keys=True)
    return hashlib.sha256(raw.encode()).hexdigest()
