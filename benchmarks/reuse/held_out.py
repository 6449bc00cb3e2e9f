"""Replies that were written when the check was finished, in forms that it was not made with: loops, attributes over
several lines, submit buttons, links out of the project, search fields."""

from typing import Final

from benchmarks.reuse.replies import Naive
from benchmarks.reuse.repository import Repository

_LOOPS: Final = {
    "react": ("{{[1, 2].map((each) => (", "key={each}", "))}}"),
    "vue": ("", 'v-for="each in [1, 2]" :key="each"', ""),
    "svelte": ("{{#each [1, 2] as each}}", "", "{{/each}}"),
    "angular": ("@for (each of [1, 2]; track each) {{", "", "}}"),
}
_CLICKS: Final = {
    "react": "onClick={() => save()}",
    "vue": '@click.prevent="save()"',
    "svelte": "onclick={() => save()}",
    "svelte on:click": "on:click={() => save()}",
    "angular": '(click)="save(); $event.stopPropagation()"',
}


def replies(repository: Repository) -> list[Naive]:
    """A list of cards, a bar of links, a search form."""
    kind, style = repository.framework, repository.style
    click = "" if style == "bare" else _CLICKS.get(f"{kind} {style}") or _CLICKS[kind]
    word = "className" if kind == "react" else "class"
    begin, key, end = (part.replace("{{", "{").replace("}}", "}") for part in _LOOPS[kind])
    look = 'style="color: #111827; font-weight: 600"'
    if kind == "react":
        look = 'style={{ color: "#111827", fontWeight: 600 }}'
    cards = f"""
{begin}
  <article
    {key}
    {word}="card card--wide"
  >
    <h2>Plan</h2>
    <button
      {word}="button is-primary"
      {look}
      {click}
    >
      Choose <strong>this</strong> plan
    </button>
  </article>
{end}"""
    bar = f"""
<nav {look}>
  <a href="/">Home</a>
  <a {look} href="/prices">Prices</a>
  <a href="https://example.org/docs">Documentation</a>
  <button type="button" {word}="nav-button" {click}>
    Sign in
  </button>
</nav>"""
    search = f"""
<section>
  <input type="search" placeholder="Search" {look} />
  <button type="submit" {look}>Search</button>
</section>"""
    return [
        Naive(cards.strip("\n"), {"card": 1, "button": 1}),
        Naive(bar.strip("\n"), {"link": 3, "button": 1}),
        Naive(search.strip("\n"), {"input": 1, "button": 1}),
    ]
