"""Charts told from programs: kinds of marks, colours and values, without running anything."""

from dataclasses import replace

import pytest

from tests.fixtures.pictures.seen_pictures import seen_lines
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.truth.measure import measure
from viscodex_lsp.core.truth.nouns.chart import Chart
from viscodex_lsp.core.truth.nouns.likeness import RGB, Likeness
from viscodex_lsp.core.truth.nouns.made import made_file
from viscodex_lsp.core.truth.nouns.seen import Seen
from viscodex_lsp.core.truth.parts.charts import compare_chart_colours, compare_charts
from viscodex_lsp.core.truth.showing.chart_colours import named_colour
from viscodex_lsp.core.truth.showing.charts import read_chart
from viscodex_lsp.core.truth.showing.showing import read_shown

BLUE, ORANGE, RED = RGB(31, 119, 180), RGB(255, 127, 14), RGB(255, 0, 0)


def chart(code: str, language: str = "python") -> Chart | None:
    return read_chart(parse(code, language_of(language)), (Span(0, len(code)),))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("ax.bar(names, values)", "bars"),
        ("plt.barh(names, values)", "lying bars"),
        ("ax.hist(values, bins=6)", "bars"),
        ("ax.plot(x, y)", "line"),
        ("ax.plot(x, y, 'o')", "points"),
        ("ax.plot(x, y, 'r--')", "line"),
        ("ax.plot(x, y, marker='o', linestyle='none')", "points"),
        ("df.plot(x, y, marker='o')", "line"),
        ("sns.scatterplot(data=df, x='a', y='b')", "points"),
        ("px.bar(df, x='a', y='b', orientation='h')", "lying bars"),
        ("fig.add_trace(go.Scatter(x=x, y=y, mode='markers'))", "points"),
        ("fig.add_trace(go.Scatter(x=x, y=y, mode='lines+markers'))", "line"),
        ("go.Figure(data=[go.Pie(labels=a, values=b)])", "pie"),
        ("ax.imshow(grid)", "field"),
    ],
)
def test_a_call_tells_the_kind_of_its_marks(code: str, kind: str) -> None:
    """Of matplotlib, pandas, seaborn and plotly."""
    found = chart(code)
    assert found is not None
    assert found.kinds == {kind}


@pytest.mark.parametrize("code", ["ax.set_title('bars')", "print(1)", "x = [1, 2, 3]", "", "ax.bar("])
def test_code_without_marks_is_no_chart(code: str) -> None:
    """Nothing is guessed from words; a call that is not whole may be told or not, and fails nobody."""
    found = chart(code)
    assert found is None or code == "ax.bar("


def test_only_python_is_read() -> None:
    """Calls of other languages mean other things."""
    assert chart("ax.bar(names, values)", "javascript") is None


@pytest.mark.parametrize(
    ("code", "colours"),
    [
        ("ax.bar(a, b, color='tab:blue')", (BLUE,)),
        ("ax.bar(a, b, color=['#1f77b4', 'red'])", (BLUE, RED)),
        ("shades = ['#1f77b4', 'C1']\nax.pie(a, colors=shades)", (BLUE, ORANGE)),
        ("ax.plot(x, y, 'r--')", (RED,)),
        ("ax.bar(a, b)\nax.bar(a, c)", (BLUE, ORANGE)),
        ("go.Bar(x=a, y=b, marker=dict(color='red'))", (RED,)),
        ("go.Bar(x=a, y=b, marker={'color': 'red'})", (RED,)),
        ("go.Bar(x=a, y=b, marker_color='red')", (RED,)),
        ("go.Bar(x=a, y=b)", (RGB(99, 110, 250),)),
        ("ax.bar(a, b, color='red', label='blue')\nax.set_title('t', color='green')", (RED,)),
        ("plt.style.use('ggplot')\nax.bar(a, b)", None),
        ("ax.scatter(a, b, c=d, cmap='viridis')", None),
        ("ax.imshow(grid)", None),
        ("ax.pie(a)", None),
    ],
)
def test_colours_of_marks_are_named_or_of_the_cycle(code: str, colours: tuple[RGB, ...] | None) -> None:
    """Those of texts are none; where a style or a map gives them they cannot be told."""
    found = chart(code)
    assert found is not None
    assert found.colours == colours


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#fff", RGB(255, 255, 255)), ("#1f77b480", BLUE), ("rgb(255, 0, 0)", RED), ("r", RED), ("C1", ORANGE),
        ("Apples", None), ("", None), ("tab:none", None), ("#12", None), ("rgb(x)", None),
    ],
)  # fmt: skip
def test_a_string_names_a_colour_or_does_not(text: str, colour: RGB | None) -> None:
    assert named_colour(text) == colour


