"""A square of a chess board: e4, E4 and "square e4" are one, e44 is none."""

import re
from types import MappingProxyType

from proofpress.answers.kinds import Kind, register

_SQUARE = re.compile(r"(?:it is |on |the |square )*([a-h])[ -]?([1-8])\.?")


def square_of(text):
    """e4, however it is written; "" for what is no square."""
    m = _SQUARE.fullmatch(str(text).strip().strip("*`\"'").casefold())
    return m[1] + m[2] if m else ""


class ChessSquare(Kind):
    name = "chess_square"
    forms = ("open", "choice", "fill")
    outputs = ("chess_square",)
    instructions = MappingProxyType({"en": ("Give the square only, for example e4.",)})

    def equal(self, answer, given, choices=(), scale=(1.0, 1.0)):
        return square_of(given) == square_of(answer.value) != ""

    def aliases(self, value, unit=""):
        return (value.upper(),)

    def distractors(self, value, unit=""):
        """The neighbours, and the square with file and rank exchanged."""
        file, rank = "abcdefgh".index(value[0]), int(value[1])
        near = [(rank - 1, file + 1), *((file + i, rank + j) for i, j in ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1)))]
        found = ("abcdefgh"[f] + str(r) for f, r in near if 0 <= f < 8 and 1 <= r <= 8)
        return tuple(dict.fromkeys(s for s in found if s != value))


register(ChessSquare())
