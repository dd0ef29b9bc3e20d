"""Check an exercise of a student's room, here and now, and remember what came of it."""

from __future__ import annotations

from functools import cache

from gradcheck.course import Exercise
from gradcheck.grade import Examiner
from gradcheck.local import LocalImplementation
from gradcheck.result import ExerciseResult
from gradcheck.room import Room


@cache
def _examiner(exercise: Exercise, milestones: bool) -> Examiner:
    # Kept from one save to the next: drawing the cases takes longer than running them.
    return Examiner(exercise, milestones=milestones)


def check_exercise(
    room: Room, exercise: Exercise, *, milestones: bool = False, every_check: bool = False
) -> ExerciseResult:
    """Return what the checks of `exercise` find in the room's file.

    Parameters
    ----------
    room : Room
        Where the file is.
    exercise : Exercise
        What is checked.
    milestones : bool
        Whether milestones are run too.
    every_check : bool
        Whether to go on after the first check that fails.
    """
    content = room.content(exercise)
    implementation = None if content is None else LocalImplementation(content, room.file(exercise))
    examiner = _examiner(exercise, milestones)
    result = examiner.examine(implementation, first_failure=not every_check)
    if content is not None and not milestones:
        room.remember(exercise, content, result.status, result.score)
    return result
