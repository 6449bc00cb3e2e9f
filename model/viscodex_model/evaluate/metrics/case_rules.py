"""The grading rules of one InfiBench case, as its YAML holds them.

Source: the case format of InfiBench (L. Li et al., 2024) and of InfiBench-V, which shares it. Keys that the published
evaluator passes over (a nested `to_lower`, a nested `weight`) are in the published cases, so they are passed over here.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Rule(BaseModel):
    """Base of the rules: frozen."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


class Clause(Rule):
    """Text to look for, or clauses joined by `or` or `and`; `cond` must hold too."""

    content: "str | Clause | None" = None
    any_of: "list[str | Clause] | None" = Field(default=None, alias="or")
    all_of: "list[str | Clause] | None" = Field(default=None, alias="and")
    regex: bool | None = None
    cond: str | None = None


class PostHandler(Rule):
    """A function of the data set's own that turns (score, full score, detail) into the final three."""

    module: str
    func: str


class Keyword(Rule):
    """A clause with its weight; with `neg` a match subtracts the weight."""

    content: str | Clause
    weight: float = 1.0
    to_lower: bool = False
    neg: bool = False


class Answer(Rule):
    """One accepted filling of a blank."""

    content: str
    regex: bool = False
    cond: str | None = None


class Target(Rule):
    """What a blank accepts: any of `content`.

    Where the published cases write a mapping in place of a list, the published evaluator reads its keys as the answers
    ("or", "content"), so that such a blank can hardly be filled. That is a slip, and kept: scores compare only so.
    """

    content: list[str | Answer]
    weight: float = 1.0
    to_lower: bool = False
    substr_match: bool = False

    @model_validator(mode="before")
    @classmethod
    def _plain_text_is_one_answer(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"content": [value]}
        content = value.get("content") if isinstance(value, dict) else None
        if isinstance(content, dict):
            return {**value, "content": list(content)}
        return {**value, "content": [content]} if isinstance(content, str) else value


class BlankFilling(Rule):
    """A template whose blanks the response fills."""

    template: str
    targets: list[Target]
    blank_str: str = "[blank]"
    escape: str = " '\"`"
    prefix: str = ""
    post_handler: PostHandler | None = None


class Passage(Rule):
    """A reference text kept in a file beside the case."""

    path: str


class Similarity(Rule):
    """ROUGE against references, mapped linearly from [min_score, max_score] to [0, 1]."""

    metric: str
    references: list[str | Passage]
    min_score: float = 0.3
    max_score: float | None = None
    weight: float = 1.0


class UnitTest(Rule):
    """A program put after the response's code; it passes where the whole ends with status 0."""

    content: str | None = None
    path: str | None = None
    prefix: str = ""
    prefix_path: str | None = None
    cleanup_path: str | None = None
    weight: float = 1.0
    timeout: float | None = None
    only_longest: bool = False

    @model_validator(mode="before")
    @classmethod
    def _plain_text_is_content(cls, value: Any) -> Any:
        return {"content": value} if isinstance(value, str) else value


class UnitTests(Rule):
    """The unit tests of a case, in the case's language unless `lang` says another."""

    tests: list[UnitTest]
    lang: str | None = None


class JudgeRule(Rule):
    """A model compares the response with a reference answer, given as text or as a file beside the case."""

    answer: str | None = None
    path: str | None = None
    weight: float = 1.0


class KeywordHandler(Rule):
    """An entry of the keyword list that is no keyword: it names the post handler of the list."""

    post_handler: PostHandler


class Grading(Rule):
    """All rules of a case, and the bounds of their sum."""

    keywords: list[str | Keyword | KeywordHandler] | None = None
    blank_filling: BlankFilling | None = None
    unit_test: UnitTests | None = None
    similarity: list[Similarity] | None = None
    customized: PostHandler | None = None
    judge: JudgeRule | None = None
    min_score: float | None = None
    max_score: float | None = None
