"""Stretches laid on levels, each on the first on which it meets no other: pure layout."""

from collections.abc import Iterable, Iterator

Extent = tuple[float, float]  # from where to where; one may begin where another ends


def first_free(taken: int) -> int:
    """The lowest level that is not among these, a bit for each."""
    return (~taken & (taken + 1)).bit_length() - 1


def first_fit(extents: Iterable[Extent]) -> list[int]:
    """The level of each stretch, given those before it: 0 is the first.

    Takes n log n steps for n stretches, however many of them overlap.
    """
    found = list(extents)
    edges = {edge: place for place, edge in enumerate(sorted({x for one in found for x in one}))}
    taken = _Taken(len(edges))
    return [taken.take(edges[start], edges[end]) for start, end in found]


class _Taken:
    """The levels taken between edges: a segment tree, its sets of levels bits of numbers.

    `whole` are levels taken all over a node, `anywhere` those taken somewhere in it.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.whole, self.anywhere = [0] * (2 * size), [0] * (2 * size)

    def take(self, start: int, end: int) -> int:
        """Take the first level that is free from edge to edge."""
        nodes = list(self._nodes(start, end))
        above = {node >> up for node in nodes for up in range(1, node.bit_length())}
        taken = 0
        for node in nodes:
            taken |= self.anywhere[node]
        for node in above:
            taken |= self.whole[node]
        bit = 1 << (level := first_free(taken))
        for node in nodes:
            self.whole[node] |= bit
            self.anywhere[node] |= bit
        for node in above:
            self.anywhere[node] |= bit
        return level

    def _nodes(self, start: int, end: int) -> Iterator[int]:
        """The fewest nodes that make up the stretch."""
        left, right = start + self.size, end + self.size
        while left < right:
            if left & 1:
                yield left
                left += 1
            if right & 1:
                right -= 1
                yield right
            left, right = left >> 1, right >> 1