def test_values_are_the_last_data_of_a_call_and_sizes_are_no_data() -> None:
    """Lists named elsewhere are looked up; ticks, limits and sizes are left out."""
    found = chart(
        "fig, ax = plt.subplots(figsize=(6, 4))\nrain = [7, 22, -3.5]\nax.bar([0, 1, 2], rain, width=0.4)\n"
        "ax.set_xticks([100, 200, 300])\n"
    )
    assert found is not None
    assert found.values == (7.0, 22.0, -3.5)
    assert sorted(found.data) == [-3.5, 0, 1, 2, 7, 22]


BARS = Chart(frozenset({"bars"}), (BLUE,), (10.0, 20.0, 30.0), (10.0, 20.0, 30.0))


def test_equal_charts_are_alike_and_others_less() -> None:
    """Other values and another kind cost half each; both cost all."""
    assert compare_charts(BARS, BARS).value == 1.0
    others = Chart(frozenset({"bars"}), None, (12.0, 24.0, 36.0), (12.0, 24.0, 36.0))
    assert compare_charts(BARS, others).value == 0.5
    lying = Chart(frozenset({"lying bars"}), None, BARS.values, BARS.data)
    assert compare_charts(BARS, lying).value == 0.5
    assert (
        compare_charts(BARS, Chart(frozenset({"pie"}), None, (1.0, 2.0, 3.0), (1.0, 2.0, 3.0))).value == 0.0
    )


def test_values_that_are_computed_are_not_held_against_the_code() -> None:
    """Then the kind is all that is known."""
    computed = Chart(frozenset({"bars"}), None)
    assert compare_charts(BARS, computed).value == 1.0


def test_a_kind_that_is_not_measured_in_pictures_is_not_judged() -> None:
    """The reader takes a field for something else, and that is no fault of the code."""
    part = compare_charts(BARS, Chart(frozenset({"field"}), None))
    assert part.value is None
    assert "field" in part.note


def test_colours_are_compared_both_ways() -> None:
    """A colour more on either side costs; where one side's are not known nothing is said."""
    assert compare_chart_colours(BARS, BARS).value == 1.0
    two = Chart(BARS.kinds, (BLUE, RED))
    part = compare_chart_colours(BARS, two)
    assert part.value is not None
    assert 0.6 < part.value < 0.8
    assert compare_chart_colours(BARS, Chart(BARS.kinds, None)).value is None


def measured(code: str) -> Likeness:
    """Beside a picture of three blue bars."""
    read = "ax.bar([0, 1, 2], [10.1, 19.8, 30.2], color='#1f77b4')\nax.set_title('Rain')"
    seen = seen_lines(["Rain", "Oslo Bergen Bodo"], kind="chart")
    seen = Seen(seen.width, seen.height, "chart", seen.lines, read, "python")
    return measure(seen, read_shown(made_file(code, "python")), "it is not drawn")


def test_a_chart_counts_beside_its_words() -> None:
    """Another kind, another colour and other values each lower the value; words alone do not decide."""
    code = "plt.bar(['Oslo', 'Bergen', 'Bodo'], [10, 20, 30], color='tab:blue')\nplt.title('Rain')\n"
    same = measured(code)
    assert same.value is not None
    assert same.value > 0.99
    assert not same.drawn
    for old, new in (("plt.bar", "plt.barh"), ("tab:blue", "#d7263d"), ("[10, 20, 30]", "[5, 50, 7]")):
        other = measured(code.replace(old, new))
        assert other.words.value == same.words.value
        assert other.value is not None
        assert other.value < same.value - 0.04


def test_a_label_that_stands_turned_is_seen() -> None:
    """It is none of the picture's lines: the reader's program names it, and another one in the code is felt."""
    program = (
        "fig, ax = plt.subplots()\nax.bar(x, y)\nax.set_title('Boats hired')\nax.set_ylabel('Harbour fees')\n"
    )
    seen = replace(seen_lines(["Boats hired"], kind="chart"), code=program, language="python")

    def likeness(code: str) -> Likeness:
        return measure(seen, read_shown(made_file(code, "python")), "it is not drawn")

    same, other = likeness(program), likeness(program.replace("Harbour", "Airport"))
    assert (same.words.value, same.missing, same.invented) == (1.0, (), ())
    assert (other.missing, other.invented) == (("Harbour",), ("Airport",))
    assert other.value is not None and same.value is not None and other.value < same.value
