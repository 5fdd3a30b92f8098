"""Words inside sealed texts, found without opening them: an index of keyed hashes of every two neighbouring characters.

The database keeps such an index in its own kind of full-text table (FTS5 on SQLite, a ``tsvector`` under GIN on
PostgreSQL), one for each kind of row, and walks it in the order of the rows: a word that half of a million texts hold
costs what a rare one does. Who holds the database but not the index key learns which rows share a pair of characters,
and how often a pair occurs, and no more.

A text may hold every pair of a long word and not the word, and two pairs may share a hash: whoever asks opens the rows
of a page and compares (``Wanted.stands_in``).
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from .blind import RUN, bigrams, hashed, spelled
from .keys import ring
from .refusals import TooShort

ROWS = 500  # rows a statement
ASKED = 100  # pairs asked for at most: whoever looks for a whole page is helped by comparing


@lru_cache(maxsize=65_536)
def _token(key: bytes, table: str, pair: str) -> str:
    """Remembered by the key as well, since the hash depends on it."""
    return hashed("words", table, pair)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: words of two characters or more, all of which must stand in a text."""

    words: tuple[str, ...]

    @classmethod
    def read(cls, typed: str) -> "Wanted":
        """The words somebody typed; spaces and punctuation part them. ``TooShort`` where one says too little."""
        words = tuple(dict.fromkeys(RUN.findall(spelled(typed))))
        if not words:
            raise TooShort
        if short := next((word for word in words if len(word) < 2), ""):
            raise TooShort(f"“{short}”只有一个字，请写两个字以上的词。")
        return cls(words)

    def stands_in(self, text: str) -> bool:
        has = spelled(text)
        return all(word in has for word in self.words)

    def marked(self, text: str) -> list[tuple[str, bool]]:
        """A text cut into pieces, each with whether it is one of the words."""
        longest_first = sorted(map(re.escape, self.words), key=len, reverse=True)
        pieces = re.split(f"({'|'.join(longest_first)})", text, flags=re.IGNORECASE)
        return [(piece, at % 2 == 1) for at, piece in enumerate(pieces) if piece]


@dataclass(frozen=True)
class WordIndex:
    """The index of one kind of row: by the row's own number, of which a higher one is newer."""

    table: str  # made by a migration of the room, with ``make``

    def tokens(self, text: str) -> list[str]:
        """What stands in the database for a text, or for the words looked for."""
        key = ring().index
        return sorted({_token(key, self.table, pair) for pair in bigrams(text)})

    def put(self, texts: Mapping[int, str]) -> None:
        """Let these rows be found by these texts, and no longer by what they were found by before."""
        made, value = ("array_to_tsvector(%s::text[])", list) if _is_postgres() else ("%s", " ".join)
        rows = [(row, value(self.tokens(text))) for row, text in texts.items()]
        with connection.cursor() as cursor:
            for at in range(0, len(rows), ROWS):
                part = rows[at : at + ROWS]
                cursor.execute(
                    f"DELETE FROM {self.table} WHERE rowid IN ({_marks(part)})", [row for row, _ in part]
                )
                cursor.executemany(f"INSERT INTO {self.table} (rowid, tokens) VALUES (%s, {made})", part)

    def beyond(self, wanted: Wanted, after: int | None, most: int, *, descending: bool) -> list[int]:
        """The next rows that hold all the words, in order, from one row on (or from the end of the list)."""
        further = f"AND rowid {'<' if descending else '>'} %s" if after is not None else ""
        return self._numbers(
            f"{further} ORDER BY rowid {'DESC' if descending else 'ASC'} LIMIT %s",
            [self._query(wanted), *([after] if after is not None else []), most],
        )

    def among(self, wanted: Wanted, rows: Collection[int]) -> list[int]:
        """Those of some rows that hold all the words."""
        if not rows:
            return []
        return self._numbers(f"AND rowid IN ({_marks(rows)})", [self._query(wanted), *rows])

    def _numbers(self, rest: str, given: list[Any]) -> list[int]:
        holds = "tokens @@ %s::tsquery" if _is_postgres() else f"{self.table} MATCH %s"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rowid FROM {self.table} WHERE {holds} {rest}", given)
            return [row for (row,) in cursor.fetchall()]

    def _query(self, wanted: Wanted) -> str:
        tokens = self.tokens(" ".join(wanted.words))[:ASKED]
        if _is_postgres():
            return " & ".join(f"'{token}'" for token in tokens)
        return " AND ".join(f'"{token}"' for token in tokens)


def make(table: str, vendor: str) -> list[str]:
    """The statements that make the table of an index, for a migration.

    Most words are not among the hundred commonest: PostgreSQL keeps count of more of them, to know a rare word from a
    common one. On SQLite only which row holds what is kept, not where in it.
    """
    if vendor == "postgresql":
        return [
            f"CREATE TABLE {table} (rowid bigint PRIMARY KEY, tokens tsvector NOT NULL)",
            f"ALTER TABLE {table} ALTER COLUMN tokens SET STATISTICS 1000",
            f"CREATE INDEX {table}_tokens ON {table} USING gin (tokens)",
        ]
    return [
        f"CREATE VIRTUAL TABLE {table} USING fts5(tokens, detail=none, columnsize=0, tokenize='unicode61')"
    ]


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"


def _marks(values: Iterable[object]) -> str:
    return ",".join("%s" for _ in values)
