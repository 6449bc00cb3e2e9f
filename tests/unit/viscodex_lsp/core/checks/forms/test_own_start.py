"""A program is started once."""

import pytest

from tests.fixtures.replies.reply_cases import told_of


@pytest.mark.parametrize(
    ("language", "text", "reply", "stays", "left_out"),
    [
        (
            "javascript",
            "const app = express();\n\n¦\n\napp.listen(PORT, () => console.log('up'));\n",
            "app.get('/a', a);\n\napp.listen(3000);",
            "app.get('/a', a);",
            "`app.listen(3000);`",
        ),
        (
            "javascript",
            "const server = create();\n\n¦\n\nserver.listen(80);\n",
            "server.listen(3000, () => {\n  console.log('up');\n});\n\nserver.on('error', stop);",
            "server.on('error', stop);",
            "`server.listen(3000, () => { …`",
        ),
        (
            "python",
            'app = Flask(__name__)\n\n\n¦\n\n\nif __name__ == "__main__":\n    app.run()\n',
            '@app.get("/a")\ndef a():\n    return "a"\n\n\napp.run(debug=True)',
            '@app.get("/a")\ndef a():\n    return "a"',
            "`app.run(debug=True)`",
        ),
    ],
)
async def test_where_the_file_starts_it_the_reply_does_not(
    language: str, text: str, reply: str, stays: str, left_out: str
) -> None:
    told = await told_of(language, text, reply)
    assert told.after == text.replace("¦", stays), told.words
    assert f"left out {left_out}: the file starts it already" in told.words


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("const app = express();\n\n¦\n", "app.listen(3000);"),
        ("const app = express();\n\n¦\n\nserver.listen(1);\n", "app.get('/a', a);\napp.listen(3000);"),
    ],
)
async def test_what_is_not_started_yet_stays(text: str, reply: str) -> None:
    told = await told_of("javascript", text, reply)
    assert told.after == text.replace("¦", reply), told.words
