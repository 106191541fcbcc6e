"""The fact lock: a rewording says what the original says, or it is refused.

Numbers with their units, names, what is compared with what and in which direction, negation, the asked quantity, the
form of the answer and the language are taken from both texts and must be equal after normalisation.  The lock is closed:
a word that neither the original nor the language's table (templates/prompts/lock) knows is a refusal, so that what it does
not understand it does not let pass.
"""

from __future__ import annotations

from .check import known_names, locked, locked_prose
from .tokens import Refusal
from .words import data_digest, languages_with_lock

__all__ = ["Refusal", "data_digest", "known_names", "languages_with_lock", "locked", "locked_prose"]
