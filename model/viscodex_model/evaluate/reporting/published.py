"""Results that papers state, in shares of one: shown beside what was measured, and marked as published.

Source: L. Jiang et al., "VisCodex" (2025, arXiv 2508.09945), its main table, which the same authors measured on all
rows.
"""

from collections.abc import Mapping

VISCODEX_TABLE: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    "design2code": {
        "GPT-4o": {"low": 0.902, "high": 0.904},
        "GPT-4o-mini": {"low": 0.858, "high": 0.873},
        "Qwen2.5-VL-7B": {"low": 0.834, "high": 0.876},
        "Qwen2.5-VL-72B": {"low": 0.869, "high": 0.887},
        "InternVL3-14B": {"low": 0.829, "high": 0.883},
        "VisCodex-8B": {"low": 0.901, "high": 0.909},
        "VisCodex-33B": {"low": 0.905, "high": 0.911},
    },
    "chartmimic": {
        "GPT-4o": {"low": 0.790, "high": 0.835},
        "GPT-4o-mini": {"low": 0.684, "high": 0.685},
        "Qwen2.5-VL-7B": {"low": 0.395, "high": 0.383},
        "Qwen2.5-VL-72B": {"low": 0.667, "high": 0.687},
        "InternVL3-14B": {"low": 0.539, "high": 0.550},
        "VisCodex-8B": {"low": 0.748, "high": 0.741},
        "VisCodex-33B": {"low": 0.793, "high": 0.785},
    },
    "mmcode": {
        "GPT-4o": {"pass@1": 0.170},
        "GPT-4o-mini": {"pass@1": 0.122},
        "Qwen2.5-VL-7B": {"pass@1": 0.053},
        "Qwen2.5-VL-72B": {"pass@1": 0.152},
        "InternVL3-14B": {"pass@1": 0.114},
        "VisCodex-8B": {"pass@1": 0.110},
        "VisCodex-33B": {"pass@1": 0.156},
    },
    "infibench-v": {
        "GPT-4o": {"score": 0.799},
        "GPT-4o-mini": {"score": 0.719},
        "Qwen2.5-VL-7B": {"score": 0.540},
        "Qwen2.5-VL-72B": {"score": 0.752},
        "InternVL3-14B": {"score": 0.705},
        "VisCodex-8B": {"score": 0.721},
        "VisCodex-33B": {"score": 0.786},
    },
}
