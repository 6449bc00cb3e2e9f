"""The table of families: for each, the half that writes and the half that sees."""

from dataclasses import dataclass

from viscodex_model.export.families.deep_tower import DEEP_TOWER, handing_blocks
from viscodex_model.export.families.half import Half
from viscodex_model.export.families.qwen3_5 import QWEN3_5
from viscodex_model.export.families.text import ATTENTION, BIASES, FEED_FORWARD, HEAD_NORMS, Language, half_of
from viscodex_model.export.families.windowed_tower import WINDOWED_TOWER

_AROUND = {**ATTENTION, "post_attention_layernorm.weight": "ffn_norm.weight", **FEED_FORWARD}
_QWEN2_5_VL = Language("qwen2vl", lambda _source, _layer: {**_AROUND, **BIASES})
_QWEN3_VL = Language(
    "qwen3vl",
    lambda _source, _layer: {**_AROUND, **HEAD_NORMS},
    settings=lambda source: {"n_deepstack_layers": len(handing_blocks(source))},
    sections=(24, 20, 20),
)


@dataclass(frozen=True)
class Family:
    """Two halves, each a file: `text` writes, `sight` sees."""

    text: Half
    sight: Half

    @property
    def halves(self) -> tuple[Half, Half]:
        return self.text, self.sight


# By the `model_type` in config.json; `source.FAMILIES` has their titles.
FAMILIES = {
    "qwen2_5_vl": Family(half_of(_QWEN2_5_VL), WINDOWED_TOWER),
    "qwen3_vl": Family(half_of(_QWEN3_VL), DEEP_TOWER),
    "qwen3_5": Family(half_of(QWEN3_5), DEEP_TOWER),
}
