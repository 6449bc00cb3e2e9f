"""Loads the processor of a checkpoint folder (tokenizer, image processor, chat template) without torchvision.

`AutoProcessor` insists on a video processor, which needs torchvision. Pictures are all that is wanted here,
so `PictureProcessor` is the stock Qwen2.5-VL processor without its video half.
"""

from pathlib import Path
from typing import Any

from transformers import PreTrainedTokenizerBase, PreTrainedTokenizerFast, Qwen2_5_VLProcessor, Qwen2Tokenizer
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil
from transformers.processing_utils import ProcessorMixin

from viscodex_model.checkpoint.chat_template import read_chat_template, read_object
from viscodex_model.core.errors import UserError

IMAGE_TOKEN = "<|image_pad|>"
VIDEO_TOKEN = "<|video_pad|>"


class PictureProcessor(Qwen2_5_VLProcessor):
    """`Qwen2_5_VLProcessor` for pictures and text alone; used like the stock one."""

    def __init__(
        self,
        image_processor: Qwen2VLImageProcessorPil,
        tokenizer: PreTrainedTokenizerBase,
        chat_template: str | None = None,
    ) -> None:
        self.image_token = IMAGE_TOKEN
        self.video_token = VIDEO_TOKEN
        self.image_token_id = tokenizer.convert_tokens_to_ids(IMAGE_TOKEN)
        self.video_token_id = tokenizer.convert_tokens_to_ids(VIDEO_TOKEN)
        # The parent's constructor demands a video processor; the mixin behind it does not.
        ProcessorMixin.__init__(self, image_processor, tokenizer, chat_template=chat_template)  # type: ignore[no-untyped-call]


def cell_side(processor: PictureProcessor) -> int:
    """How many pixels wide and high one of its image tokens is."""
    pictures: Any = processor.image_processor
    return int(pictures.patch_size * pictures.merge_size)


def load_processor(folder: Path) -> PictureProcessor:
    """Load the tokenizer, picture processor and chat template of `folder`.

    Raises:
        UserError: a file is missing or cannot be read, or the tokenizer lacks the picture token.
    """
    tokenizer = load_tokenizer(folder)
    if tokenizer.convert_tokens_to_ids(IMAGE_TOKEN) in (None, tokenizer.unk_token_id):
        raise UserError(
            f"The tokenizer in {folder} has no {IMAGE_TOKEN} token: this is not a Qwen2.5-VL folder."
        )
    template = read_chat_template(folder)
    tokenizer.chat_template = template
    return PictureProcessor(load_image_processor(folder), tokenizer, chat_template=template)


def load_tokenizer(folder: Path) -> PreTrainedTokenizerBase:
    """Load `tokenizer.json` exactly as it is; `vocab.json` and `merges.txt` only where it is missing."""
    has_json = (folder / "tokenizer.json").is_file()
    if not has_json and not (folder / "vocab.json").is_file():
        raise UserError(
            f"{folder} has no tokenizer.json: copy the tokenizer's files from the original model."
        )
    # Qwen2Tokenizer would put its own splitting rules in place of the file's.
    loader = PreTrainedTokenizerFast if has_json else Qwen2Tokenizer
    try:
        tokenizer: PreTrainedTokenizerBase = loader.from_pretrained(str(folder), local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise UserError(f"The tokenizer in {folder} cannot be read: {error}") from error
    return tokenizer


def load_image_processor(folder: Path) -> Qwen2VLImageProcessorPil:
    """Load the Pillow picture processor, from `preprocessor_config.json` or `processor_config.json`."""
    settings = read_object(folder / "preprocessor_config.json")
    if settings is None:
        settings = (read_object(folder / "processor_config.json") or {}).get("image_processor")
    if not isinstance(settings, dict):
        raise UserError(f"{folder} has no preprocessor_config.json: copy it from the original model.")
    processor: Qwen2VLImageProcessorPil = Qwen2VLImageProcessorPil.from_dict(settings)
    return processor
