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

from sqlalchemy import BigInteger, String, Text, create_engine, event, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from gradcheck.course import CourseError
from gradcheck.result import SubmissionResult
from gradcheck.words import _

FILE: Final = "ledger.sqlite"


class _Table(DeclarativeBase):
    pass


class _Entry(_Table):
    """One submission, graded once under one key; the latest of a student is that with the highest number."""

    __tablename__ = "submissions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    student: Mapped[str] = mapped_column(String(255), index=True)
    key: Mapped[str] = mapped_column(String(80), index=True)
    finished: Mapped[str] = mapped_column(String(40))
    result: Mapped[str] = mapped_column(Text)


class _Run(_Table):
    """The settings of a run, so that the next one of the same class goes on with its seed."""

    __tablename__ = "runs"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    started: Mapped[str] = mapped_column(String(40))
    seed: Mapped[int] = mapped_column(BigInteger)
    graders: Mapped[str] = mapped_column(String(80))


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
            _Table.metadata.create_all(self._engine)
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
        with Session(self._engine) as session:
            return session.scalar(select(_Run.seed).order_by(_Run.number.desc()).limit(1))

    def begin(self, seed: int, graders: str) -> None:
        """Record that a run begins."""
        with Session(self._engine) as session:
            session.add(_Run(started=_now(), seed=seed, graders=graders))
            session.commit()

    def find(self, student: str, key: str) -> SubmissionResult | None:
        """Return what `student` got under `key`; None if that was not graded yet."""
        wanted = select(_Entry.result).where(_Entry.student == student, _Entry.key == key)
        with Session(self._engine) as session:
            found = session.scalar(wanted.order_by(_Entry.number.desc()).limit(1))
        return None if found is None else SubmissionResult.from_json(json.loads(found))

    def add(self, key: str, result: SubmissionResult) -> None:
        """Commit a finished submission."""
        text = json.dumps(result.to_json(), ensure_ascii=False)
        with Session(self._engine) as session:
            session.add(_Entry(student=result.student, key=key, finished=_now(), result=text))
            session.commit()

    def marks(self) -> dict[str, float]:
        """Return each student's latest score."""
        latest = select(func.max(_Entry.number)).group_by(_Entry.student)
        with Session(self._engine) as session:
            rows = session.execute(select(_Entry.student, _Entry.result).where(_Entry.number.in_(latest)))
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
