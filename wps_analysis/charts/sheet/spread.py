"""Labels in a column: moved apart as little as it takes that none overlaps, in the order of what they name."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return the centres of labels, as near as can be to those wanted, none over another.

    Labels that touch form a block around the mean of what they want; a block is moved whole.

    Parameters
    ----------
    wanted
        Centres, rising.
    heights
        Of the labels.
    low, high
        Ends of the column; labels that are higher together pass ``high``.

    Examples
    --------
    >>> spread([1.0, 1.0, 5.0], [1.0, 1.0, 1.0], 0.0, 6.0)
    [0.5, 1.5, 5.0]
    """
    blocks: list[tuple[float, float, list[int]]] = []  # start, height, labels
    for label, (centre, height) in enumerate(zip(wanted, heights, strict=True)):
        block = (_within(centre - height / 2, height, low, high), height, [label])
        while blocks and blocks[-1][0] + blocks[-1][1] > block[0] + 1e-9:
            labels = blocks.pop()[2] + block[2]
            block = _block(labels, wanted, heights, low, high)
        blocks.append(block)
    centres = []
    for start, _height, labels in blocks:
        for label in labels:
            centres.append(start + heights[label] / 2)
            start += heights[label]
    return centres


def _block(
    labels: list[int], wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> tuple[float, float, list[int]]:
    before, starts = 0.0, []
    for label in labels:
        starts.append(wanted[label] - heights[label] / 2 - before)
        before += heights[label]
    return _within(sum(starts) / len(starts), before, low, high), before, labels


def _within(start: float, height: float, low: float, high: float) -> float:
    return max(min(start, high - height), low)
