"""Pictures with secrets at known places: in code, terminals, settings and forms, small and large, dark and light.

Every secret is made up by chance when it is drawn.
"""

import random
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

SIZES = (12, 13, 14, 16, 18, 20)
FONTS = (
    "dejavu/DejaVuSansMono.ttf",
    "liberation/LiberationMono-Regular.ttf",
    "liberation/LiberationSans-Regular.ttf",
    "dejavu/DejaVuSans.ttf",
    "liberation/LiberationSerif-Regular.ttf",
)
LOOKS = (("#ffffff", "#1a1a1a"), ("#1e1e1e", "#d4d4d4"), ("#f6f8fa", "#24292e"), ("#002b36", "#93a1a1"))
ROOT = Path("/usr/share/fonts/truetype")


@dataclass(frozen=True)
class Drawn:
    """A picture, and for each secret in it its sort and its box (left, top, right, bottom)."""

    pixels: npt.NDArray[np.uint8]
    secrets: tuple[tuple[str, tuple[float, float, float, float]], ...]
    size: int
    font: str


def draw_secrets(count: int, *, seed: int = 3) -> Iterator[Drawn]:
    """`count` pictures; sizes, fonts and looks in turn."""
    draw = random.Random(seed)
    for index in range(count):
        size, font = SIZES[index % len(SIZES)], FONTS[index // len(SIZES) % len(FONTS)]
        yield _picture(draw, size, font, LOOKS[index % len(LOOKS)])


def _picture(draw: random.Random, size: int, font: str, look: tuple[str, str]) -> Drawn:
    ground, ink = look
    face = ImageFont.truetype(str(ROOT / font), size)
    picture = Image.new("RGB", (1100, 520), ground)
    pen = ImageDraw.Draw(picture)
    boxes = []
    y = 24
    for sort, before, secret, after in draw.sample(_lines(draw), 7):
        x = 20.0
        pen.text((x, y), before, ink, face)
        x += pen.textlength(before, face)
        pen.text((x, y), secret, ink, face)
        boxes.append((sort, tuple(map(float, pen.textbbox((x, y), secret, face)))))
        pen.text((x + pen.textlength(secret, face), y), after, ink, face)
        y += round(size * 1.7)
        for plain in draw.sample(PLAIN, 1):
            pen.text((20, y), plain, ink, face)
            y += round(size * 1.7)
    return Drawn(np.asarray(picture), tuple(boxes), size, font)  # type: ignore[arg-type]


PLAIN = (
    "def connect(host, port=5432):",
    "# see the documentation for details",
    "Loading configuration from settings.yaml",
    "return client.fetch(url, timeout=30)",
    "region: eu-central-1",
    "Forgot your password? Reset it here.",
    "retries = 5",
)


def _lines(draw: random.Random) -> list[tuple[str, str, str, str]]:
    """Sort, text before, the secret, text behind it."""
    letters = string.ascii_letters + string.digits
    hexadecimal = "0123456789abcdef"

    def chance(count: int, signs: str = letters) -> str:
        return "".join(draw.choice(signs) for _ in range(count))

    word = draw.choice(("sunny", "Dragon", "winter", "Falcon", "copper"))
    password = f"{word}{draw.randint(10, 999)}{draw.choice('!?$#')}"
    return [
        ("aws", "aws_access_key_id = ", "AKIA" + chance(16, string.ascii_uppercase + "234567"), ""),
        ("aws secret", 'aws_secret_access_key = "', chance(40, letters + "+/"), '"'),
        ("github", "export GITHUB_TOKEN=", "ghp_" + chance(36), ""),
        ("gitlab", "token: ", "glpat-" + chance(20), ""),
        ("openai", 'client = OpenAI(api_key="', "sk-proj-" + chance(48), '")'),
        ("slack", "SLACK_BOT_TOKEN: ", f"xoxb-{chance(11, string.digits)}-{chance(24)}", ""),
        ("google", 'const key = "', "AIza" + chance(35, letters + "-_"), '";'),
        ("jwt", "Authorization: Bearer ", f"eyJ{chance(20)}.eyJ{chance(30)}.{chance(30)}", ""),
        ("password", "password: ", password, ""),
        ("password", 'DB_PASSWORD="', password + chance(4), '"'),
        ("password", "Password = ", chance(12), ";"),
        ("hex key", "secret_key: ", chance(32, hexadecimal), ""),
        ("url", "postgres://admin:", password.replace("#", "x"), "@db.example.com:5432/app"),
        ("url", "DATABASE_URL=mysql://root:", chance(14), "@10.0.0.5/shop"),
        ("card", "Card number ", _card(draw), "  exp 09/29"),
        ("stripe", "STRIPE_KEY=", "sk_live_" + chance(24), ""),
        ("npm", "//registry.npmjs.org/:_authToken=", "npm_" + chance(36), ""),
        ("random", 'headers = {"X-Session": "', chance(44), '"}'),
    ]


def _card(draw: random.Random) -> str:
    digits = [4, *(draw.randrange(10) for _ in range(14))]
    doubled = [
        digit if index % 2 else (2 * digit - 9 * (digit > 4)) for index, digit in enumerate(reversed(digits))
    ]
    digits.append(-sum(doubled) % 10)
    text = "".join(map(str, digits))
    return " ".join(text[start : start + 4] for start in range(0, 16, 4))
