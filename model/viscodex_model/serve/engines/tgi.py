"""The arguments of TGI 3.3.7 for a model's shape and the largest request.

TGI is in maintenance since December 2025; vLLM takes its place for new installations.
"""

from viscodex_model.serve.engines.sizing import ModelShape, Request

IMAGE = "ghcr.io/huggingface/text-generation-inference:3.3.7"
KEY_VARIABLE = "API_KEY"
ENVIRONMENT = {"HF_HUB_OFFLINE": "1"}
# TGI's own limit, 2 MB, is less than a screenshot.
PAYLOAD_BYTES = 33_554_432


def tgi_arguments(shape: ModelShape, request: Request, *, shards: int, streams: int) -> list[str]:
    """What follows the image's name. Token limits hold TGI's own count of pictures, not the model's.

    Args:
        streams: Requests that one replica answers at once; more are refused by TGI, so the gateway queues them.
    """
    counted = request.pictures * shape.counted_picture_tokens(request.pixels) + request.text_tokens
    options = {
        "model-id": "/model",
        "hostname": "0.0.0.0",
        "port": "8000",
        "num-shard": str(shards),
        "max-input-tokens": str(counted),
        "max-total-tokens": str(counted + request.reply_tokens),
        "max-batch-prefill-tokens": str(counted),
        "max-concurrent-requests": str(streams),
        "payload-limit": str(PAYLOAD_BYTES),
        "usage-stats": "off",
    }
    return [word for name, value in options.items() for word in (f"--{name}", value)]
