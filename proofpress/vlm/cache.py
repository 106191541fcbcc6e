"""The cache of replies: an SQLite file, safe under SIGKILL, that several runs and passes may share.

Only replies are kept; troubles are asked about again.  A key names everything that decides a reply and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from ..errors import BadInput
from .backend import Ask, Reply

NAME = ".cache.sqlite"
_LAYOUT = 1
_TABLE = (
    "CREATE TABLE IF NOT EXISTS replies (key TEXT PRIMARY KEY, model TEXT, text TEXT, reasoning TEXT, tokens INT) WITHOUT ROWID"
)


@lru_cache(maxsize=64)
def _digest(image: bytes) -> str:
    """Requests of one sample share its picture, and a bytes object is hashed once."""
    return hashlib.sha256(image).hexdigest()


def ask_key(model: str, ask: Ask) -> str:
    """sha256 of what decides a reply: model, words, their template's version, picture, parameters, schema, number of draw."""
    parts = [
        _LAYOUT,
        model,
        ask.prompt,
        ask.prompt_version,
        None if ask.image is None else _digest(ask.image),
        ask.schema,
        ask.temperature,
        ask.max_tokens,
        ask.sample,
    ]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Cache:
    """Replies by key.  Each is committed as it comes: what is in the file after a kill is whole."""

    def __init__(self, path: Path):
        self.path = path
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=60.0)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute(
                "PRAGMA synchronous=NORMAL"
            )  # a kill loses nothing; a power cut may lose the last replies, no more
            self._db.execute(_TABLE)
            self._db.execute("SELECT key, model, text, reasoning, tokens FROM replies LIMIT 1")
        except sqlite3.Error as error:
            raise BadInput(f"cache {path}: cannot be used ({error}); remove it, or choose another file with --cache") from None

    def get(self, key: str) -> Reply | None:
        try:
            row = self._db.execute("SELECT text, reasoning, tokens FROM replies WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            raise self._broken(error) from None
        return None if row is None else Reply(row[0], "", row[1], row[2])

    def put(self, key: str, model: str, reply: Reply) -> None:
        """Keep a reply; a trouble is not one, and is not kept."""
        if not reply.ok:
            return
        row = (key, model, reply.text, reply.reasoning, reply.tokens)
        try:
            self._db.execute("INSERT OR IGNORE INTO replies VALUES (?, ?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            raise self._broken(error) from None

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM replies").fetchone()[0])

    def close(self) -> None:
        """Fold the log into the file, so that one file is left."""
        with suppress(sqlite3.Error):  # another run reads it: the log stays until that one closes
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()

    def _broken(self, error: sqlite3.Error) -> BadInput:
        return BadInput(f"cache {self.path}: {error}; see to it and give the same command again: what is whole is kept")
