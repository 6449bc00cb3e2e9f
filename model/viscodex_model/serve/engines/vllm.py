"""The arguments of vLLM's server for a model's shape and the largest request.

Prefix caching stays on, as is vLLM's default, and drafts (`--speculative-config`, MTP) are never asked for: with both,
vLLM 0.33 answers wrongly on Qwen3.5 and later (its issues 43559 and 47194).
"""

import json

from viscodex_model.serve.engines.sizing import ModelShape, Request

IMAGE = "vllm/vllm-openai:v0.33.0"
KEY_VARIABLE = "VLLM_API_KEY"
ENVIRONMENT = {"HF_HUB_OFFLINE": "1", "VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1"}
# An empty list would allow every host; a name that cannot exist (RFC 2606) allows none.
_NO_HOST = "none.invalid"


def vllm_arguments(shape: ModelShape, request: Request, *, shards: int, streams: int, name: str) -> list[str]:
    """What follows the image's name. `name` is what clients call the model; no video, no media from elsewhere."""
    options = {
        "model": "/model",
        "served-model-name": name,
        "port": "8000",
        "tensor-parallel-size": str(shards),
        "max-model-len": str(request.total_tokens(shape)),
        "max-num-seqs": str(streams),
        "limit-mm-per-prompt": json.dumps({"image": request.pictures, "video": 0}),
        "mm-processor-kwargs": json.dumps({"max_pixels": request.pixels}),
        "allowed-media-domains": _NO_HOST,
    }
    return [word for key, value in options.items() for word in (f"--{key}", value)]
