"""What a model answers that knows nothing of the project: raw markup with written-out looks."""

from typing import Final, NamedTuple

from benchmarks.reuse.repository import Repository

_STYLES: Final = {
    "react": 'style={{ background: "#2563eb", color: "white", padding: "8px 16px", borderRadius: 6 }}',
    "react tailwind": 'className="rounded bg-blue-600 px-4 py-2 text-white"',
    "": 'style="background: #2563eb; color: white; padding: 8px 16px; border-radius: 6px"',
}
_TEXT_STYLES: Final = {
    "react": 'style={{ color: "#2563ea" }}',
    "react tailwind": 'className="text-[#2563eb]"',
    "": 'style="color: #2563ea"',
}
_CLICKS: Final = {
    "react": "onClick={save}",
    "vue": '@click="save"',
    "svelte": "onclick={save}",
    "svelte on:click": "on:click={save}",
    "angular": '(click)="save()"',
}
_INPUTS: Final = {
    "react": '<input {look} placeholder="Name" value={{name}} onChange={{(event) => setName(event.target.value)}} />',
    "vue": '<input type="text" v-model="name" placeholder="Name">',
    "vue bare": '<input type="text" placeholder="Name">',
    "svelte": '<input type="text" bind:value={{name}} placeholder="Name" />',
    "angular": '<input type="text" placeholder="Name">',
}


class Naive(NamedTuple):
    """A reply, and how often it writes what the project has a component for."""

    code: str
    roles: dict[str, int]


def replies(repository: Repository) -> list[Naive]:
    """A toolbar, a card, and a form."""
    kind, style = repository.framework, repository.style

    def of(table: dict[str, str]) -> str:
        return table.get(f"{kind} {style}") or table.get(kind) or table[""]

    look, click, text = of(_STYLES), of(_CLICKS), of(_TEXT_STYLES)
    if style == "bare":
        click = ""
    word = "className" if kind == "react" else "class"
    field = of(_INPUTS).format(look=look if style != "tailwind" else "")
    toolbar = "\n".join(
        [
            f'<div {word}="toolbar">',
            f"  <button {look} {click}>Save</button>",
            f'  <button {word}="btn btn-primary" {click}>Save as</button>',
            f'  <button type="button" {look} {click}>Discard</button>',
            "</div>",
        ]
    )
    card = "\n".join(
        [
            f'<div {word}="card">',
            "  <h3>Team</h3>",
            f"  <p {text}>29 a month</p>",
            f"  <button {look} {click}>Choose</button>",
            '  <a href="/more">Read more</a>',
            "</div>",
        ]
    )
    form = "\n".join(
        [
            "<form>",
            "  <label>Your name</label>",
            f"  {field}",
            f'  <button type="button" {look} {click}>Send</button>',
            "</form>",
        ]
    )
    return [
        Naive(toolbar, {"button": 3}),
        Naive(card, {"card": 1, "button": 1, "link": 1}),
        Naive(form, {"input": 1, "button": 1}),
    ]
