"""All benchmarks that are one file, one after the other; each writes benchmarks/results/NAME.json.

make bench        or        .venv/bin/python benchmarks/run.py [NAME …]

Those that are folders want packages, pictures or hours, and are called by their own names: `python -m benchmarks.NAME`
for merge_in_small, reader, rejection_in_small, soundness and truth. What they need stands in their first lines.
The other folders hold parts of benchmarks. More than fifteen files lie here, since each is a benchmark of its own.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; exit status 1 when one failed."""
    scripts = {path.stem: path for path in sorted(HERE.glob("*.py")) if is_benchmark(path)}
    if unknown := [name for name in names if name not in scripts]:
        print(f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(scripts)}.")
        return 1
    failed = [name for name, script in scripts.items() if (not names or name in names) and run(script)]
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def is_benchmark(path: Path) -> bool:
    """Whether the file measures something when it is run; the others are parts of benchmarks."""
    return path.name != "run.py" and "__main__" in path.read_text(encoding="utf-8")


def run(script: Path) -> int:
    """Run one benchmark, with its name before each line that it prints; its exit status."""
    with subprocess.Popen(
        [sys.executable, "-u", str(script)], cwd=HERE.parent, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(f"{script.stem}: {line}" if line.strip() else line, end="", flush=True)
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
