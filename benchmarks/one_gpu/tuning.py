"""A tuning step at the shapes of Qwen2.5-VL with the paper's freezing: tokens a second, share of the peak, memory."""

from collections.abc import Iterator
from typing import Any

from benchmarks.one_gpu.bench import Bench, timed
from benchmarks.one_gpu.card import peak_of

ROPE: dict[str, Any] = {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [16, 24, 24]}
LANGUAGE: dict[str, dict[str, Any]] = {
    "3B": {
        "hidden_size": 2048,
        "intermediate_size": 11008,
        "num_hidden_layers": 36,
        "num_attention_heads": 16,
    }
    | {"num_key_value_heads": 2, "vocab_size": 151936, "tie_word_embeddings": True, "rope_parameters": ROPE},
    "7B": {
        "hidden_size": 3584,
        "intermediate_size": 18944,
        "num_hidden_layers": 28,
        "num_attention_heads": 28,
    }
    | {"num_key_value_heads": 4, "vocab_size": 152064, "tie_word_embeddings": False, "rope_parameters": ROPE},
    "tiny": {"hidden_size": 128, "intermediate_size": 256, "num_hidden_layers": 2, "num_attention_heads": 4}
    | {"num_key_value_heads": 2, "vocab_size": 512, "tie_word_embeddings": False}
    | {"rope_parameters": ROPE | {"mrope_section": [4, 6, 6]}},
}
VISION: dict[str, dict[str, Any]] = {
    "large": {"depth": 32, "hidden_size": 1280, "intermediate_size": 3420, "num_heads": 16, "patch_size": 14}
    | {"fullatt_block_indexes": [7, 15, 23, 31]},
    "tiny": {"depth": 2, "hidden_size": 64, "intermediate_size": 128, "num_heads": 2, "patch_size": 14}
    | {"fullatt_block_indexes": [1]},
}
IDS = {"image_token_id": 5, "video_token_id": 6, "vision_start_token_id": 3, "vision_end_token_id": 4}


def config_of(size: str) -> Any:
    """Qwen2.5-VL's configuration in the shapes of `size`."""
    from transformers import Qwen2_5_VLConfig

    language = dict(LANGUAGE[size])
    vision = VISION["tiny" if size == "tiny" else "large"] | {"out_hidden_size": language["hidden_size"]}
    build: Any = Qwen2_5_VLConfig
    return build(
        text_config=language, vision_config=vision, tie_word_embeddings=language["tie_word_embeddings"], **IDS
    )


def random_model(size: str, device: str) -> Any:
    """Random weights in bfloat16, made on the device."""
    import torch
    from transformers import Qwen2_5_VLForConditionalGeneration

    torch.manual_seed(0)
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        with torch.device(device):
            return Qwen2_5_VLForConditionalGeneration(config_of(size))
    finally:
        torch.set_default_dtype(before)


def batch_of(model: Any, *, cells: int, length: int) -> dict[str, Any]:
    """One record: a square picture of `cells` x `cells` image tokens, then text, `length` tokens in all."""
    import torch

    device, patch = model.device, model.config.vision_config.patch_size
    ids = torch.randint(7, 256, (1, length), device=device)
    kinds = torch.zeros_like(ids)
    ids[0, 0], ids[0, cells**2 + 1] = IDS["vision_start_token_id"], IDS["vision_end_token_id"]
    ids[0, 1 : cells**2 + 1], kinds[0, 1 : cells**2 + 1] = IDS["image_token_id"], 1
    side = 2 * cells
    return {
        "input_ids": ids,
        "mm_token_type_ids": kinds,
        "attention_mask": torch.ones_like(ids),
        "labels": ids.clone(),
        "pixel_values": torch.randn(side * side, 3 * 2 * patch * patch, device=device, dtype=model.dtype),
        "image_grid_thw": torch.tensor([[1, side, side]], device=device),
    }


def tuning(bench: Bench) -> Iterator[tuple[str, dict[str, float]]]:
    """A step with the paper's freezing, whole and by adapters."""
    for size in bench.sizes:
        for adapters in (False, True):
            yield f"{size}, {'adapters' if adapters else 'whole'}", one_tuning(bench, size, adapters=adapters)


def one_tuning(bench: Bench, size: str, *, adapters: bool) -> dict[str, float]:
    """Tokens a second, share of the card's peak, and memory, of steps with AdamW and gradient checkpointing."""
    import torch
    from viscodex_model.train.tuning.sft_recipe import Learns, Lora
    from viscodex_model.train.tuning.trainable import add_adapters, part_of, set_learning

    if bench.device == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    model = random_model(size, bench.device)
    model.config.use_cache = False
    counted = [(part_of(name), parameter.numel()) for name, parameter in model.named_parameters()]
    worked = sum(count for part, count in counted if part in ("layers", "head"))
    learning = sum(set_learning(model, Learns()).values())
    batch = batch_of(model, cells=4 if bench.small else 16, length=64 if bench.small else 2048)
    model.activation_checkpointing_enable({"use_reentrant": False})
    if adapters:
        model.enable_input_require_grads()
        model = add_adapters(model, Lora(), learns=Learns())
        learning = sum(p.numel() for p in model.parameters() if p.requires_grad)
    model.train()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-5)

    def step() -> None:
        model(**batch).loss.backward()
        optimizer.step()
        optimizer.zero_grad()

    seconds = timed(bench, step, rounds=3)
    tokens = batch["input_ids"].numel()
    estimated = estimated_bytes(bench, size, counted, learning=learning, tokens=tokens, adapters=adapters)
    found = {"tokens_per_second": tokens / seconds, "learning_parameters": float(learning)}
    found["estimated_bytes"] = estimated
    if bench.device == "cuda":
        flops = (4 if adapters else 6) * worked * tokens
        peak = peak_of(torch.cuda.get_device_name())
        found |= {"share_of_peak": flops / seconds / peak} if peak else {}
        found["peak_bytes"] = float(torch.cuda.max_memory_allocated())
    return found


def estimated_bytes(
    bench: Bench, size: str, counted: list[tuple[str, int]], *, learning: int, tokens: int, adapters: bool
) -> float:
    """What `train --dry-run` foretells for such a step."""
    from viscodex_model.train.tuning.estimate import memory_need
    from viscodex_model.train.tuning.sft_recipe import DataPart, Lora, SftRecipe

    recipe = SftRecipe(
        model=size,
        out=bench.scratch,
        work=bench.scratch,
        data=(DataPart(path=bench.scratch),),
        precision="bfloat16",
        lora=Lora() if adapters else None,
    )
    folder = bench.scratch / f"config-{size}"
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(config_of(size).to_json_string())
    return float(
        sum(memory_need(recipe, folder, sum(count for _, count in counted), learning, tokens).values())
    )
