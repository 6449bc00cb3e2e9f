"""What the plugin costs a Neovim that starts: `setup` and the command's registration, beside an empty module.

.venv/bin/python benchmarks/neovim.py        writes benchmarks/results/neovim.json
"""

import json
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "neovim.json"
PLUGIN = ROOT / "editors" / "nvim"
STARTS = 21
AIM_MS = 3
MEASURE = """
local clock = vim.loop.hrtime
vim.opt.runtimepath:prepend("{plugin}")
vim.opt.runtimepath:prepend("{empty}")
local began = clock()
require("viscodex_nothing")
local floor = clock() - began
began = clock()
vim.cmd("runtime plugin/viscodex.lua")
require("viscodex").setup({{}})
io.stdout:write(floor, " ", clock() - began)
vim.cmd("qa!")
"""


def measure(neovim: str, folder: Path) -> tuple[list[float], list[float]]:
    """Milliseconds of an empty module and of the plugin, over so many starts."""
    (folder / "lua").mkdir()
    (folder / "lua" / "viscodex_nothing.lua").write_text("return {}\n")
    script = folder / "measure.lua"
    script.write_text(MEASURE.format(plugin=PLUGIN, empty=folder))
    command = [neovim, "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {script}"]
    floors, ours = [], []
    for _ in range(STARTS):
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        floors.append(int(said[0]) / 1e6)
        ours.append(int(said[1]) / 1e6)
    return floors, ours


def main() -> int:
    """Measure, print, and write the result; without a Neovim nothing is written."""
    import tempfile

    fetched = ROOT / "build" / "editors" / "neovim-0.10" / "nvim"
    neovim = str(fetched) if fetched.exists() else shutil.which("nvim")
    if neovim is None:
        print("Neovim is not installed; nothing was measured.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        floors, ours = measure(neovim, Path(folder))
    version = subprocess.run([neovim, "--version"], capture_output=True, text=True, check=True).stdout
    figures = {
        "setup": {
            "ours_ms": round(statistics.median(ours), 3),
            "empty_module_ms": round(statistics.median(floors), 3),
            "slowest_ms": round(max(ours), 3),
            "aim_ms": AIM_MS,
            "n": STARTS,
            "neovim": version.splitlines()[0],
        }
    }
    print(json.dumps(figures))
    RESULTS.write_text(json.dumps(figures, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
