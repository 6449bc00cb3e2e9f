"""Opens the source models of a merge: config, licence, and the index of tensors under their older names."""

from dataclasses import dataclass
from typing import Any, Literal

from viscodex_model.checkpoint.header import TensorEntry
from viscodex_model.checkpoint.index import CheckpointIndex, CheckpointProblems, read_index, read_json
from viscodex_model.checkpoint.layout import language_settings, old_name
from viscodex_model.checkpoint.licence import read_licence
from viscodex_model.checkpoint.sources import Source
from viscodex_model.core.errors import UserError

Role = Literal["vlm", "coder", "base"]
_FLOATS = ("BF16", "F16", "F32")


@dataclass(frozen=True)
class Donor:
    """One of the models that are merged, without its values."""

    role: Role
    source: Source
    config: dict[str, Any]
    index: CheckpointIndex
    tensors: dict[str, TensorEntry]
    licence: str

    @property
    def settings(self) -> dict[str, Any]:
        """The language model's settings, flat."""
        return language_settings(self.config)


def read_donor(role: Role, source: Source) -> Donor:
    """Read what can be known of a donor without its values.

    Raises:
        CheckpointProblems: everything that makes the folder unfit, each named with the donor's role.
    """
    problems: list[str] = []
    config: dict[str, Any] = {}
    try:
        config = read_json(source.folder / "config.json")
        if config.get("quantization_config") is not None:
            problems.append("it is quantized: merge the unquantized original and quantize the result.")
    except UserError as error:
        problems.append(str(error))
    try:
        index = read_index(source.folder)
        tensors, clashes = _under_older_names(index)
        problems += clashes
    except UserError as error:
        problems += error.problems if isinstance(error, CheckpointProblems) else [str(error)]
    if problems:
        raise CheckpointProblems(tuple(f"{role}: {problem}" for problem in problems))
    return Donor(role, source, config, index, tensors, read_licence(source.folder))


def _under_older_names(index: CheckpointIndex) -> tuple[dict[str, TensorEntry], list[str]]:
    tensors: dict[str, TensorEntry] = {}
    problems = []
    for name, entry in index.entries.items():
        older = old_name(name)
        if older in tensors:
            problems.append(
                f"{name} and {tensors[older].name} are two names of one tensor in {index.folder}."
            )
        tensors[older] = entry
    return tensors, problems


def is_float(entry: TensorEntry) -> bool:
    """Whether the tensor has a dtype that can be combined."""
    return entry.dtype in _FLOATS
