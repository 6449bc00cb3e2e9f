"""Tiny random checkpoints of real architectures, built in a blink: folders that any Qwen2.5 reader loads.

`tiny_vlm(folder)` writes a Qwen2.5-VL folder of about 0.7 M parameters and returns `folder`.
`tiny_coder(folder)` writes the matching text model (Qwen2), whose language tensors have the same shapes.
`tiny_tokenizer()` is a byte-level BPE tokenizer with Qwen's special tokens: any NFC text survives it.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import torch
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import (
    PreTrainedModel,
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2Config,
    Qwen2ForCausalLM,
)

SPECIAL_TOKENS = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|vision_pad|>",
    "<|image_pad|>",
    "<|video_pad|>",
)
CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{% if message['content'] is string %}{{ message['content'] }}{% else %}"
    "{% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% elif 'text' in part %}{{ part['text'] }}{% endif %}{% endfor %}{% endif %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
WORD_PATTERN = r"""[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"""
CORPUS = (
    'def area(width: int, height: int) -> int:\n    """Multiply."""\n    return width * height\n',
    '<div class="card">\n  <h1>Price list</h1>\n  <button type="button">Buy now</button>\n</div>\n',
    "function greet(name) {\n  const text = `Hello, ${name}`;\n  return text;\n}\n",
    "You turn a picture into code. Answer with one fenced block of code and nothing else.\n",
    "The colour of the header is #336699, and the table has three rows: small, middle and large.\n",
)
HIDDEN = 128
LANGUAGE: dict[str, Any] = {
    "hidden_size": HIDDEN,
    "intermediate_size": 256,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 4096,
    "rms_norm_eps": 1e-6,
    "tie_word_embeddings": False,
}
VISION: dict[str, Any] = {
    "depth": 2,
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_heads": 2,
    "out_hidden_size": HIDDEN,
    "patch_size": 14,
    "spatial_patch_size": 14,
    "spatial_merge_size": 2,
    "temporal_patch_size": 2,
    "window_size": 112,
    "fullatt_block_indexes": [1],
}


@cache
def tiny_tokenizer() -> Tokenizer:
    """A byte-level BPE tokenizer in Qwen's form (NFC, no prefix space), trained on a few lines; cached."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(WORD_PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=500, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True, normalized=False) for token in SPECIAL_TOKENS]
    )
    return tokenizer


def token_id(token: str) -> int:
    """The id of one of `SPECIAL_TOKENS` in the tiny tokenizer."""
    identity = tiny_tokenizer().token_to_id(token)
    if identity is None:
        raise KeyError(token)
    return int(identity)


def tiny_vlm(
    folder: Path,
    *,
    seed: int = 0,
    dtype: torch.dtype = torch.float32,
    tied: bool = False,
    language: Mapping[str, Any] = MappingProxyType({}),
    vision: Mapping[str, Any] = MappingProxyType({}),
) -> Path:
    """Write a random Qwen2.5-VL checkpoint (old tensor names, nested config) with tokenizer and processor.

    `language` and `vision` stand above the settings of those halves, for a model of another shape.
    """
    config = Qwen2_5_VLConfig(
        text_config=_language_config(tied) | {"rope_parameters": _multimodal_rope()} | dict(language),
        vision_config=VISION | dict(vision),
        tie_word_embeddings=tied,
        image_token_id=token_id("<|image_pad|>"),
        video_token_id=token_id("<|video_pad|>"),
        vision_start_token_id=token_id("<|vision_start|>"),
        vision_end_token_id=token_id("<|vision_end|>"),
    )
    torch.manual_seed(seed)
    model = Qwen2_5_VLForConditionalGeneration(config)
    _save(model, folder, dtype)
    _write_json(folder / "preprocessor_config.json", _picture_settings())
    return folder


def tiny_coder(
    folder: Path, *, seed: int = 1, dtype: torch.dtype = torch.float32, tied: bool = False
) -> Path:
    """Write a random Qwen2 checkpoint: the language half of `tiny_vlm`, with other values."""
    torch.manual_seed(seed)
    config = Qwen2Config(
        **_language_config(tied), rope_parameters={"rope_type": "default", "rope_theta": 1e6}
    )
    _save(Qwen2ForCausalLM(config), folder, dtype)
    return folder


def _language_config(tied: bool) -> dict[str, Any]:
    tokenizer = tiny_tokenizer()
    ids = {"bos_token_id": "<|endoftext|>", "eos_token_id": "<|im_end|>", "pad_token_id": "<|endoftext|>"}
    return (
        LANGUAGE
        | {"vocab_size": tokenizer.get_vocab_size(), "tie_word_embeddings": tied}
        | {key: token_id(token) for key, token in ids.items()}
    )


def _multimodal_rope() -> dict[str, Any]:
    # The sections must add up to half of the head size (here 32).
    return {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [4, 6, 6]}


def _save(model: PreTrainedModel, folder: Path, dtype: torch.dtype) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    torch.nn.Module.to(model, dtype).save_pretrained(folder)
    tokenizer = tiny_tokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    _write_json(folder / "tokenizer_config.json", _tokenizer_settings(SPECIAL_TOKENS))
    end, text_end = token_id("<|im_end|>"), token_id("<|endoftext|>")
    _write_json(
        folder / "generation_config.json",
        {
            "bos_token_id": text_end,
            "eos_token_id": [end, text_end],
            "pad_token_id": text_end,
            "do_sample": False,
        },
    )


def _tokenizer_settings(special_tokens: Iterable[str]) -> dict[str, Any]:
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "eos_token": "<|im_end|>",
        "pad_token": "<|endoftext|>",
        "unk_token": None,
        "additional_special_tokens": [token for token in special_tokens if token != "<|endoftext|>"],
        "model_max_length": LANGUAGE["max_position_embeddings"],
        "clean_up_tokenization_spaces": False,
        "chat_template": CHAT_TEMPLATE,
    }


def _picture_settings() -> dict[str, Any]:
    return {
        "image_processor_type": "Qwen2VLImageProcessor",
        "processor_class": "Qwen2_5_VLProcessor",
        "min_pixels": 56 * 56,
        "max_pixels": 224 * 224,
        "patch_size": 14,
        "temporal_patch_size": 2,
        "merge_size": 2,
        "image_mean": [0.48145466, 0.4578275, 0.40821073],
        "image_std": [0.26862954, 0.26130258, 0.27577711],
    }


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
