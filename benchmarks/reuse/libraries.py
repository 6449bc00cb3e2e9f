"""The real libraries whose types repositories of the benchmark use, and what the judges need: packed by npm, unpacked
without what they depend on."""

import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Final

PACKAGES: Final = (
    "react-bootstrap@2.10.10",
    "primevue@4.5.5",
    "flowbite-svelte@1.33.1",
    "@angular/material@20.2.14",
    "typescript@5.9.3",
    "@types/react@19.3.3",
    "csstype@3.2.4",
)


def installed(folder: Path) -> Path:
    """The folder with a `node_modules` of all packages; asks npm for those that it lacks."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}')
    for package in PACKAGES:
        name = package.rpartition("@")[0]
        place = folder / "node_modules" / name
        if (place / "package.json").is_file():
            continue
        packed = subprocess.run(
            ["npm", "pack", "--silent", "--pack-destination", folder, package],
            capture_output=True,
            text=True,
            check=True,
        )
        archive = folder / packed.stdout.strip().splitlines()[-1]
        with tarfile.open(archive) as opened:
            opened.extractall(folder / "unpacked", filter="data")
        place.parent.mkdir(parents=True, exist_ok=True)
        (inner,) = (folder / "unpacked").iterdir()
        shutil.move(inner, place)
        shutil.rmtree(folder / "unpacked")
        archive.unlink()
    return folder
