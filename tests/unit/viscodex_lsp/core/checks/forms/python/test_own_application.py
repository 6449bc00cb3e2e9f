"""What a file has made and given work to is not made anew."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

APP = "app = FastAPI()\n\n\n@app.get('/a')\ndef a():\n    return 1\n\n\n¦\n"
ROUTE = "@app.get('/b')\ndef b():\n    return 2"


@pytest.mark.parametrize("made", ["app = FastAPI(title='Shop')", "app = FastAPI(\n    title='Shop',\n)"])
async def test_an_application_stays_the_one_of_the_file(made: str) -> None:
    told = await told_of("python", APP, f"{made}\n\n\n{ROUTE}")
    assert told.after == APP.replace("¦", ROUTE), told.words
    assert f"left out `{made.split(chr(10))[0]}" in told.words


@pytest.mark.parametrize("made", ["df = pd.read_csv('b.csv')", "app = Flask(__name__)"])
async def test_another_object_of_the_name_is_made(made: str) -> None:
    text = f"df = pd.read_csv('a.csv')\n{APP}"
    told = await told_of("python", text, f"{made}\n\n\n{ROUTE}")
    assert told.after is None or f"\n{made}\n" in told.after
