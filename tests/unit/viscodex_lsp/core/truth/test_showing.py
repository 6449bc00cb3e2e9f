"""What code shows, told from the code alone."""

import pytest

from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.truth.nouns.made import Made, made_file
from viscodex_lsp.core.truth.page.page import Plan, plan_page
from viscodex_lsp.core.truth.showing.showing import read_shown

CASES = {
    "html": (
        "<title>no</title><div class=no>don&#39;t caf&eacute; <b>c</b><input value='x y'><input type=hidden value=no>"
        "<svg><title>no</title><text>hi</text></svg><p hidden>no</p><p style='display: none'>no</p><!-- no -->"
        "<img alt=no><button>Go</button></div><script>no</script><style>no{}</style><noscript>no</noscript>",
        ("don't café", "c", "x y", "hi", "Go"),
        (),
    ),
    "vue": (
        "<script>no</script><template><p :a=\"no\">hi {{ 'x' }} {{ no }}</p><input placeholder='type'></template>",
        ("hi", "type"),
        ("x",),
    ),
    "svelte": (
        "<p class:no={no}>hi {'x'} {#if no}b{/if} {no ? 'k' : 'm'}</p>",
        ("hi", "b"),
        ("x", "k", "m"),
    ),
    "javascriptreact": (
        "import x from 'no'; const d = ['one', 'two']; const a = <><p className='no' style={{color: 'no'}}>a &amp; b "
        "{'x'} {1}</p>{d.map(q => <b>in {q}</b>)}<input placeholder='type'/></>",
        ("a & b x 1", "in ", "type"),
        ("one", "two"),
    ),
    "python": (
        "import matplotlib.pyplot as plt\nnames = ['Alpha', 'Beta']\nplt.bar(names, [1, 2.5], label='Sales')\n"
        "ax.set_title(f'Total {no} of $no^2$')\nax.legend(['One', 'Two'])\nfig.update_layout(xaxis_title='Year')\n",
        ("Sales", "Total of", "One", "Two", "Year"),
        ("Alpha", "Beta", "1", "2.5"),
    ),
    "markdown": (
        "---\nno: no\n---\n# Head\n![no](no) [link](no) <b>bold</b>\n<!-- no -->\n```mermaid\nflowchart LR\n"
        "A[Start here] --> B{Is it?}\nB -->|Yes| C\n```\n",
        ("# Head", "link bold", "Start here", "Is it?", "Yes", "C"),
        (),
    ),
    "mermaid": (
        "sequenceDiagram\nparticipant A as Alice\nA->>Bob: Hello there\nBob-->>A: Hi",
        ("Alice", "Hello there", "Hi", "Bob"),
        (),
    ),
    "latex": (
        "\\documentclass{no}\\begin{document}Hello % no\n\\textbf{bold}\\label{no}\\end{document}",
        ("Hello", "{bold}"),
        (),
    ),
    "svg": ("<svg><desc>no</desc><text x='1'>hello</text></svg>", ("hello",), ()),
}


@pytest.mark.parametrize("language", CASES)
def test_only_what_is_drawn_counts(language: str) -> None:
    """Texts that are drawn for certain, and texts of data that may be; scripts, attributes, hidden parts are none."""
    code, texts, perhaps = CASES[language]
    shown = read_shown(made_file(code, language))
    found = (" ".join(text.split()) for text in shown.texts)
    assert tuple(filter(None, found)) == tuple(" ".join(text.split()) for text in texts)
    assert shown.perhaps == perhaps


def test_only_the_part_that_was_made_counts() -> None:
    """The rest of the document is not what the picture shows."""
    text = "<main><p>old</p><p>new words</p><p>old</p></main>"
    start = text.index("<p>new")
    shown = read_shown(Made("html", text, (Span(start, start + len("<p>new words</p>")),)))
    assert shown.texts == ("new words",)


def test_what_a_language_draws_may_be_unknown() -> None:
    """Where the code does not tell what is seen, the reason is told, and its lines are still there."""
    shown = read_shown(made_file("fn main() {}\n", "rust"))
    assert shown.texts == ()
    assert "Rust" in shown.unknown
    assert shown.lines == ("fn main() {}",)


def test_what_scripts_fill_a_page_with_may_be_drawn() -> None:
    """A chart on a canvas shows the strings of its script, and numbers that no string tells."""
    page = "<p>Visits</p><canvas id=c></canvas><script>new Chart(c, {labels: ['Jan', 'Feb']})</script>"
    shown = read_shown(made_file(page, "html"))
    assert (shown.texts, shown.perhaps, shown.computed) == (("Visits",), ("Jan", "Feb"), True)


def test_data_may_be_drawn() -> None:
    """A table as data: its values count where the picture has them, its keys are not invented."""
    shown = read_shown(made_file('[{"name": "Ada"}]', "json"))
    assert (shown.texts, shown.perhaps) == ((), ('[{"name": "Ada"}]',))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("mermaid", "A -- " + " " * 20_000 + "\n" + "[" * 5_000 + ":" + " " * 5_000),
        ("html", "<!-- a -->" * 400 + "<p>" + "<style>" * 400),
        ("vue", "<template>" * 300 + " @" * 5_000),
        ("latex", "\\" * 5_000 + "{" * 5_000 + "$" * 5_000),
        ("python", "plt.title('" + "{" * 5_000 + "$" * 5_000 + "')"),
        ("markdown", "```mermaid\n" * 400 + "![" * 5_000 + "<!--" * 400),
    ],
)
def test_text_that_keeps_patterns_busy_is_read_at_once(language: str, text: str) -> None:
    """A hostile answer is no reason to wait: what is searched for never takes more than a look at the text."""
    made = made_file(text, language)
    read_shown(made)
    plan = plan_page(made)
    if isinstance(plan, Plan):
        plan.lacks({})
        plan.page({})
