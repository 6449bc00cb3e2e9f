"""Writes the files that go beside the weights: config, card, recipe, provenance, and those of the VLM."""

from pathlib import Path
from typing import Any

import yaml

from viscodex_model.checkpoint.engine_files import carry_files
from viscodex_model.checkpoint.journal import Digests
from viscodex_model.checkpoint.writer import write_json, write_text
from viscodex_model.core.provenance import PROVENANCE_NAME, Input, Provenance, input_file, versions
from viscodex_model.merge.planning.donors import Donor
from viscodex_model.merge.planning.fates import Fate
from viscodex_model.merge.planning.plan import MergePlan, OutputPlan

RECIPE_NAME = "merge.yaml"


def write_side_files(
    plan: MergePlan, output: OutputPlan, folder: Path, *, hash_name: str, digests: dict[str, Digests]
) -> None:
    """Write everything but the weights of one output; `digests` are those of the tensors that were read.

    Raises:
        UserError: a file of the VLM cannot be read, or one cannot be written.
    """
    vlm = plan.donors[0]
    carry_files(vlm.source.folder, folder)
    write_json(folder / "config.json", plan.config)
    write_text(folder / RECIPE_NAME, recipe_text(plan, output))
    write_text(folder / PROVENANCE_NAME, _provenance(plan, output, hash_name, digests).to_json())
    write_text(folder / "README.md", card(plan, output))


def recipe_text(plan: MergePlan, output: OutputPlan) -> str:
    """The recipe of one output, as YAML that `merge` reads."""
    return yaml.safe_dump(_recipe(plan, output), sort_keys=False, allow_unicode=True)


def _recipe(plan: MergePlan, output: OutputPlan) -> dict[str, Any]:
    content = plan.recipe.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"out"})
    content["method"] = plan.recipe.method
    if plan.recipe.weights is None:
        content["lambda"] = output.weights[0]
    return content


def _provenance(
    plan: MergePlan, output: OutputPlan, hash_name: str, digests: dict[str, Digests]
) -> Provenance:
    place = plan.outputs.index(output)
    return Provenance(
        stage="merge",
        versions=versions(["torch"]),
        recipe=_recipe(plan, output),
        inputs=tuple(_input(donor) for donor in plan.donors),
        details={
            "family": plan.family.title,
            "digests_by": hash_name,
            "tensors": [_fate(fate, place, digests.get(fate.written, {})) for fate in plan.fates],
            "not_read": {role: list(names) for role, names in plan.unused.items() if names},
        },
    )


def _input(donor: Donor) -> Input:
    files = tuple(input_file(shard.path) for shard in donor.index.shards)
    source = donor.source
    return Input(
        role=donor.role, source=source.label, revision=source.revision, licence=donor.licence, files=files
    )


def _fate(fate: Fate, place: int, digests: Digests) -> dict[str, Any]:
    """One line of the fate table; `digests` are those of the input tensors' bytes."""
    line: dict[str, Any] = {"name": fate.written, "fate": fate.kind}
    if fate.kind == "combine":
        line["weights"] = list(fate.weights[place])
    if fate.rows is not None:
        line["rows"] = fate.rows
    return {**line, "digests": digests}


def card(plan: MergePlan, output: OutputPlan) -> str:
    """The model card, with the front matter that the hub reads."""
    hub_ids = [d.source.label for d in plan.donors if d.source.revision]
    front: dict[str, Any] = {"library_name": "transformers", "tags": ["merge", "viscodex"]}
    if "vision_config" in plan.config:
        front["pipeline_tag"] = "image-text-to-text"
    if hub_ids:
        front |= {"base_model": hub_ids, "base_model_relation": "merge"}
    rows = [
        f"| {d.role} | {d.source.label} | {d.source.revision or 'local'} | {d.licence} |" for d in plan.donors
    ]
    combined = sum(fate.kind == "combine" for fate in plan.fates)
    return "\n".join(
        [
            "---",
            yaml.safe_dump(front, sort_keys=False).strip(),
            "---",
            f"# {plan.family.title}, merged by {plan.recipe.method}",
            "",
            f"{combined} tensors of the language model are combined; {len(plan.fates) - combined} are those of the "
            f"{plan.donors[0].source.label} as they were.",
            "",
            "| role | model | revision | licence |",
            "|---|---|---|---|",
            *rows,
            "",
            "Whoever passes this model on must keep to every licence above.",
            "",
            "The recipe:",
            "",
            "```yaml",
            recipe_text(plan, output).strip(),
            "```",
            "",
            "`provenance.json` holds the fate of each tensor, and the size and digest of what it was made from.",
            "",
        ]
    )
