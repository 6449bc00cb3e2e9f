"""Zip archives that are the same bytes whenever, and on whatever machine, the same members are written."""

import zipfile


def write_member(archive: zipfile.ZipFile, name: str, data: bytes | str, *, deflated: bool = False) -> None:
    """Add one member, dated 1980-01-01 as zip's calendar begins."""
    archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED)
