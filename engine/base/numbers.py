"""Arithmetic as the data format defines it: rounding, sums, means and deviations.

Published numbers must not depend on the Python version or on the order of a fused sum, so every
metric goes through these few functions.
"""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING, Any, TypeAlias, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Number: TypeAlias = int | float


EXACT = 2**53
"""Below it a float and an integer hold the same whole numbers."""
LARGEST = 1e18
"""Nothing that is measured is larger; sums and products of such values stay finite."""
_NUMBERS = (int, float)
"""Exactly these: the question is put for every sample of every recording."""


def is_number(value: Any) -> bool:
    """Whether a JSON value is a number of sane size; booleans are not numbers."""
    return type(value) in _NUMBERS and -LARGEST <= value <= LARGEST


def plain(value: Number) -> Number:
    """Return the same number for a text: a whole one without decimals, which cost two tokens."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < EXACT
    return int(value) if whole else value


def ratio(part: Number, base: Number) -> float | None:
    """Divide; None when the base is 0, or so close to it that the result is not finite."""
    quotient = part / base if base else math.inf
    return quotient if math.isfinite(quotient) else None


@overload
def round_half_even(value: int, digits: int) -> int: ...
@overload
def round_half_even(value: float, digits: int) -> Number: ...
def round_half_even(value: Number, digits: int) -> Number:
    """Round half to even on the binary value; integers stay integers, ``-0.0`` becomes ``0.0``."""
    rounded = round(value, digits)
    return rounded or abs(rounded)


def round_int(value: Number) -> int:
    """Round to an integer, half to even."""
    return round(value)


def sum_in_order(values: Iterable[Number]) -> Number:
    """Add from left to right.

    ``sum`` compensates floats from Python 3.12 on and can differ in the last digit.
    """
    total: Number = 0
    for value in values:
        total = total + value
    return total


def mean(values: Sequence[Number]) -> Number:
    """Return the exact mean; an integer when all inputs are integers and the mean is whole.

    Raises:
        ValueError: when there are no values.
    """
    return statistics.mean(values)


def mean_or_none(values: Sequence[Number], digits: int, minimum: int = 1) -> Number | None:
    """Return the rounded mean, or None when there are fewer values than ``minimum``."""
    return round_half_even(mean(values), digits) if len(values) >= minimum else None


def sample_sd(values: Sequence[Number]) -> float:
    """Return the sample standard deviation (divisor n - 1), computed from exact sums.

    Raises:
        ValueError: when there are fewer than two values.
    """
    return float(statistics.stdev(values))


def population_sd(values: Sequence[Number]) -> float:
    """Return the population standard deviation, computed from exact sums."""
    return float(statistics.pstdev(values))


def slope(points: Sequence[tuple[Number, Number]]) -> float | None:
    """Return the least-squares slope of (x, y) points; None when all x are equal."""
    if len(points) < 2:  # noqa: PLR2004 - a line needs two points
        return None
    x_mean = sum_in_order(x for x, _ in points) / len(points)
    y_mean = sum_in_order(y for _, y in points) / len(points)
    spread = sum_in_order((x - x_mean) ** 2 for x, _ in points)
    if not spread:
        return None
    return sum_in_order((x - x_mean) * (y - y_mean) for x, y in points) / spread
