"""The expression language of workflow files: `${{ vars.WEEK_START || 'mon' }}`.

Follows GitHub's reference: null, booleans, numbers, strings in single quotes; loose equality that
ignores the case of strings; `&&` and `||` give back an operand; unknown members are null, unknown
contexts and functions are errors.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

Functions = Mapping[str, Callable[..., Any]]

TOKEN = re.compile(
    r"\s*(?:(?P<number>-?(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?))"
    r"|(?P<string>'(?:[^']|'')*')"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_-]*)"
    r"|(?P<sign>==|!=|<=|>=|&&|\|\||[!<>()\[\].,*]))"
)
CONSTANTS = {"true": True, "false": False, "null": None}
EMBEDDED = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


class ExpressionError(Exception):
    """An expression that GitHub would not accept."""


def truthy(value: Any) -> bool:
    """Whether a value counts as true."""
    return not (value is None or value is False or value in (0, "") or value != value)  # noqa: PLR0124


def as_text(value: Any) -> str:
    """Write a value the way it appears when put into text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, Mapping):
        return "Object"
    return "Array" if isinstance(value, list) else str(value)


def as_number(value: Any) -> float:
    """Convert a value for a comparison of unlike types; nonsense is not a number."""
    if value is None:
        return 0.0
    if isinstance(value, str):
        try:
            return float(value.strip() or 0)
        except ValueError:
            return math.nan
    return float(value) if isinstance(value, bool | int | float) else math.nan


def _compare(sign: str, left: Any, right: Any) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        left, right = left.lower(), right.lower()
    elif isinstance(left, Mapping | list) or isinstance(right, Mapping | list):
        return (left is right) == (sign == "==") if sign in {"==", "!="} else False
    elif left is not None or right is not None:
        left, right = as_number(left), as_number(right)
    if sign == "==":
        return bool(left == right)
    if sign == "!=":
        return bool(left != right)
    left, right = (0, 0) if left is None else (left, right)
    return bool(
        {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]
    )


def _contains(where: Any, what: Any) -> bool:
    if isinstance(where, list):
        return any(_compare("==", item, what) for item in where)
    return as_text(what).lower() in as_text(where).lower()


def _format(template: str, *values: Any) -> str:
    def put(found: re.Match[str]) -> str:
        if found.group(0) in {"{{", "}}"}:
            return found.group(0)[0]
        return as_text(values[int(found.group(1))])

    return re.sub(r"\{\{|\}\}|\{(\d+)\}", put, template)


def _join(values: Any, separator: str = ",") -> str:
    return separator.join(map(as_text, values)) if isinstance(values, list) else as_text(values)


BUILT_IN: Functions = {
    "contains": _contains,
    "startswith": lambda text, head: as_text(text).lower().startswith(as_text(head).lower()),
    "endswith": lambda text, tail: as_text(text).lower().endswith(as_text(tail).lower()),
    "format": _format,
    "join": _join,
    "tojson": lambda value: json.dumps(value, indent=2),
    "fromjson": lambda text: json.loads(as_text(text)),
}


