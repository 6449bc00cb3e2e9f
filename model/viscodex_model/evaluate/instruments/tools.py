"""What scoring may use: a browser, an interpreter, a judge, CLIP. Each starts when first needed, or is absent."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from viscodex_model.core.sandbox.interpreter import Interpreter, find_interpreter, with_fonts
from viscodex_model.evaluate.instruments.browser import DEFAULT_BROWSER, Renderer

if TYPE_CHECKING:
    from viscodex_model.evaluate.instruments.clip import Clip
    from viscodex_model.evaluate.instruments.judge import Judge


@dataclass(frozen=True)
class ToolSettings:
    """Which tools to use; plain values, so that they travel to other processes."""

    browser: str = DEFAULT_BROWSER
    python: str | None = None
    judge_url: str | None = None
    judge_model: str | None = None
    judge_cache: Path | None = None
    clip: Path | None = None
    packages: Path | None = None


class Tools:
    """The tools of one process."""

    def __init__(self, settings: ToolSettings, *, drawing: Interpreter | None = None) -> None:
        self.settings = settings
        self._drawing = drawing

    @cached_property
    def renderer(self) -> Renderer:
        return Renderer(self.settings.browser)

    @cached_property
    def interpreter(self) -> Interpreter:
        return find_interpreter(self.settings.python) if self.settings.python else find_interpreter()

    @cached_property
    def drawing_interpreter(self) -> Interpreter:
        """The interpreter with its list of fonts, made once for all processes."""
        return self._drawing or with_fonts(self.interpreter)

    @cached_property
    def judge(self) -> "Judge | None":
        if not self.settings.judge_url:
            return None
        from viscodex_model.evaluate.instruments.judge import Judge

        return Judge(self.settings.judge_url, self.settings.judge_model or "", self.settings.judge_cache)

    @cached_property
    def clip(self) -> "Clip | None":
        if self.settings.clip is None:
            return None
        from viscodex_model.evaluate.instruments.clip import Clip

        return Clip(self.settings.clip)

    def close(self) -> None:
        """End what was started."""
        if "renderer" in self.__dict__:
            self.renderer.close()
