"""A constant of the file that a reply writes with brackets around its one parameter is the file's own."""

from tests.fixtures.replies.reply_cases import told_of

TEXT = "const a = require('./a')\n\nconst twice = n => n * 2\n\n¦\n\nmodule.exports = { a, twice }\n"


async def test_brackets_around_one_parameter_make_no_other_function() -> None:
    told = await told_of("javascript", TEXT, "const twice = (n) => n * 2\n\nconst half = (n) => n / 2")
    assert told.after == TEXT.replace("¦", "const half = (n) => n / 2"), told.words


async def test_another_function_of_the_name_is_refused() -> None:
    told = await told_of("javascript", TEXT, "const twice = (m) => m * 3\n\nconst half = (n) => n / 2")
    assert told.after is None
