"""Which line of a text became which line of another."""

from collections.abc import Callable

NEVER = float("inf")


def cheapest(gone: list[float], columns: int, change: Callable[[int, int], float]) -> dict[int, int]:
    """Which line became which at the least cost; that a line is added costs nothing."""
    rows, head, tail = len(gone), 0, 0
    while head < min(rows, columns) and change(head, head) == 0:
        head += 1
    while tail < min(rows, columns) - head and change(rows - tail - 1, columns - tail - 1) == 0:
        tail += 1
    to = {one: one for one in range(head)}
    to |= {rows - one: columns - one for one in range(1, tail + 1)}
    rows, columns = rows - head - tail, columns - head - tail
    costs = [[change(head + i, head + j) for j in range(columns)] for i in range(rows)]
    total = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        total[i][columns] = total[i + 1][columns] + gone[head + i]
        for j in range(columns - 1, -1, -1):
            best = min(total[i][j + 1], total[i + 1][j] + gone[head + i])
            total[i][j] = min(best, total[i + 1][j + 1] + costs[i][j])
    i = j = 0
    while i < rows and j < columns:
        if total[i][j] == total[i + 1][j + 1] + costs[i][j]:
            to[head + i] = head + j
            i, j = i + 1, j + 1
        elif total[i][j] == total[i][j + 1]:
            j += 1
        else:
            i += 1
    return dict(sorted(to.items()))
