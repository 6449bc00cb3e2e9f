"""Plans an export: two files, the fate of every tensor, what is changed, and every reason why it cannot be done."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viscodex_model.checkpoint.chat_template import read_chat_template
from viscodex_model.checkpoint.gguf.picture_mark import engine_template
from viscodex_model.checkpoint.header import TensorEntry
from viscodex_model.checkpoint.index import CheckpointProblems
from viscodex_model.core.errors import UserError
from viscodex_model.export.container import FilePlan
from viscodex_model.export.families.family import FAMILIES
from viscodex_model.export.source import FLOATS, Checkpoint, open_checkpoint
from viscodex_model.export.tensors import Exported, Taken
from viscodex_model.export.tokenizer import Vocabulary, read_vocabulary
from viscodex_model.export.types import FILE_TYPES, Quantisation, check_quantiser

_QUANTISATION_VERSION = 2  # of the block formats, ggml's GGML_QNT_VERSION


@dataclass(frozen=True)
class ExportPlan:
    """An export that can be done. `changes` says what is otherwise than in the folder, `unused` what is left out."""

    source: Checkpoint
    quantisation: Quantisation
    text: FilePlan
    projector: FilePlan
    template: str
    changes: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def files(self) -> tuple[FilePlan, FilePlan]:
        return self.text, self.projector

    @property
    def bytes_to_read(self) -> int:
        return sum(read_bytes(tensor) for file in self.files for tensor in file.tensors)

    @property
    def bytes_to_write(self) -> int:
        return sum(file.nbytes for file in self.files)


def read_bytes(tensor: Exported) -> int:
    """How many bytes of the folder `tensor` is made of."""
    if not isinstance(tensor.origin, Taken):
        return 0
    entry = tensor.origin.entry
    return tensor.rows * tensor.row_length * (entry.nbytes // max(entry.numel, 1))


def make_plan(folder: Path, quantisation: Quantisation) -> ExportPlan:
    """Plan the export of `folder`.

    Raises:
        CheckpointProblems: it cannot be done; every reason at once.
    """
    source = open_checkpoint(folder)
    halves = FAMILIES[source.family].halves
    problems = [*(problem for half in halves for problem in half.problems(source)), *_dtypes(source)]
    if lacking := check_quantiser(quantisation):
        problems.append(lacking)
    embedding = source.tensors.get("model.embed_tokens.weight")
    if problems or embedding is None:
        raise CheckpointProblems((*problems, *_no_embedding(embedding, folder)))
    try:
        vocabulary = read_vocabulary(folder, embedding.shape[0])
        template, wrapped = engine_template(read_chat_template(folder))
    except UserError as error:
        raise CheckpointProblems((str(error),)) from error
    return _plan(source, quantisation, vocabulary, template, wrapped)


def _plan(
    source: Checkpoint, quantisation: Quantisation, vocabulary: Vocabulary, template: str, wrapped: str | None
) -> ExportPlan:
    halves = FAMILIES[source.family].halves
    tensors, problems = [], []
    for half in halves:
        exported, unknown = half.tensors(source, quantisation)
        tensors.append(tuple(exported))
        problems += [f"{name} has no place in a GGUF file of this family." for name in unknown]
        problems += _absent(exported, half.expected(source))
    if problems:
        raise CheckpointProblems(tuple(problems))
    name, stem = source.folder.resolve().name, f"{source.folder.resolve().name}-{quantisation}"
    common = {"general.name": name, **_common(source, quantisation)}
    text, sight = ({**common, **half.settings(source)} for half in halves)
    text = {"general.type": "model", **text, **vocabulary.metadata(), "tokenizer.chat_template": template}
    changes = [change for half in reversed(halves) for change in half.changes(source)]
    return ExportPlan(
        source=source,
        quantisation=quantisation,
        text=FilePlan(f"{stem}.gguf", halves[0].architecture, text, tensors[0]),
        projector=FilePlan(
            f"mmproj-{stem}.gguf", halves[1].architecture, {"general.type": "mmproj", **sight}, tensors[1]
        ),
        template=template,
        changes=(*changes, *vocabulary.changes, *([wrapped] if wrapped else [])),
        unused=tuple(unused for half in halves for unused in half.unused(source)),
    )


def _common(source: Checkpoint, quantisation: Quantisation) -> dict[str, Any]:
    return {
        "general.file_type": int(FILE_TYPES[quantisation]),
        "general.quantization_version": _QUANTISATION_VERSION,
        "general.license": " AND ".join(source.licences),
    }


def _dtypes(source: Checkpoint) -> list[str]:
    return [
        f"{name} has the dtype {entry.dtype}; {', '.join(FLOATS)} can be exported."
        for name, entry in source.tensors.items()
        if entry.dtype not in FLOATS
    ]


def _no_embedding(embedding: TensorEntry | None, folder: Path) -> list[str]:
    return [] if embedding else [f"{folder} has no model.embed_tokens.weight."]


def _absent(tensors: list[Exported], expected: set[str]) -> list[str]:
    absent = sorted(expected - {tensor.name for tensor in tensors})
    return [f"The folder lacks what becomes {name}: the checkpoint is not whole." for name in absent]
