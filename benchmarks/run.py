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
        print(f"=== {script.stem}", flush=True)
        if subprocess.run([sys.executable, str(script)], cwd=HERE.parent, check=False).returncode:
            failed.append(script.stem)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
