"""Plans a whole merge before it starts: fates, sizes, and every problem at once.

Reads configs, tokenizers and the headers of the shards; no tensor.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viscodex_model.checkpoint.index import CheckpointProblems
from viscodex_model.checkpoint.layout import flat_config, is_tied, nested_config
from viscodex_model.checkpoint.sources import Source
from viscodex_model.checkpoint.writer import TensorSpec
from viscodex_model.core.errors import UserError
from viscodex_model.merge.planning.coefficients import coefficient_problems, needs_base
from viscodex_model.merge.planning.compatibility import chosen_settings, compatibility_problems
from viscodex_model.merge.planning.donors import Donor, Role, read_donor
from viscodex_model.merge.planning.family import LANGUAGE_PARTS, Family, expected_tensors, family_of
from viscodex_model.merge.planning.fates import DTYPE_NAMES, Fate, FateTable, Parties, decide_fates
from viscodex_model.merge.planning.recipe import MergeRecipe, Weights
from viscodex_model.merge.planning.vocabulary import Agreement, compare, read_vocabulary

_CONFIG_FORMS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "flat": flat_config,
    "nested": nested_config,
    "own": deepcopy,
}


class PlanRefused(CheckpointProblems):
    """The merge cannot be done as it is asked for; `problems` are all the reasons."""


@dataclass(frozen=True)
class OutputPlan:
    """One folder to be written: `name` is empty where there is no sweep."""

    name: str
    weights: Weights


@dataclass(frozen=True)
class MergePlan:
    """Everything that is decided before the first byte is read."""

    recipe: MergeRecipe
    family: Family
    donors: tuple[Donor, ...]
    fates: tuple[Fate, ...]
    unused: dict[str, tuple[str, ...]]
    outputs: tuple[OutputPlan, ...]
    config: dict[str, Any]

    @property
    def specs(self) -> tuple[TensorSpec, ...]:
        return tuple(TensorSpec(fate.written, fate.dtype, fate.vlm.shape) for fate in self.fates)

    @property
    def bytes_to_read(self) -> int:
        """Bytes of the tensors that are read, each counted once."""
        return sum(entry.nbytes for fate in self.fates for entry in fate.sources.values())

    @property
    def bytes_to_write(self) -> int:
        return len(self.outputs) * sum(spec.nbytes for spec in self.specs)


def make_plan(recipe: MergeRecipe, sources: dict[Role, Source]) -> MergePlan:
    """Decide the merge of `sources` (vlm, coder, and the base where there is one) by `recipe`.

    Raises:
        PlanRefused: with every problem that can be known without reading a tensor.
    """
    parties = _gather(recipe, sources)
    problems = list(_model_problems(parties))
    shared, vocabulary = _vocabulary_problems(parties)
    problems += vocabulary
    table = FateTable((), {}, ())
    try:
        table = decide_fates(parties, shared_ids=shared)
        problems += [*table.problems, *_coefficient_problems(parties)]
    except UserError as error:
        problems.append(f"vlm: {error}")
    if problems:
        raise PlanRefused(tuple(dict.fromkeys(problems)))
    donors = (parties.vlm, *parties.donors)
    return MergePlan(
        recipe, parties.family, donors, table.fates, table.unused, _outputs(recipe), _config(parties)
    )


def _gather(recipe: MergeRecipe, sources: dict[Role, Source]) -> Parties:
    """Read the donors; a base that cancels is not read."""
    donors: dict[Role, Donor] = {}
    problems: list[str] = []
    base_wanted = needs_base(recipe)
    for role, source in sources.items():
        if role == "base" and not base_wanted:
            continue
        try:
            donors[role] = read_donor(role, source)
        except CheckpointProblems as error:
            problems += error.problems
    if base_wanted and "base" not in sources:
        problems.append(
            f"`{recipe.method}` with these weights needs a `base`: the model both were trained from."
        )
    try:
        family = family_of(donors["vlm"].config, label="The vlm") if "vlm" in donors else None
    except UserError as error:
        problems.append(str(error))
    if problems or family is None:
        raise PlanRefused(tuple(problems))
    return Parties(recipe, family, donors["vlm"], donors["coder"], donors.get("base"))


def _model_problems(parties: Parties) -> Iterator[str]:
    for donor in parties.donors:
        yield from compatibility_problems(parties.recipe, parties.family, parties.vlm, donor)


def _vocabulary_problems(parties: Parties) -> tuple[int | None, list[str]]:
    """How many leading ids agree in all donors (None: all), and what has to be chosen because of it."""
    recipe = parties.recipe
    head_choice = "keep" if is_tied(parties.vlm.config) else recipe.lm_head
    choices = {"embeddings": recipe.embeddings, "lm_head": head_choice}
    if set(choices.values()) == {"keep"}:
        return None, []
    try:
        ours = read_vocabulary(parties.vlm.source.folder)
        agreements = [
            compare(ours, read_vocabulary(donor.source.folder), label=donor.role) for donor in parties.donors
        ]
    except UserError as error:
        return None, [f"{error} Copy the tokenizer there, or choose `embeddings: keep` and `lm_head: keep`."]
    merged = [f"`{name}`" for name, choice in choices.items() if choice == "merge"]
    return _shared(agreements), [
        f"{agreement.difference} For {' and '.join(merged)}, choose `keep`, or `shared_rows` to combine the ids "
        "before the first difference."
        for agreement in agreements
        if agreement.difference and merged
    ]


def _shared(agreements: list[Agreement]) -> int | None:
    limits = [agreement.shared for agreement in agreements if agreement.shared is not None]
    return min(limits) if limits else None


def _coefficient_problems(parties: Parties) -> list[str]:
    places = expected_tensors(parties.family, parties.vlm.config)
    names = [name for name, place in places.items() if place.part in LANGUAGE_PARTS]
    return coefficient_problems(parties.recipe, names, int(parties.vlm.settings["num_hidden_layers"]))


def _outputs(recipe: MergeRecipe) -> tuple[OutputPlan, ...]:
    if not isinstance(recipe.lambda_, tuple):
        return (OutputPlan("", recipe.sweep[0]),)
    return tuple(OutputPlan(f"lambda-{weights[0]:g}", weights) for weights in recipe.sweep)


def _config(parties: Parties) -> dict[str, Any]:
    """The VLM's config in the form that engines read, with the recipe's choices in it."""
    config = _CONFIG_FORMS[parties.family.write.config](parties.vlm.config)
    config.setdefault("architectures", [parties.family.architecture])
    chosen = chosen_settings(parties.recipe, parties.vlm, parties.coder)
    if isinstance(config.get("text_config"), dict):
        config["text_config"] = _with_chosen(config["text_config"], chosen)
    else:
        config = _with_chosen(config, chosen)
    if parties.recipe.out_dtype is not None:
        for settings in (config, config.get("text_config") or {}):
            if "dtype" in settings:
                settings["dtype"] = parties.recipe.out_dtype
        if "dtype" not in config:
            config["torch_dtype"] = parties.recipe.out_dtype
    return config


def _with_chosen(settings: dict[str, Any], chosen: dict[str, Any]) -> dict[str, Any]:
    """The settings with those chosen, in the rope's own place where there is one."""
    rope = settings.get("rope_parameters")
    if not isinstance(rope, dict):
        return {**settings, **chosen}
    turned = {key: value for key, value in chosen.items() if key in rope}
    plain = {key: value for key, value in chosen.items() if key not in rope}
    return {**settings, **plain, "rope_parameters": {**rope, **turned}}


def written_dtype(plan: MergePlan) -> str:
    """The dtype of the combined tensors, as safetensors names it."""
    if plan.recipe.out_dtype is not None:
        return DTYPE_NAMES[plan.recipe.out_dtype]
    combined = (fate.dtype for fate in plan.fates if fate.kind == "combine")
    return next(combined, plan.fates[0].dtype)


def output_folder(out: Path, output: OutputPlan) -> Path:
    """Where one output of the sweep goes inside `out`."""
    return out / output.name if output.name else out