class _Parser:
    """Recursive descent over the tokens of one expression, evaluating as it goes."""

    def __init__(self, text: str, contexts: Mapping[str, Any], functions: Functions) -> None:
        self.text, self.contexts = text, contexts
        self.functions = {**BUILT_IN, **{name.lower(): f for name, f in functions.items()}}
        self.tokens = self._scan(text)
        self.at = 0

    def _scan(self, text: str) -> list[tuple[str, str]]:
        tokens, position = [], 0
        text = text.rstrip()
        while position < len(text):
            found = TOKEN.match(text, position)
            if not found or not found.lastgroup:
                raise ExpressionError(f"unexpected symbol in expression: {text[position:]!r}")
            tokens.append((found.lastgroup, found.group(found.lastgroup)))
            position = found.end()
        return tokens

    def _peek(self) -> str:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        return text if kind == "sign" else ""

    def _take(self, sign: str) -> bool:
        if self._peek() != sign:
            return False
        self.at += 1
        return True

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise ExpressionError(f"expected {sign!r} in expression {self.text.strip()!r}")

    def whole(self) -> Any:
        value = self._or()
        if self.at != len(self.tokens):
            raise ExpressionError(f"unexpected text in expression {self.text.strip()!r}")
        return value

    def _or(self) -> Any:
        value = self._and()
        while self._take("||"):
            other = self._and()
            value = value if truthy(value) else other
        return value

    def _and(self) -> Any:
        value = self._comparison()
        while self._take("&&"):
            other = self._comparison()
            value = other if truthy(value) else value
        return value

    def _comparison(self) -> Any:
        value = self._unary()
        while (sign := self._peek()) in COMPARISONS:
            self.at += 1
            value = _compare(sign, value, self._unary())
        return value

    def _unary(self) -> Any:
        if self._take("!"):
            return not truthy(self._unary())
        return self._members(self._primary())

    def _primary(self) -> Any:
        if self._take("("):
            value = self._or()
            self._expect(")")
            return value
        if self.at >= len(self.tokens):
            raise ExpressionError(f"unexpected end of expression {self.text.strip()!r}")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return int(text, 0) if re.fullmatch(r"-?(0x[0-9a-fA-F]+|\d)", text) else float(text)
        if kind == "string":
            return text[1:-1].replace("''", "'")
        if kind == "name":
            return self._named(text)
        raise ExpressionError(f"unexpected {text!r} in expression {self.text.strip()!r}")

    def _named(self, name: str) -> Any:
        if self._take("("):
            arguments = []
            while not self._take(")"):
                arguments.append(self._or())
                if self._peek() != ")":
                    self._expect(",")
            if name.lower() not in self.functions:
                raise ExpressionError(f"Unrecognized function: {name!r}")
            return self.functions[name.lower()](*arguments)
        if name.lower() in CONSTANTS:
            return CONSTANTS[name.lower()]
        if name.lower() not in self.contexts:
            raise ExpressionError(f"Unrecognized named-value: {name!r}")
        return self.contexts[name.lower()]

    def _members(self, value: Any) -> Any:
        while True:
            if self._take("."):
                kind, name = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
                self.at += 1
                if kind != "name" and name != "*":
                    raise ExpressionError(f"expected a name in {self.text.strip()!r}")
                value = _every(value) if name == "*" else _member(value, name)
            elif self._take("["):
                index = self._or()
                self._expect("]")
                value = _member(value, index)
            else:
                return value


class _Filtered(list[Any]):
    """What `.*` selected: further names apply to each item."""


def _every(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _Filtered(value.values())
    return _Filtered(value) if isinstance(value, list) else _Filtered()


def _member(value: Any, name: Any) -> Any:
    if isinstance(value, _Filtered):
        return _Filtered(_member(item, name) for item in value)
    if isinstance(value, Mapping):
        wanted = as_text(name).lower()
        return next((item for key, item in value.items() if str(key).lower() == wanted), None)
    if isinstance(value, list) and isinstance(name, int | float):
        return value[int(name)] if 0 <= name < len(value) else None
    return None


def evaluate(text: str, contexts: Mapping[str, Any], functions: Functions | None = None) -> Any:
    """Value of one expression without its `${{ }}`; raises ExpressionError."""
    return _Parser(text, contexts, functions or {}).whole()


def fill(text: str, contexts: Mapping[str, Any], functions: Functions | None = None) -> str:
    """Put the value of each `${{ }}` into the text."""
    return EMBEDDED.sub(lambda m: as_text(evaluate(m.group(1), contexts, functions)), text)


def resolve(value: Any, contexts: Mapping[str, Any], functions: Functions | None = None) -> Any:
    """Fill strings inside data; a string that is one single expression keeps its type."""
    if isinstance(value, Mapping):
        return {key: resolve(item, contexts, functions) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve(item, contexts, functions) for item in value]
    if not isinstance(value, str):
        return value
    whole = EMBEDDED.fullmatch(value.strip())
    if whole and "${{" not in whole.group(1):
        return evaluate(whole.group(1), contexts, functions)
    return fill(value, contexts, functions)
