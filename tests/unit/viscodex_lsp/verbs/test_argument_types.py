"""Values on the command line that have not their form are told what they should be."""

import pytest

from viscodex_lsp.cli import main


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--image", "https://example.org/a.png"], "save the picture, and name its file"),
        (["--image", "a.png", "--line", "three"], "'three' is not the number of a line, from 1"),
        (["--image", "a.png", "--lines", "9:3"], "two line numbers from 1 with A up to B"),
    ],
)
def test_a_value_of_another_form(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong usage, with the form that is right."""
    with pytest.raises(SystemExit) as ended:
        main(["apply", "page.html", *words])
    assert ended.value.code == 2
    assert told in capsys.readouterr().err
