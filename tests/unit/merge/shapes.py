"""Checkpoints by their shapes alone: hollow ones of the real sizes (no data), and random ones of any size."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from viscodex_model.checkpoint.writer import CheckpointWriter, TensorSpec, lay_out, write_json
from viscodex_model.merge.family import expected_tensors, families

from tests.tiny_checkpoints import tiny_tokenizer


@dataclass(frozen=True)
class TextShape:
    """The numbers of one Qwen2 text model; heads are 128 wide."""

    hidden: int
    layers: int
    heads: int
    kv_heads: int
    intermediate: int
    vocabulary: int
    tied: bool = False

    @staticmethod
    def of_size(parameters: float) -> "TextShape":
        """A shape with about `parameters` parameters, an eighth of them in the vocabulary's two tables."""
        hidden, intermediate = 1024, 4864
        per_layer = 2 * hidden * hidden + 2 * hidden * 256 + 3 * hidden * intermediate
        vocabulary = max(512, round(parameters / 8 / 2 / hidden))
        layers = max(1, round((parameters - 2 * vocabulary * hidden) / per_layer))
        return TextShape(hidden, layers, 8, 2, intermediate, vocabulary)

    def config(self) -> dict[str, Any]:
        """A flat config, as the hub's."""
        return {
            "architectures": ["Qwen2ForCausalLM"],
            "model_type": "qwen2",
            "hidden_size": self.hidden,
            "num_hidden_layers": self.layers,
            "num_attention_heads": self.heads,
            "num_key_value_heads": self.kv_heads,
            "intermediate_size": self.intermediate,
            "vocab_size": self.vocabulary,
            "tie_word_embeddings": self.tied,
            "hidden_act": "silu",
            "rms_norm_eps": 1e-6,
            "rope_theta": 1e6,
            "max_position_embeddings": 32768,
            "torch_dtype": "bfloat16",
            "bos_token_id": 449,
            "eos_token_id": 451,
        }

    def specs(self, dtype: str = "BF16") -> list[TensorSpec]:
        """Every tensor of the text model."""
        names = expected_tensors(families()["qwen2"], self.config())
        return [TensorSpec(name, dtype, self._shape(name)) for name in names]

    def vlm_config(self, vision_intermediate: int) -> dict[str, Any]:
        """The config of the Qwen2.5-VL model around this language model, flat."""
        vision = {
            "depth": 32,
            "hidden_size": 1280,
            "intermediate_size": vision_intermediate,
            "patch_size": 14,
        }
        rope = {"type": "mrope", "mrope_section": [16, 24, 24]}
        kind = {"model_type": "qwen2_5_vl", "architectures": ["Qwen2_5_VLForConditionalGeneration"]}
        return self.config() | kind | {"vision_config": vision, "rope_scaling": rope}

    def vlm_specs(self, vision_intermediate: int) -> list[TensorSpec]:
        """Every tensor of that vision-language model."""
        names = expected_tensors(families()["qwen2_5_vl"], self.vlm_config(vision_intermediate))
        return [
            TensorSpec(name, "BF16", self._vision_shape(name, vision_intermediate))
            if name.startswith("visual.")
            else TensorSpec(name, "BF16", self._shape(name))
            for name in names
        ]

    def _vision_shape(self, name: str, intermediate: int) -> tuple[int, ...]:
        width, merged = 1280, 5120
        by_part = {
            "patch_embed": (width, 3, 2, 14, 14),
            "attn.qkv": (3 * width, width),
            "attn.proj": (width, width),
            "gate_proj": (intermediate, width),
            "up_proj": (intermediate, width),
            "down_proj": (width, intermediate),
            "merger.mlp.0": (merged, merged),
            "merger.mlp.2": (self.hidden, merged),
        }
        part = next((part for part in by_part if part in name), None)
        shape = by_part[part] if part else (width,)
        return shape[:1] if name.endswith(".bias") else shape

    def _shape(self, name: str) -> tuple[int, ...]:
        kv, wide = self.kv_heads * 128, self.heads * 128
        by_part = {
            "embed_tokens": (self.vocabulary, self.hidden),
            "lm_head": (self.vocabulary, self.hidden),
            "q_proj": (wide, self.hidden),
            "k_proj": (kv, self.hidden),
            "v_proj": (kv, self.hidden),
            "o_proj": (self.hidden, wide),
            "gate_proj": (self.intermediate, self.hidden),
            "up_proj": (self.intermediate, self.hidden),
            "down_proj": (self.hidden, self.intermediate),
        }
        part = next((part for part in by_part if part in name), None)
        shape = by_part[part] if part else (self.hidden,)
        return shape[:1] if name.endswith(".bias") else shape


REAL_SHAPES = {
    "3B": (TextShape(2048, 36, 16, 2, 11008, 151936, tied=True), 3420),
    "7B": (TextShape(3584, 28, 28, 4, 18944, 152064), 3420),
    "32B": (TextShape(5120, 64, 40, 8, 27648, 152064), 3456),
    "72B": (TextShape(8192, 80, 64, 8, 29568, 152064), 3456),
}
"""(language model, intermediate size of the vision tower) of the Qwen2.5-VL models."""


def write_hollow_model(folder: Path, specs: list[TensorSpec], config: dict[str, Any]) -> Path:
    """Shards with true headers and true sizes, but no data: holes, which take no disk."""
    folder.mkdir(parents=True)
    layout = lay_out(specs)
    for shard in layout:
        with (folder / shard.name).open("wb") as file:
            file.write(shard.header)
            file.truncate(shard.size)
    weight_map = {name: shard.name for shard in layout for name in shard.starts}
    write_json(folder / "model.safetensors.index.json", {"weight_map": weight_map})
    write_settings(folder, config)
    return folder


def write_random_text_model(folder: Path, shape: TextShape, *, seed: int, shard_bytes: int) -> Path:
    """A text model with weights that are normal around 0, written tensor by tensor."""
    generator = torch.Generator().manual_seed(seed)
    specs = shape.specs()
    with CheckpointWriter(folder, lay_out(specs, shard_bytes=shard_bytes)) as writer:
        for spec in specs:
            values = torch.empty(spec.shape, dtype=torch.float32).normal_(0, 0.02, generator=generator)
            writer.write(spec.name, 0, values.bfloat16().view(torch.uint8).reshape(-1).numpy().data)
        writer.write_index()
    write_settings(folder, shape.config())
    return folder


def write_settings(folder: Path, config: dict[str, Any]) -> None:
    """Config and tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "config.json", config)
    write_tokenizer(folder)


def write_tokenizer(folder: Path) -> None:
    """The tiny tokenizer, whatever the config says of the vocabulary."""
    tiny_tokenizer().save(str(folder / "tokenizer.json"))
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "<|im_end|>"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
