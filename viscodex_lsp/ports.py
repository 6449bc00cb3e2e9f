"""The outside world as one record of functions: the real edges in production, scripted ones in tests."""

import os
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from viscodex_lsp.core.errors import NotDrawn, NotRead
from viscodex_lsp.core.menu.request import ScreenRegion
from viscodex_lsp.core.nouns import Document, Picture
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.core.truth.nouns.seen import Seen
from viscodex_lsp.edges.model.completer import Completer, Notify

if TYPE_CHECKING:
    from viscodex_lsp.core.components.project import Project
    from viscodex_lsp.core.truth.page.diagram import Diagram
    from viscodex_lsp.edges.browser.style_sheets import Page
    from viscodex_lsp.edges.browser.warm_browser import WarmBrowser
    from viscodex_lsp.edges.model.secret_finder import FoundSecret
    from viscodex_lsp.edges.workspace.projects import Projects


SeePicture = Callable[[Picture, Settings, Notify], Coroutine[None, None, Seen]]
DrawPages = Callable[[Sequence[tuple[str, int, int]]], Coroutine[None, None, "list[Rendered | str]"]]
DrawPage = Callable[[str, int, int], Coroutine[None, None, Rendered]]
DrawDiagram = Callable[["Diagram", Path | None, Sequence[Path]], Coroutine[None, None, str]]
DrawProgram = Callable[[str], Coroutine[None, None, tuple[Rendered, tuple[str, ...]]]]
ReadSheets = Callable[[Iterable[str], Path | None, Sequence[Path]], dict[str, str]]
OpenProject = Callable[[Document, Path, tuple[Path, ...]], Coroutine[None, None, "Project | None"]]
FindSecrets = Callable[[Picture, Settings, Notify], Coroutine[None, None, "tuple[FoundSecret, ...]"]]


async def no_secrets(part: Picture, settings: Settings, notify: Notify) -> "tuple[FoundSecret, ...]":
    """Where nothing can be searched nothing is found; `can_find_secrets` says so first."""
    del part, settings, notify
    return ()


async def no_project(document: Document, path: Path, roots: tuple[Path, ...]) -> "Project | None":
    """Where no workspace is looked at there is no project."""
    del document, path, roots
    return None


async def nothing_seen(picture: Picture, settings: Settings, notify: Notify) -> Seen:
    """Where no reader is installed nothing is seen.

    Raises:
        NotRead: always; `can_read` says so first.
    """
    del picture, settings, notify
    raise NotRead("the reader is not installed")


async def nothing_drawn(page: str, width: int, height: int) -> Rendered:
    """Where no browser is at hand nothing is drawn.

    Raises:
        NotDrawn: always.
    """
    del page, width, height
    raise NotDrawn("pages cannot be drawn here")


async def no_pages(pages: Sequence[tuple[str, int, int]]) -> list[Rendered | str]:
    """Where no browser is at hand, each page has this for its reason."""
    return ["pages cannot be drawn here"] * len(pages)


async def no_diagram(diagram: "Diagram", path: Path | None, roots: Sequence[Path]) -> str:
    """Where no browser is at hand no diagram is drawn.

    Raises:
        NotDrawn: always.
    """
    del diagram, path, roots
    raise NotDrawn("pages cannot be drawn here")


async def nothing_run(program: str) -> tuple[Rendered, tuple[str, ...]]:
    """Where there is no sandbox no program is run.

    Raises:
        NotDrawn: always.
    """
    del program
    raise NotDrawn("programs cannot be run here")


@dataclass(frozen=True, slots=True)
class Ports:
    """`read_file` gets the folders it must stay in (None: anywhere); `open_completer` the settings and the key.

    `begin_drawing` makes ready for drawing, until the function that it returns is called.
    """

    read_clipboard: Callable[[], Coroutine[None, None, bytes]]
    capture_screen: Callable[[int | None, ScreenRegion | None], Coroutine[None, None, bytes]]
    read_file: Callable[[Path, tuple[Path, ...] | None], bytes]
    read_dependencies: Callable[[Path, tuple[Path, ...]], tuple[str, ...]]
    open_completer: Callable[[Settings, str], Completer]
    can_find_secrets: Callable[[], bool] = lambda: False
    find_secrets: FindSecrets = no_secrets
    can_read: Callable[[], bool] = lambda: False
    see_picture: SeePicture = nothing_seen
    begin_drawing: Callable[[], Callable[[], None]] = lambda: lambda: None
    draw_page: DrawPage = nothing_drawn
    draw_pages: DrawPages = no_pages
    draw_program: DrawProgram = nothing_run
    draw_diagram: DrawDiagram = no_diagram
    read_sheets: ReadSheets = lambda _names, _path, _roots: {}
    page_using: "Callable[[Path, Sequence[Path]], Page | None]" = lambda _path, _roots: None
    open_project: OpenProject = no_project
    files_changed: Callable[[Sequence[Path]], object] = lambda _: None
    close: Callable[[], None] = lambda: None


