"""Compares two rendered pages by CLIP: Design2Code's high-level score.

Source: C. Si et al., "Design2Code" (2024): cosine of ViT-B/32 features of the two screenshots, text filled in from
around it, squares of the shorter side. The weights are the user's (a transformers folder of openai/clip-vit-base-
patch32); they are not shipped, and this column was not checked against the authors' numbers.
"""

import importlib
import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from viscodex_model.core.errors import UserError
from viscodex_model.core.installation import install_command
from viscodex_model.evaluate.instruments.pages import Page


class Clip:
    """CLIP from a folder, on the CPU.

    Raises:
        UserError: the folder holds no CLIP, or torch, transformers or OpenCV are missing.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / "config.json").is_file():
            raise UserError(f"{folder} holds no CLIP: a folder of openai/clip-vit-base-patch32 is expected.")
        try:
            cv2: Any = importlib.import_module("cv2")
            from transformers import CLIPImageProcessor, CLIPModel
        except ImportError as error:
            raise UserError(
                f"CLIP needs {error.name}, which is not installed. Run: {install_command('torch')}"
            ) from error
        self._cv2 = cv2
        model: Any = CLIPModel.from_pretrained(folder, local_files_only=True)
        self._model = model.eval()
        self._processor: Any = CLIPImageProcessor.from_pretrained(folder, local_files_only=True)

    def similarity(self, predicted: Page, original: Page) -> float:
        """The cosine of both pages' features."""
        import torch

        pictures = [self._without_text(page) for page in (predicted, original)]
        with torch.no_grad():
            inputs = self._processor(images=pictures, return_tensors="pt")
            features = self._model.get_image_features(**inputs).pooler_output  # after the projection
        one, two = torch.nn.functional.normalize(features, dim=-1)
        return float(one @ two)

    def _without_text(self, page: Page) -> Image.Image:
        picture: NDArray[np.uint8] = np.asarray(Image.open(io.BytesIO(page.picture)).convert("RGB"))
        height, width = picture.shape[:2]
        mask = np.zeros((height, width), dtype=np.uint8)
        for block in page.blocks:
            x, y, w, h = block.box
            left, top = int(x * width), int(y * height)
            mask[top : top + int(h * height), left : left + int(w * width)] = 255
        filled = self._cv2.inpaint(picture, mask, 3, self._cv2.INPAINT_TELEA) if page.blocks else picture
        side = min(width, height)
        return Image.fromarray(filled).resize((side, side), Image.Resampling.LANCZOS)
