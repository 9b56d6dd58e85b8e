"""Did you mean?"""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that takes the fewest edits, "" where that is more than a third of its letters.

    Not difflib: the commit-msg process would load it for each commit, and use it for few.
    """
    word = word.lower()[:60]
    best, fewest = "", len(word) + 100
    for other in known:
        longest = max(len(word), len(other))
        lower = other.lower()
        begins = lower.startswith(word)
        if not begins and abs(len(other) - len(word)) * 3 > longest:
            continue
        edits = _edits(word, lower)
        if (begins or edits * 3 <= longest) and edits < fewest:
            best, fewest = other, edits
    return best


def is_misspelt(word: str, known: str) -> bool:
    """Whether one edit makes the known word of another: a letter more, less, another, or two swapped."""
    return abs(len(word) - len(known)) <= 1 and _edits(word, known) == 1


def _edits(one: str, other: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours (optimal string alignment)."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one):
        above, row = rows[-1], [i + 1]
        for j, b in enumerate(other):
            row.append(min(above[j + 1] + 1, row[j] + 1, above[j] + (a != b)))
            if i and j and a == other[j - 1] and one[i - 1] == b:
                row[-1] = min(row[-1], rows[-2][j - 1] + 1)
        rows.append(row)
    return rows[-1][-1]
