"""The layout of patches, cells (2 x 2 patches, one image token each) and attention windows of a picture.

All orders are those of transformers' image processor for Qwen2.5-VL.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

PATCH = 14
"""The side of a patch in pixels, unless a model's configuration says otherwise."""


@dataclass(frozen=True)
class Grid:
    """Rows and columns of cells of one picture; `patch` is the side of a patch in pixels."""

    rows: int
    columns: int
    patch: int = PATCH

    @property
    def cell(self) -> int:
        """Pixels of a merged cell's side."""
        return 2 * self.patch

    @property
    def cells(self) -> int:
        return self.rows * self.columns


def patch_positions(grid: Grid) -> Tensor:
    """Row and column of each patch in the processor's order, cell by cell: [4 * cells, 2]."""
    rows, columns = torch.meshgrid(torch.arange(2 * grid.rows), torch.arange(2 * grid.columns), indexing="ij")
    places = torch.stack((rows, columns), -1).view(grid.rows, 2, grid.columns, 2, 2)
    return places.permute(0, 2, 1, 3, 4).reshape(-1, 2)


def patchify(pictures: Tensor, patch: int = PATCH) -> Tensor:
    """Pictures [batch, height, width, 3], sides whole cells, as patches [batch, 4 * cells, 3 * patch**2]."""
    batch, height, width, _ = pictures.shape
    cell = 2 * patch
    tiles = pictures.view(batch, height // cell, 2, patch, width // cell, 2, patch, 3)
    return tiles.permute(0, 1, 4, 2, 5, 7, 3, 6).reshape(batch, -1, 3 * patch**2)


@dataclass(frozen=True)
class Windows:
    """A picture's cells in windows of `side` x `side` cells; those at the right and lower edge may be partial."""

    grid: Grid
    side: int

    @property
    def down(self) -> int:
        return -(-self.grid.rows // self.side)

    @property
    def across(self) -> int:
        return -(-self.grid.columns // self.side)

    def split(self, x: Tensor) -> Tensor:
        """Patches [batch, n, ...] in the processor's order as [batch * windows, 4 * side * side, ...]; 0 for none."""
        batch, _, *rest = x.shape
        beyond = self.down * self.side - self.grid.rows, self.across * self.side - self.grid.columns
        cells = x.reshape(batch, self.grid.rows, self.grid.columns, -1)
        padded = F.pad(cells, (0, 0, 0, beyond[1], 0, beyond[0]))
        tiles = padded.view(batch, self.down, self.side, self.across, self.side, -1).transpose(2, 3)
        return tiles.reshape(batch * self.down * self.across, 4 * self.side**2, *rest)

    def join(self, x: Tensor, batch: int) -> Tensor:
        """The patches of all windows in the processor's order again: [batch, n, width]."""
        tiles = x.reshape(batch, self.down, self.across, self.side, self.side, -1).transpose(2, 3)
        cells = tiles.reshape(batch, self.down * self.side, self.across * self.side, -1)
        kept = cells[:, : self.grid.rows, : self.grid.columns]
        return kept.reshape(batch, 4 * self.grid.cells, -1)

    def mask(self, dtype: torch.dtype) -> Tensor:
        """Added to attention logits to mask padded patches: [windows, 1, 1, 4 * side * side]."""
        there = self.split(torch.ones(1, 4 * self.grid.cells, 1, dtype=dtype))
        return ((there - 1) * 1e4).view(-1, 1, 1, 4 * self.side**2)
