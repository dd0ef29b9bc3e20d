"""What is remembered of the grading of a class: a database, SQLite unless another is named.

A finished submission is committed when it is finished. What is graded again is decided by a key made of
everything that decides the marks; a run that was killed goes on where it stopped, because what it finished
has its key.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from gradcheck.course import CourseError
from gradcheck.result import SubmissionResult
from gradcheck.words import _

FILE: Final = "ledger.sqlite"


_TABLES: Final = MetaData()

_ENTRIES: Final = Table(
    "submissions",  # each graded once under one key; the latest of a student has the highest number
    _TABLES,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("student", String(255), index=True, nullable=False),
    Column("key", String(80), index=True, nullable=False),
    Column("finished", String(40), nullable=False),
    Column("result", Text, nullable=False),
)

_RUNS: Final = Table(
    "runs",  # so that the next one of the same class goes on with its seed
    _TABLES,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("started", String(40), nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("graders", String(80), nullable=False),
)


class Ledger:
    """A class' results so far.

    Parameters
    ----------
    url : str
        SQLAlchemy's URL of the database.

    Raises
    ------
    CourseError
        If the database cannot be opened.
    """

    def __init__(self, url: str) -> None:
        try:
            self._engine = create_engine(url)
            if self._engine.dialect.name == "sqlite":
                event.listen(self._engine, "connect", _survive_a_crash)
            _TABLES.create_all(self._engine)
        except (SQLAlchemyError, ImportError) as error:
            reason = str(error).splitlines()[0]
            text = _("The ledger {url} cannot be opened: {reason}")
            raise CourseError(text.format(url=url, reason=reason)) from error

    @classmethod
    def in_folder(cls, folder: Path) -> Ledger:
        """Return the ledger of an output folder, making both where they are missing."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{folder / FILE}")

    def last_seed(self) -> int | None:
        """Return the seed of the last run; None if there was none."""
        with self._engine.connect() as connection:
            return connection.scalar(select(_RUNS.c.seed).order_by(_RUNS.c.number.desc()).limit(1))

    def begin(self, seed: int, graders: str) -> None:
        """Record that a run begins."""
        with self._engine.begin() as connection:
            connection.execute(insert(_RUNS).values(started=_now(), seed=seed, graders=graders))

    def find(self, student: str, key: str) -> SubmissionResult | None:
        """Return what `student` got under `key`; None if that was not graded yet."""
        wanted = select(_ENTRIES.c.result).where(_ENTRIES.c.student == student, _ENTRIES.c.key == key)
        with self._engine.connect() as connection:
            found = connection.scalar(wanted.order_by(_ENTRIES.c.number.desc()).limit(1))
        return None if found is None else SubmissionResult.from_json(json.loads(found))

    def add(self, key: str, result: SubmissionResult) -> None:
        """Commit a finished submission."""
        text = json.dumps(result.to_json(), ensure_ascii=False)
        entry = insert(_ENTRIES).values(student=result.student, key=key, finished=_now(), result=text)
        with self._engine.begin() as connection:
            connection.execute(entry)

    def marks(self) -> dict[str, float]:
        """Return each student's latest score."""
        latest = select(func.max(_ENTRIES.c.number)).group_by(_ENTRIES.c.student)
        wanted = select(_ENTRIES.c.student, _ENTRIES.c.result).where(_ENTRIES.c.number.in_(latest))
        with self._engine.connect() as connection:
            rows = connection.execute(wanted)
            return {student: float(json.loads(result)["score"]) for student, result in rows}

    def results(self, keys: dict[str, str]) -> Iterator[SubmissionResult]:
        """Yield the results under `keys`, key by student, in that order, one at a time."""
        for student, key in keys.items():
            if (found := self.find(student, key)) is not None:
                yield found

    def close(self) -> None:
        """Release the database."""
        self._engine.dispose()


def _survive_a_crash(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
