"""Draws how many true and foreign pages are at or above each bound."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

# Okabe and Ito's colours, which colour-blind eyes tell apart; the lines differ in their dashes, too.
TRUE, FOREIGN = "#0072b2", "#d55e00"


def draw_curves(results: Mapping[str, Any], path: Path, *, apply_from: float, refuse_below: float) -> None:
    """Two panels, with looks and without, and the two bounds."""
    plt.rcParams["svg.hashsalt"] = "truth"
    figure, panels = plt.subplots(1, 2, figsize=(9, 3.2), sharey=True)
    for panel, name in zip(panels, ("with looks", "without looks"), strict=True):
        curve = results[name]["curve"]
        bounds = [point[0] for point in curve]
        panel.plot(bounds, [point[1] for point in curve], color=TRUE, label="true")
        panel.plot(bounds, [point[2] for point in curve], color=FOREIGN, linestyle="--", label="foreign")
        for bound, said in ((refuse_below, "refuse"), (apply_from, "apply")):
            panel.axvline(bound, color="#666666", linewidth=0.8, linestyle=":")
            panel.annotate(said, (bound, 1.02), ha="center", fontsize=8)
        panel.set(xlabel="bound", title=f"Pictures compared {name}\n")
    panels[0].set_ylabel("share at or above the bound")
    panels[0].legend(loc="lower left")
    figure.tight_layout()
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
