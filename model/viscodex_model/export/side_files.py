"""Writes what goes beside the GGUF files: provenance, licences, a card, and on request an Ollama Modelfile."""

import shutil
from pathlib import Path

import yaml

from viscodex_model.checkpoint.gguf.picture_mark import render
from viscodex_model.checkpoint.writer import write_text
from viscodex_model.core.errors import UserError
from viscodex_model.core.provenance import PROVENANCE_NAME, Input, Provenance, input_file, versions
from viscodex_model.export.plan import ExportPlan
from viscodex_model.export.tensors import Exported, Taken

# Where the source's own provenance goes: what was merged or tuned stays to be seen.
SOURCE_PROVENANCE = "source-provenance.json"


def write_side_files(plan: ExportPlan, folder: Path, *, modelfile: bool) -> None:
    """Write everything but the GGUF files into `folder`.

    Raises:
        UserError: a file cannot be copied or written.
    """
    source = plan.source.folder
    licences = [path for pattern in ("LICENSE*", "NOTICE*") for path in sorted(source.glob(pattern))]
    copies = {path: folder / path.name for path in licences}
    if (source / PROVENANCE_NAME).is_file():
        copies[source / PROVENANCE_NAME] = folder / SOURCE_PROVENANCE
    for path, target in copies.items():
        try:
            shutil.copyfile(path, target)
        except OSError as error:
            raise UserError(f"{path} cannot be copied to {folder}: {error.strerror}.") from error
    write_text(folder / PROVENANCE_NAME, _provenance(plan).to_json())
    write_text(folder / "README.md", card(plan))
    if modelfile:
        write_text(folder / "Modelfile", ollama_modelfile(plan))


def _provenance(plan: ExportPlan) -> Provenance:
    files = tuple(input_file(shard.path) for shard in plan.source.index.shards)
    licence = " AND ".join(plan.source.licences)
    return Provenance(
        stage="export",
        versions=versions(["gguf", "xllamacpp"]),
        recipe={"format": "gguf", "quant": plan.quantisation},
        inputs=(Input(role="model", source=plan.source.folder.resolve().name, licence=licence, files=files),),
        details={
            "changes": list(plan.changes),
            "not_exported": list(plan.unused),
            "tensors": [_fate(file.name, tensor) for file in plan.files for tensor in file.tensors],
        },
    )


def _fate(file: str, tensor: Exported) -> dict[str, str]:
    origin = tensor.origin
    made_of = origin.entry.name if isinstance(origin, Taken) else f"{origin.value:g} everywhere"
    return {"file": file, "name": tensor.name, "type": tensor.type.name, "from": made_of}


def card(plan: ExportPlan) -> str:
    """The model card, with the front matter that the hub reads."""
    front = {"library_name": "gguf", "tags": ["viscodex"], "pipeline_tag": "image-text-to-text"}
    text, projector = (file.name for file in plan.files)
    changes = [f"- {change}" for change in plan.changes] or ["- nothing"]
    return "\n".join(
        [
            "---",
            yaml.safe_dump(front, sort_keys=False).strip(),
            "---",
            f"# {plan.source.folder.resolve().name} as GGUF, {plan.quantisation}",
            "",
            f"`{text}` writes, `{projector}` sees: an engine needs both.",
            "",
            "```sh",
            f"viscodex-model serve llamacpp {text}",
            f"llama-server --model {text} --mmproj {projector}",
            "```",
            "",
            "Otherwise than in the checkpoint:",
            "",
            *changes,
            "",
            f"Licence: {' AND '.join(plan.source.licences)}. Whoever passes these files on must keep to it.",
            "",
        ]
    )


def ollama_modelfile(plan: ExportPlan) -> str:
    """What `ollama create NAME -f Modelfile` reads. Qwen's turns are told in Ollama's own template language.

    What the template writes before a reply without thinking is written there, too: thinking costs minutes.
    """
    turn = render(plan.template, [{"role": "user", "content": ""}], enable_thinking=False)
    opening = turn.rpartition("<|im_start|>assistant\n")[2]
    text, projector = (file.name for file in plan.files)
    return "\n".join(
        [
            f"FROM ./{text}",
            f"FROM ./{projector}",
            'TEMPLATE """{{- range .Messages }}<|im_start|>{{ .Role }}',
            "{{ .Content }}<|im_end|>",
            f'{{{{ end }}}}<|im_start|>assistant\n{opening}"""',
            'PARAMETER stop "<|im_end|>"',
            "PARAMETER temperature 0",
            "",
        ]
    )
