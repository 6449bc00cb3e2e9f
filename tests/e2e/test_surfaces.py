"""A proposal is finished in one way while it is being finished in another: in all pairs, in a running editor.

The order is forced by what the editor does: a command is under way from when the server hands its edit over until the
editor takes it, a menu, a preview or ghost text from when it is shown until it is used.
"""

import asyncio
import itertools
import re
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types
from PIL import Image

from tests.fixtures.people.virtual_editor import VirtualEditor, editor, within
from tests.fixtures.pictures.scenes import HOLE, PAGE, asks, settings
from tests.fixtures.servers.scripted_engine import Answer, scripted_engine, stream

TYPED = "<!-- mine -->\n"
PLACE = types.Position(4, 0)
FIRST = types.Position(0, 0)


@dataclass
class Scene:
    """A document with one proposal, whose code shows a picture of its own."""

    client: VirtualEditor
    uri: str
    picture: Path
    proposal: str

    @property
    def text(self) -> str:
        return self.client.buffers[self.uri].text


Deed = Callable[[Scene], AsyncGenerator[None, None]]
"""Begins, and waits; goes on and ends."""


async def command(scene: Scene, name: str) -> AsyncGenerator[None, None]:
    """A command of the server; where it has an edit, the editor takes it only when this goes on."""
    handed_over, go_on = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        handed_over.set()
        await go_on.wait()

    before, scene.client.hold_edit = scene.client.hold_edit, hold
    running = asyncio.ensure_future(scene.client.run(name, {"id": scene.proposal}))
    waiting = asyncio.ensure_future(handed_over.wait())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    scene.client.hold_edit = before
    yield
    go_on.set()
    await running


def apply(scene: Scene) -> AsyncGenerator[None, None]:
    return command(scene, "viscodex.applyProposal")


def discard(scene: Scene) -> AsyncGenerator[None, None]:
    return command(scene, "viscodex.discardProposal")


async def listed(scene: Scene, title: str) -> AsyncGenerator[None, None]:
    """An action with an edit, listed and then chosen."""
    actions = await scene.client.actions(scene.uri, HOLE)
    edits = [action.edit for action in actions if action.title.startswith(title) and action.edit]
    yield
    for edit in edits:
        scene.client.apply(edit)


def action(scene: Scene) -> AsyncGenerator[None, None]:
    return listed(scene, "Apply")


def preview(scene: Scene) -> AsyncGenerator[None, None]:
    return listed(scene, "Preview")


async def tab(
    scene: Scene, *behind: tuple[types.Position, types.Position, str]
) -> AsyncGenerator[None, None]:
    """Ghost text, shown and then taken where the text is still the one that it was shown for."""
    buffer = scene.client.buffers[scene.uri]
    automatic = types.InlineCompletionContext(types.InlineCompletionTriggerKind.Automatic)
    asked = types.InlineCompletionParams(automatic, types.TextDocumentIdentifier(scene.uri), PLACE)
    shown, version = (
        await within(scene.client.client.text_document_inline_completion_async(asked)),
        buffer.version,
    )
    yield
    for ghost in shown if buffer.version == version else ():
        taken = (ghost.range.start, ghost.range.end, ghost.insert_text)
        scene.client.write(scene.uri, [taken, *behind])


def tab_and_a_key(scene: Scene) -> AsyncGenerator[None, None]:
    """The editor reports what is typed next in the same notification."""
    return tab(scene, (FIRST, FIRST, TYPED))


DEEDS: tuple[Deed, ...] = (apply, discard, action, preview, tab, tab_and_a_key)


async def propose(client: VirtualEditor, site: Path, number: int) -> Scene:
    uri = client.open(site / f"page{number}.html", PAGE, "html", version=1)
    await client.run("viscodex.imageToCode", asks(client, uri, HOLE, cutOuts=True, mode="propose"))
    await client.message("is ready")
    (proposal,) = (await client.request("viscodex/status", {})).proposals
    client.client.messages.clear()
    return Scene(client, uri, site / "images" / f"part{number}.png", proposal.id)


async def play(scene: Scene, first: Deed, second: Deed, *, nested: bool) -> None:
    """Both begin before either goes on; the second ends first where it is `nested`."""
    one, other = first(scene), second(scene)
    for begun in (one, other):
        await anext(begun)
    for ended in (other, one) if nested else (one, other):
        await anext(ended, None)
    # Its answer comes after all that the server makes of what it was told before.
    await scene.client.request("viscodex/status", {})


def wrong(scene: Scene) -> str:
    """What is not as it has to be, with what was told; nothing where all is well."""
    said, there = scene.client.messages, "alt=" in scene.text
    told = [word for text in said for word in re.findall("Inserted|Discarded", text)]
    faults = {
        "told twice": told.count("Inserted") > 1,
        "twice": scene.text.count("alt=") > 1,
        "no code, yet a picture": scene.picture.exists() and not there,
        "code without its picture": there and not scene.picture.exists(),
        "untrue in the end": told[-1:] == (["Discarded"] if there else ["Inserted"]),
        "said to be left out": there
        and any(re.search("nothing was applied|is kept|Dropped", text) for text in said),
        "an error": any("rror" in text for text in said),
    }
    found = [name for name, fault in faults.items() if fault]
    return f"{', '.join(found)}: {said}" if found else ""


def answer(number: int) -> Answer:
    left = 10 + 5 * number
    return stream(f'```html\n<img src="cut:{left},20,60,40/part{number}.png" alt="Part">\n```')


async def test_two_ways_to_finish_a_proposal_at_once(tmp_path: Path) -> None:
    """The code is there once or not at all, its picture just where the code is, and every sentence told is true."""
    site = tmp_path / "site"
    (site / "images").mkdir(parents=True)
    drawn = Image.effect_noise((600, 200), 90).convert("RGB")
    for place in (site, site / "images"):
        drawn.save(place / "mock.png")
    pairs = list(itertools.product(DEEDS, DEEDS, (True, False)))
    faults = {}
    async with scripted_engine(*(answer(number) for number in range(len(pairs)))) as engine:
        async with editor(workspace=site, settings=settings(engine.url)) as client:
            for number, (first, second, nested) in enumerate(pairs):
                scene = await propose(client, site, number)
                await play(scene, first, second, nested=nested)
                faults[f"{first.__name__}, {second.__name__}, {nested=}"] = wrong(scene)
                client.close(scene.uri)
    assert {pair: fault for pair, fault in faults.items() if fault} == {}
    assert len(faults) == 2 * len(DEEDS) ** 2
