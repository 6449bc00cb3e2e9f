"""Finds the two GGUF files of one model that sees: the one that writes, and the mmproj beside it that sees."""

from dataclasses import dataclass
from pathlib import Path

from viscodex_model.checkpoint.gguf.header import GgufFile, read_gguf
from viscodex_model.checkpoint.gguf.picture_mark import shows_picture
from viscodex_model.core.errors import UserError
from viscodex_model.core.sizes import counted

_MARK = "mmproj"
# By the architecture of the half that writes; of others it is not known which halves fit.
_PROJECTORS = {
    "qwen2vl": ("qwen2vl_merger", "qwen2.5vl_merger"),
    "qwen3vl": ("qwen3vl_merger",),
    "qwen35": ("qwen3vl_merger",),
}


@dataclass(frozen=True)
class GgufPair:
    """One model: `text` writes, `projector` sees."""

    text: GgufFile
    projector: GgufFile

    @property
    def nbytes(self) -> int:
        return self.text.size + self.projector.size

    @property
    def keeps_state(self) -> bool:
        """Whether some layers keep a state in place of keys and values: it cannot be cut off at any token."""
        return self.text.setting("ssm.state_size") is not None

    @property
    def cell_side(self) -> int:
        """How many pixels wide and high one image token is."""
        patch = int(self.projector.metadata.get("clip.vision.patch_size", 14))
        return patch * int(self.projector.metadata.get("clip.vision.spatial_merge_size", 2))


def open_pair(path: Path, *, projector: Path | None = None) -> GgufPair:
    """The model whose text half is `path`; its other half is `projector`, or what lies beside it.

    Raises:
        UserError: a file is damaged, the half that sees is missing or another model's, or the chat template shows no
            pictures; the sentence says what to do.
    """
    if not path.is_file():
        raise UserError(f"There is no file {path}: name the GGUF file of a vision-language model.")
    text = read_gguf(path)
    if text.is_projector:
        raise UserError(
            f"{path} is the half of a model that sees. Name the file that lies beside it without {_MARK}."
        )
    found = projector or projector_beside(path)
    if found is None:
        raise UserError(
            f"{path} is a text model alone: no file {_MARK}*.gguf lies beside it, and without one no picture is seen. "
            "Put the one of the same model into that folder."
        )
    return _checked(text, read_gguf(found))


def projector_beside(path: Path) -> Path | None:
    """The mmproj in the folder of `path`: the one that bears its name, else the only one."""
    beside = sorted(other for other in path.parent.glob("*.gguf") if _MARK in other.name.lower())
    named = [other for other in beside if path.stem in other.stem]
    chosen = named or beside
    return chosen[0] if len(chosen) == 1 or named else None


def _checked(text: GgufFile, projector: GgufFile) -> GgufPair:
    if not projector.is_projector:
        raise UserError(f"{projector.path} is no {_MARK}, but a model of type {projector.architecture}.")
    width, seen = text.setting("embedding_length"), projector.metadata.get("clip.vision.projection_dim")
    if width != seen:
        raise UserError(
            f"{projector.path} belongs to another model than {text.path}: it hands over {seen} numbers for each "
            f"picture token, where {width} are read. Put the {_MARK} of the same model beside it."
        )
    kind = str(projector.metadata.get("clip.projector_type", ""))
    fitting = _PROJECTORS.get(text.architecture, (kind,))
    handed = sum(map(bool, projector.metadata.get("clip.vision.is_deepstack_layers") or ()))
    if kind not in fitting or handed != int(text.setting("n_deepstack_layers") or 0):
        raise UserError(
            f"{projector.path} belongs to another model than {text.path}: it sees as {kind} with features for "
            f"{counted(handed, 'layer')}, which {text.architecture} does not read. Put the {_MARK} of the same model "
            "beside it."
        )
    template = text.metadata.get("tokenizer.chat_template")
    if not isinstance(template, str) or not shows_picture(template):
        raise UserError(
            f"The chat template in {text.path} has no place for pictures, so that the model would never see one. "
            "Export the model again with viscodex-model export gguf."
        )
    return GgufPair(text, projector)
