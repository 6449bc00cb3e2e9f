"""Saves a trained model as a folder that transformers and TGI load.

The folder holds bfloat16 safetensors under the hub's names, a flat config, and tokenizer, processor and generation
files. The weights are written under another name and renamed last.
"""

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from tokenizers import Tokenizer
from transformers import Qwen2_5_VLForConditionalGeneration

from viscodex_model.train.scratch.samples.tokenizer import (
    END,
    IMAGE,
    PAD,
    SPECIALS,
    VIDEO,
    VISION_END,
    VISION_START,
)

LONGEST = 4096
SMALLEST_PIXELS = 4 * 28 * 28
LARGEST_PIXELS = 400 * 28 * 28

TEMPLATE = (
    "{%- set found = namespace(picture=false) -%}"
    "{%- for message in messages -%}{%- if message.content is not string -%}{%- for part in message.content -%}"
    "{%- if part.type in ('image', 'image_url') or 'image' in part or 'image_url' in part -%}"
    "{%- set found.picture = true -%}{%- endif -%}"
    "{%- endfor -%}{%- endif -%}{%- endfor -%}"
    "{{- '<|im_start|>user\\n' -}}"
    "{%- if found.picture -%}{{- '<|vision_start|><|image_pad|><|vision_end|>' -}}{%- endif -%}"
    "{{- '<|im_end|>\\n' -}}"
    "{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\\n' -}}{%- endif -%}"
)
"""Keeps one place for a picture and drops all text: the model was trained on this prompt alone."""


def hub_name(name: str) -> str:
    """A tensor's name in the hub's files, from the one it has in memory."""
    for ours, theirs in (("model.language_model.", "model."), ("model.visual.", "visual.")):
        if name.startswith(ours):
            return theirs + name.removeprefix(ours)
    return name


def flat_config(model: Qwen2_5_VLForConditionalGeneration) -> dict[str, Any]:
    """config.json as the hub's Qwen2.5-VL folders have it: the language model's keys at the top."""
    text: Any = model.config.text_config
    return {
        "architectures": ["Qwen2_5_VLForConditionalGeneration"],
        "model_type": "qwen2_5_vl",
        "attention_dropout": 0.0,
        "bos_token_id": PAD,
        "eos_token_id": END,
        "pad_token_id": PAD,
        "vision_start_token_id": VISION_START,
        "vision_end_token_id": VISION_END,
        "vision_token_id": IMAGE,
        "image_token_id": IMAGE,
        "video_token_id": VIDEO,
        "hidden_act": "silu",
        "hidden_size": text.hidden_size,
        "initializer_range": 0.02,
        "intermediate_size": text.intermediate_size,
        "max_position_embeddings": LONGEST,
        "max_window_layers": text.num_hidden_layers,
        "num_attention_heads": text.num_attention_heads,
        "num_hidden_layers": text.num_hidden_layers,
        "num_key_value_heads": text.num_key_value_heads,
        "rms_norm_eps": text.rms_norm_eps,
        "rope_theta": text.rope_parameters["rope_theta"],
        "rope_scaling": {"type": "default", "mrope_section": list(text.rope_parameters["mrope_section"])},
        "sliding_window": None,
        "use_sliding_window": False,
        "tie_word_embeddings": True,
        "torch_dtype": "bfloat16",
        "use_cache": True,
        "vocab_size": text.vocab_size,
        "vision_config": _flat_vision(model.config.vision_config),
    }


def _flat_vision(vision: Any) -> dict[str, Any]:
    return {
        "model_type": "qwen2_5_vl",
        "depth": vision.depth,
        "hidden_act": "silu",
        "hidden_size": vision.hidden_size,
        "intermediate_size": vision.intermediate_size,
        "num_heads": vision.num_heads,
        "in_chans": 3,
        "in_channels": 3,
        "out_hidden_size": vision.out_hidden_size,
        "patch_size": vision.patch_size,
        "spatial_merge_size": 2,
        "spatial_patch_size": vision.patch_size,
        "window_size": vision.window_size,
        "fullatt_block_indexes": list(vision.fullatt_block_indexes),
        "tokens_per_second": 2,
        "temporal_patch_size": 2,
    }


def tokenizer_config(tokenizer: Tokenizer) -> dict[str, Any]:
    """tokenizer_config.json in the form older readers know."""
    added = tokenizer.get_added_tokens_decoder()
    return {
        "add_bos_token": False,
        "add_prefix_space": False,
        "added_tokens_decoder": {
            str(number): {
                "content": token.content,
                "lstrip": False,
                "normalized": False,
                "rstrip": False,
                "single_word": False,
                "special": token.special,
            }
            for number, token in sorted(added.items())
        },
        "additional_special_tokens": list(SPECIALS[1:]),
        "bos_token": None,
        "chat_template": TEMPLATE,
        "clean_up_tokenization_spaces": False,
        "eos_token": SPECIALS[END],
        "errors": "replace",
        "model_max_length": LONGEST,
        "pad_token": SPECIALS[PAD],
        "split_special_tokens": False,
        "tokenizer_class": "PreTrainedTokenizerFast",
        "unk_token": None,
    }


def preprocessor_config(patch: int) -> dict[str, Any]:
    """preprocessor_config.json of a model whose patches are `patch` pixels wide and high."""
    return {
        "do_convert_rgb": True,
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": [1.0, 1.0, 1.0],
        "image_std": [0.5, 0.5, 0.5],
        "image_processor_type": "Qwen2VLImageProcessor",
        "max_pixels": LARGEST_PIXELS,
        "min_pixels": SMALLEST_PIXELS,
        "size": {"longest_edge": LARGEST_PIXELS, "shortest_edge": SMALLEST_PIXELS},
        "merge_size": 2,
        "patch_size": patch,
        "processor_class": "Qwen2_5_VLProcessor",
        "resample": 3,
        "rescale_factor": 1 / 255,
        "temporal_patch_size": 2,
    }


GENERATION = {
    "bos_token_id": PAD,
    "do_sample": False,
    "eos_token_id": [END, PAD],
    "max_new_tokens": 1024,
    "pad_token_id": PAD,
}


def save_folder(model: Qwen2_5_VLForConditionalGeneration, tokenizer: Tokenizer, folder: Path) -> None:
    """Write the folder; files of other names that are there stay."""
    vision: Any = model.config.vision_config
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "config.json": flat_config(model),
        "generation_config.json": GENERATION,
        "preprocessor_config.json": preprocessor_config(vision.patch_size),
        "tokenizer_config.json": tokenizer_config(tokenizer),
        "chat_template.json": {"chat_template": TEMPLATE},
        "special_tokens_map.json": {"eos_token": SPECIALS[END], "pad_token": SPECIALS[PAD]},
    }
    for name, content in contents.items():
        (folder / name).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    whole = tokenizer.from_str(tokenizer.to_str())
    whole.model.dropout = None
    whole.save(str(folder / "tokenizer.json"))
    tensors = {
        hub_name(name): tensor.detach().to(torch.bfloat16).contiguous()
        for name, tensor in model.state_dict().items()
        if name != "lm_head.weight"
    }
    aside = folder / "model.safetensors.part"
    # Not save_file: its files are for their owner alone, and a container's user is another.
    aside.write_bytes(save(tensors, metadata={"format": "pt"}))
    aside.replace(folder / "model.safetensors")
