"""Writes the page of a sweep: a table, and the curve of the score over λ."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from viscodex_model.evaluate.benchmarks.registry import find_benchmark
from viscodex_model.evaluate.reporting.plots import Point, curve_plot
from viscodex_model.evaluate.reporting.sweep import Found, SweepRecipe, best_of
from viscodex_model.evaluate.reporting.tables import as_text

_STYLE = Path(__file__).with_name("report.css")


def sweep_lines(recipe: SweepRecipe, found: Sequence[Found]) -> list[str]:
    """The table for a terminal, and how sure the best is."""
    benchmark = find_benchmark(recipe.benchmark)
    rows = [f"| {item.weight:g} | {item.mean.n}{item.unanswered} | {as_text(item.mean)} |" for item in found]
    return [
        f"| lambda | n | {benchmark.title} {recipe.column} |",
        "|---|---|---|",
        *rows,
        verdict(found),
    ]


def verdict(found: Sequence[Found]) -> str:
    """Names the best lambda, and those that are within one standard error of it; of equal ones none is the best."""
    best = best_of(found)
    if len(found) > 1 and all(item.mean.value == best.mean.value for item in found):
        return f"All are equal, {as_text(best.mean)}: this benchmark does not tell these lambdas apart."
    margin = best.mean.error or 0.0
    near = [
        f"{item.weight:g}"
        for item in found
        if item is not best and item.mean.value >= best.mean.value - margin
    ]
    doubt = f"; within one standard error of it: {', '.join(near)}" if near else ""
    return f"Best: lambda {best.weight:g} with {as_text(best.mean)}{doubt}."


def sweep_page(recipe: SweepRecipe, found: Sequence[Found]) -> str:
    """One HTML page with the curve and the table."""
    benchmark = find_benchmark(recipe.benchmark)
    points = [Point(item.weight, item.mean.value, item.mean.error) for item in found]
    rows = "".join(
        f"<tr><td>{item.weight:g}</td><td>{item.mean.n}{item.unanswered}</td><td>{as_text(item.mean)}</td></tr>"
        for item in found
    )
    title = f"{benchmark.title} {recipe.column} over lambda"
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE.read_text(encoding='utf-8')}</style></head><body><h1>{escape(title)}</h1>"
        f"<p>{escape(recipe.vlm)} with {escape(recipe.coder)}; hundredths ± standard error.</p>"
        f"{curve_plot(title, points, 'lambda: the share of the vision-language model')}<p>{escape(verdict(found))}</p>"
        f"<table><thead><tr><th>lambda</th><th>n</th><th>mean</th></tr></thead><tbody>{rows}</tbody></table>"
        "</body></html>\n"
    )
