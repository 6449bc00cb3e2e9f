"""The language of a text is told from the text and the open file."""

import pytest
from viscodex_model.read.code.language import tell_language

TEXTS = {
    "python": "class A:\n    def b(self):\n        return None",
    "javascript": "function f(a) {\n  return a === null;\n}\nmodule.exports = f;",
    "typescript": "interface Point {\n  readonly x: number;\n  y: number;\n}",
    "html": "<ul>\n  <li>one</li>\n</ul>",
    "css": ".card {\n  color: red;\n  margin: 0 auto;\n}",
    "json": '{\n  "name": "x",\n  "size": 3\n}',
    "yaml": "name: x\nsteps:\n  - run: make",
    "shellscript": "#!/bin/sh\nif [ -n \"$1\" ]; then\n  echo \"$1\"\nfi",
    "c": "#include <stdio.h>\nstatic int twice(int a);\n#define X 1",
    "go": "func (s *Server) Close() error {\n\tif err != nil {\n\t\treturn err\n\t}\n}",
    "rust": "pub fn twice(a: u8) -> Option<u8> {\n    let mut b = a;\n    None\n}",
    "plaintext": "Dear reader,\nthis is a letter.",
}  # fmt: skip


@pytest.mark.parametrize("language", TEXTS)
def test_each_language_is_told(language: str) -> None:
    """A few lines are enough."""
    assert tell_language(TEXTS[language]) == language


def test_the_open_file_does_not_overrule_another_language() -> None:
    """CSS read into a Python file is still CSS."""
    assert tell_language(TEXTS["css"], open_file="python") == "css"
