"""Screenshots of pages that packages ship: templates, themes, examples, documentation.

    python -m benchmarks.reader.applications PACKAGES --out build/reader/applications [--each 3]

PACKAGES holds a folder for each unpacked package; of each at most `--each` HTML files are drawn, taken by chance, those
that show at least a few words. Nothing reaches the network.
"""

import argparse
import random
import sys
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError

from benchmarks.reader.pages import browser_page

LEAST_WORDS = 12
WIDTH, HEIGHT = 1280, 800


def draw_applications(packages: Path, out: Path, each: int) -> int:
    """Draw pages of each package; how many there are."""
    out.mkdir(parents=True, exist_ok=True)
    chance, drawn = random.Random(11), 0
    with browser_page() as page:
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        for package in sorted(one for one in packages.iterdir() if one.is_dir()):
            files = sorted(package.rglob("*.html"))
            left = each
            for path in chance.sample(files, min(len(files), 4 * each)):
                try:
                    page.goto(path.resolve().as_uri(), timeout=10_000)
                    page.wait_for_timeout(500)
                    if len(page.inner_text("body").split()) < LEAST_WORDS:
                        continue
                    page.screenshot(path=out / f"{package.name}-{path.stem}.png")
                except PlaywrightError as error:
                    print(f"{path} is left out: {str(error).splitlines()[0]}", file=sys.stderr)
                    continue
                drawn, left = drawn + 1, left - 1
                if not left:
                    break
    return drawn


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("packages", type=Path)
    parser.add_argument("--out", type=Path, default=Path("build/reader/applications"))
    parser.add_argument("--each", type=int, default=3)
    chosen = parser.parse_args()
    print(f"{draw_applications(chosen.packages, chosen.out, chosen.each)} pages")
