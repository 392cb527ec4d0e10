"""The highest of a range, in logarithmic time: long tracks have many overlapping ranges."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Heights:
    """Values, and above them layers that hold the highest of each pair of the layer below."""

    def __init__(self, values: Sequence[float]) -> None:
        self._layers = [list(values)]
        while len(below := self._layers[-1]) > 1:
            pairs = zip_longest(below[::2], below[1::2], fillvalue=below[-1])
            self._layers.append([max(pair) for pair in pairs])

    def first_highest(self, start: int, end: int) -> int:
        """Return the index of the highest in [start, end), the first of several."""
        best = (self._layers[0][start], 0, start)
        at = start
        while at < end:
            layer = 0
            while at % (2 << layer) == 0 and at + (2 << layer) <= end:
                layer += 1
            block = at >> layer
            if self._layers[layer][block] > best[0]:
                best = (self._layers[layer][block], layer, block)
            at += 1 << layer
        height, layer, block = best
        for below in reversed(self._layers[:layer]):
            block *= 2
            if below[block] != height:
                block += 1
        return block

    def last_from(self, start: int, end: int, height: float) -> int | None:
        """Return the last index in [start, end) that is at least so high."""
        at = end
        while at > start:
            layer = 0
            while at % (2 << layer) == 0 and at - (2 << layer) >= start:
                layer += 1
            block = (at >> layer) - 1
            if self._layers[layer][block] >= height:
                for below in reversed(self._layers[:layer]):
                    block = 2 * block + 1
                    if below[block] < height:
                        block -= 1
                return block
            at -= 1 << layer
        return None
