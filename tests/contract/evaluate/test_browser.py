"""Pages in a browser: nothing leaves them, none holds the next one up, and they look as the authors' way shows them."""

import contextlib
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from PIL import Image
from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.instruments.browser import Renderer, as_array
from viscodex_model.evaluate.instruments.tab import PageFailed, may_act

from tests.fixtures.judges.evaluate_needs import needs_browser

WHITE = "<html><body style='background:#fff'></body></html>"


@pytest.fixture(scope="module")
def renderer() -> Iterator[Any]:
    with Renderer() as warm:
        yield warm


@pytest.fixture
def outside() -> Iterator[Any]:
    """A server on this machine that remembers whether anybody asked it anything."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


@needs_browser
def test_nothing_leaves_a_page(renderer: Renderer, outside: Any) -> None:
    """Pictures, scripts, frames, sockets, fetches and redirects to this machine reach nobody."""
    url, asked = outside
    page = f"""<html><head><meta http-equiv="refresh" content="0; url={url}/refresh">
    <link rel=stylesheet href={url}/css><script src={url}/script></script></head>
    <body>text<img src={url}/img><iframe src={url}/frame></iframe><script>
    fetch("{url}/fetch").catch(() => 0); new Image().src = "{url}/late"; navigator.sendBeacon("{url}/beacon", "x");
    try {{ new WebSocket("{url.replace("http", "ws")}/ws") }} catch (e) {{}}
    location = "{url}/moved"</script></body></html>"""
    with contextlib.suppress(PageFailed):
        renderer.screenshot(page, seconds=40)
    assert asked == []


@needs_browser
def test_files_of_the_machine_are_not_shown(renderer: Renderer) -> None:
    """A frame on a file of this machine stays empty: the page looks as without it."""
    frame = (
        "<html><body style='margin:0'><iframe style='border:0;width:900px' src='{}'></iframe></body></html>"
    )
    shown = as_array(renderer.screenshot(frame.format("file:///etc/passwd"), seconds=40))
    assert len(set(map(tuple, shown.reshape(-1, 3)[::97].tolist()))) < 40
    text = renderer.screenshot("<html><body>" + "root:x:0:0<br>" * 30 + "</body></html>", seconds=40)
    assert shown.tobytes() != as_array(text).tobytes()


@needs_browser
@pytest.mark.parametrize("script", ["alert(1)", "confirm('x')", "prompt('x')", "window.open('about:blank')"])
def test_a_page_that_asks_is_shown_all_the_same(renderer: Renderer, script: str) -> None:
    """Dialogs and windows do not hold a page up."""
    shown = as_array(
        renderer.screenshot(f"<html><body><script>{script}</script><p>here</p></body></html>", seconds=40)
    )
    assert shown.shape == (720, 1280, 3)
    assert shown.min() < 100


HANGS = "<html><script>{}</script><body>x</body></html>"


@needs_browser
@pytest.mark.parametrize("when", ["while (true) {}", "onload = () => setTimeout(() => { while (true) {} })"])
def test_a_page_that_hangs_ends_as_a_reason_and_the_next_one_is_shown(when: str) -> None:
    """An endless script, now or after the page has loaded, fails in time; the browser is there for the next page."""
    with Renderer() as fresh:
        fresh.screenshot(WHITE, seconds=60)
        with pytest.raises(PageFailed, match="cannot be shown"):
            fresh.screenshot(HANGS.format(when), seconds=3)
        assert as_array(fresh.screenshot(WHITE, seconds=60)).mean() == 255.0


@needs_browser
@pytest.mark.parametrize(
    ("size", "reason"),
    [
        ("height:1000000px", "pixels high"),
        ("width:1000000px;height:1px", "too many"),
        ("width:9000px;height:9000px", "too many"),
    ],
)
def test_a_page_without_end_is_refused(renderer: Renderer, size: tuple[int, int], reason: str) -> None:
    """A page of a million pixels across, or of 81 million in all, is not drawn."""
    with pytest.raises(PageFailed, match=reason):
        renderer.screenshot(f"<html><body><div style='{size}'></div></body></html>", seconds=40)


MOVES = "@keyframes on { to { margin-left: 300px } }"
SHAPES = {
    "tall": "<body style='margin:0'><div style='height:150vh;background:linear-gradient(red,blue)'></div>",
    "wide": "<body><div style='width:3000px;height:20px;background:red'>wide</div>",
    "in motion": f"<style>{MOVES} p {{ animation: on 9s 1 forwards }} b {{ animation: on 9s infinite }}</style><p>a<b>",
    "with a caret": "<body><input autofocus value=x style='font-size:40px'>",
    "fixed at its foot": "<body><div style='height:2000px'>x</div><div style='position:fixed;bottom:0'>foot</div>",
    "without a body": "<frameset cols='50%,50%'><frame><frame></frameset>",
}


@needs_browser
@pytest.mark.parametrize("page", SHAPES.values(), ids=SHAPES)
def test_a_screenshot_is_playwrights_pixel_for_pixel(renderer: Renderer, page: str) -> None:
    """The quicker way to a screenshot shows what the authors' way shows."""
    ours = as_array(renderer.screenshot(page, seconds=40))
    assert renderer._browser is not None
    sheet = renderer._browser.new_page(viewport={"width": 1280, "height": 720})
    sheet.set_content(page)
    theirs = as_array(sheet.screenshot(full_page=True, animations="disabled"))
    sheet.close()
    assert ours.shape == theirs.shape
    assert (ours == theirs).all()