def real_ports() -> Ports:
    """This machine's clipboard, screen and files, and the configured model."""
    from viscodex_lsp.edges.browser import style_sheets

    projects, browser = _Projects(), _Browser()

    def close() -> None:
        projects.close()
        browser.close()

    return Ports(
        read_clipboard=read_clipboard,
        capture_screen=capture_screen,
        read_file=read_file,
        read_dependencies=read_dependencies,
        open_completer=open_completer,
        can_find_secrets=can_find_secrets,
        find_secrets=find_secrets,
        can_read=can_find_secrets,
        see_picture=see_picture,
        begin_drawing=browser.begin,
        draw_page=browser.draw,
        draw_program=draw_program,
        draw_pages=browser.draw_all,
        draw_diagram=browser.draw_diagram,
        read_sheets=style_sheets.read_sheets,
        page_using=style_sheets.page_using,
        open_project=projects.open,
        files_changed=projects.changed,
        close=close,
    )


class _Projects:
    """The projects that are looked at. How is loaded on first need: an editor that never asks pays nothing for it."""

    def __init__(self) -> None:
        self._loaded: Projects | None = None

    async def open(self, document: Document, path: Path, roots: tuple[Path, ...]) -> "Project | None":
        """The project around a file."""
        if self._loaded is None:
            from viscodex_lsp.edges.workspace.projects import Projects

            self._loaded = Projects()
        return await self._loaded.open(document, path, roots)

    def changed(self, paths: Sequence[Path]) -> None:
        """Files that a client says were changed."""
        if self._loaded is not None:
            self._loaded.changed(paths)

    def close(self) -> None:
        """End what is being read."""
        if self._loaded is not None:
            self._loaded.close()


class _Browser:
    """The browser that draws what is compared. Loaded and started on first need."""

    def __init__(self) -> None:
        self._warm: WarmBrowser | None = None

    def _loaded(self) -> "WarmBrowser":
        if self._warm is None:
            from viscodex_lsp.edges.browser.warm_browser import WarmBrowser

            self._warm = WarmBrowser()
        return self._warm

    def begin(self) -> Callable[[], None]:
        """Sooner or later a page will be drawn, until what comes back is called."""
        return self._loaded().begin()

    async def draw(self, page: str, width: int, height: int) -> Rendered:
        """A page as the sandboxed browser draws it."""
        return await self._loaded().draw(page, width, height)

    async def draw_all(self, pages: Sequence[tuple[str, int, int]]) -> list[Rendered | str]:
        """Several pages as the sandboxed browser draws them."""
        return await self._loaded().draw_all(pages)

    async def draw_diagram(self, diagram: "Diagram", path: Path | None, roots: Sequence[Path]) -> str:
        """The page that shows a diagram, drawn by the project's Mermaid in the sandboxed browser."""
        return await self._loaded().draw_diagram(diagram, path, roots)

    def close(self) -> None:
        """End it."""
        if self._warm is not None:
            self._warm.close()


def can_find_secrets() -> bool:
    """Whether pictures can be searched here. The searcher is loaded on first need: it brings an HTTP client along."""
    from viscodex_lsp.edges.model import secret_finder

    return secret_finder.can_find_secrets()


async def find_secrets(part: Picture, settings: Settings, notify: Notify) -> "tuple[FoundSecret, ...]":
    """The secrets that are written in a part of a picture."""
    from viscodex_lsp.edges.model import secret_finder

    return await secret_finder.find_secrets(part, settings, notify)


async def see_picture(picture: Picture, settings: Settings, notify: Notify) -> Seen:
    """What the reader sees in a picture, all parts of it."""
    from viscodex_lsp.edges.model import seen_picture

    return await seen_picture.see_picture(picture, settings, notify)


async def draw_program(program: str) -> tuple[Rendered, tuple[str, ...]]:
    """What a program draws in the sandbox, and the texts in it."""
    from viscodex_lsp.edges import drawn_program

    return await drawn_program.draw_program(program)


async def read_clipboard() -> bytes:
    """The picture on the clipboard. What reads pictures is loaded on first need, the image library with it."""
    from viscodex_lsp.edges.pictures import clipboard

    return await clipboard.read_clipboard()


def read_file(path: Path, roots: tuple[Path, ...] | None) -> bytes:
    """The bytes of a picture in a file."""
    from viscodex_lsp.edges.pictures import files

    return files.read_picture(path, roots=roots)


def read_dependencies(path: Path, roots: tuple[Path, ...]) -> tuple[str, ...]:
    """What the project of a file depends on."""
    from viscodex_lsp.edges.pictures import files

    return files.read_dependencies(path, roots=roots)


async def capture_screen(monitor: int | None, region: ScreenRegion | None) -> bytes:
    """A PNG of a monitor, of a region, or of what the person marks."""
    from viscodex_lsp.edges.pictures import region_tools, screen

    if region == "pick":
        return await region_tools.pick_region()
    return await screen.capture_screen(monitor=monitor, region=screen.Region(*region) if region else None)


def open_completer(settings: Settings, key: str) -> Completer:
    """The configured server, or else the local server."""
    if settings.server.url:
        from viscodex_lsp.edges.model.chat_client import ChatCompleter

        served = ChatCompleter(server=settings.server, request=settings.request, key=key or None)
        if not settings.context.read_text:
            return served
        from viscodex_lsp.edges.model.seen_text import SeenTextCompleter

        async def read_lines(picture: Picture, notify: Notify) -> list[str]:
            return [line.text for line in (await see_picture(picture, settings, notify)).lines]

        return SeenTextCompleter(served, max_tokens=settings.context.read_text, read_lines=read_lines)
    from viscodex_lsp.edges.model.local_completer import LocalCompleter

    return LocalCompleter(settings)


def api_key(editor_key: str = "") -> str:
    """The key: the environment's before the editor's."""
    return os.environ.get("VISCODEX_API_KEY") or editor_key
