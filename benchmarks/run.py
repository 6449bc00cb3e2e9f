"""All benchmarks, one after the other; each writes benchmarks/results/NAME.json.

make bench        or        .venv/bin/python benchmarks/run.py [NAME …]
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; exit status 1 when one failed."""
    scripts = sorted(
        path for path in HERE.glob("*.py") if path.name != "run.py" and (not names or path.stem in names)
    )
    failed = []
    for script in scripts:
        if run(script):
            failed.append(script.stem)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


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