@needs_browser
def test_a_page_does_not_disturb_the_next_one(renderer: Renderer) -> None:
    """A page that loads and goes elsewhere whenever it can, or keeps notes, changes nothing of the page after it."""
    quiet = "<html><body style='background:#804020'><p>quiet</p></body></html>"
    wanted = renderer.screenshot(quiet, seconds=60)
    hostile = "<html><body><script>localStorage.x = 1; setInterval(() => { document.title = 1; location = '/x' }, 1)"
    for page in (hostile, "<html><body onload=\"open('about:blank')\">x</body></html>"):
        with contextlib.suppress(PageFailed):
            renderer.screenshot(page, seconds=40)
        assert renderer.screenshot(quiet, seconds=60) == wanted


@needs_browser
def test_pictures_of_one_sample_are_not_those_of_another(renderer: Renderer) -> None:
    """Two samples may each have a picture of the same name."""
    page = "<html><body style='margin:0'><img src='a.png' width=1280 height=720></body></html>"
    for level in (0, 255):
        buffer = io.BytesIO()
        Image.new("L", (8, 8), level).save(buffer, format="PNG")
        shown = as_array(renderer.screenshot(page, {"a.png": buffer.getvalue()}, seconds=60))
        assert shown.mean() == level


@pytest.mark.parametrize(
    ("html", "acts"),
    [
        ("<html><meta charset=utf-8><meta name=viewport content=x><a href=#a>on = 1</a></html>", False),
        ("<p style='position:fixed'>station=second</p>", False),
        ("<SCRIPT>", True),
        ("< script src=x>", True),
        ("<img/onerror=x>", True),
        ("<body\nonload = x>", True),
        ("<meta http-equiv=refresh content='0; url=x'>", True),
        ("<iframe srcdoc=x>", True),
        ("<a href='javascript:x'>", True),
        ("\x1b(B<p>", True),
    ],
)
def test_pages_that_may_act_are_known(html: str, acts: bool) -> None:
    """Scripts, handlers, frames and redirects are seen however they are written; plain pages are let pass."""
    assert may_act(html) == acts


def test_a_browser_that_is_not_there_is_said() -> None:
    """The sentence names the path and what to do."""
    with pytest.raises(UserError, match="--browser"):
        Renderer("/nonexistent/chromium").screenshot(WHITE)
