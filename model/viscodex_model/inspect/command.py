"""`viscodex-model inspect FOLDER`, or a GGUF file: what it is, and a check list for the engines that serve it."""

import argparse
from pathlib import Path

from viscodex_model.checkpoint.folder import FolderReport, describe
from viscodex_model.core.sizes import counted, say_bytes


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("folder", type=Path, help="a checkpoint folder, or a GGUF file")


def run(arguments: argparse.Namespace) -> int:
    """Print the report; 0 if every engine can serve the folder or file as it is, else 1."""
    if arguments.folder.suffix.lower() == ".gguf":
        from viscodex_model.inspect.gguf_report import gguf_lines

        lines, ready = gguf_lines(arguments.folder)
        print("\n".join(lines))
        return 0 if ready else 1
    report = describe(arguments.folder)
    print("\n".join([*_describe(report), "", *_check_list(report)]))
    return 0 if report.is_ready else 1


def _describe(report: FolderReport) -> list[str]:
    parameters = sum(count for _, count in report.parts.values())
    dtypes = [f"{dtype} ({counted(count, 'tensor')})" for dtype, count in report.dtypes.items()]
    lines = [
        f"{report.folder}",
        f"  family       {report.model_type} ({report.architecture})",
        f"  size         {say_bytes(report.nbytes)} in {counted(report.shards, 'file')}, {parameters / 1e9:.3f} B "
        "parameters",
        f"  dtype        {', '.join(dtypes)}",
        f"  names        {report.layout} layout",
        f"  vocabulary   {report.vocabulary}; head {'tied' if report.tied else 'of its own'}",
    ]
    for key in ("num_hidden_layers", "hidden_size", "rope_theta"):
        lines.append(f"  {key:<20} {report.settings.get(key)}")
    for part, (tensors, count) in report.parts.items():
        lines.append(f"  {part:<20} {counted(tensors, 'tensor')}, {count / 1e6:.1f} M parameters")
    return lines


def _check_list(report: FolderReport) -> list[str]:
    return [
        f"  {check.engine:<13}{check.subject:<22}{'ok' if check.remedy is None else check.remedy}"
        for check in report.checks
    ]
