"""Evaluates the condition of a grading rule; only a harmless part of Python is known.

The original evaluates conditions with `eval`. They come with the data, so here they can compare, index and ask a text
about itself, and nothing else.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
}
_METHODS = frozenset({"startswith", "endswith", "count", "lower", "upper", "strip", "find", "isdigit"})


class ConditionError(ValueError):
    """The condition uses something outside the part of Python that is known, or fails on its variables."""


def holds(condition: str, variables: Mapping[str, object]) -> bool:
    """Whether `condition` is true of `variables`.

    Raises:
        ConditionError: it cannot be read or evaluated.
    """
    try:
        tree = ast.parse(condition.strip(), mode="eval")
        return bool(_value(tree.body, variables))
    except (SyntaxError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise ConditionError(f"The condition `{condition}` cannot be evaluated: {error}") from error


def _value(node: ast.expr, variables: Mapping[str, object]) -> Any:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name) if name in variables:
            return variables[name]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, variables)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, variables)
        case ast.BoolOp(op=op, values=values):
            chosen = all if isinstance(op, ast.And) else any
            return chosen(_value(value, variables) for value in values)
        case ast.Compare():
            return _compare(node, variables)
        case ast.Subscript(value=value, slice=index):
            return _value(value, variables)[_value(index, variables)]
        case ast.Call():
            return _call(node, variables)
    raise ConditionError(f"`{ast.unparse(node)}` is not allowed in a condition")


def _compare(node: ast.Compare, variables: Mapping[str, object]) -> bool:
    left = _value(node.left, variables)
    for op, comparator in zip(node.ops, node.comparators, strict=True):
        right = _value(comparator, variables)
        if not _COMPARISONS[type(op)](left, right):
            return False
        left = right
    return True


def _call(node: ast.Call, variables: Mapping[str, object]) -> Any:
    arguments = [_value(argument, variables) for argument in node.args]
    match node.func:
        case ast.Name(id="len"):
            return len(*arguments)
        case ast.Attribute(value=value, attr=name) if name in _METHODS:
            return getattr(_value(value, variables), name)(*arguments)
    raise ConditionError(f"`{ast.unparse(node)}` is not allowed in a condition")
