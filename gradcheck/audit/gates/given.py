"""What a student is given to begin with: the stub, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from gradcheck.audit.evidence import Evidence
from gradcheck.audit.gates.right import must_pass
from gradcheck.words import LANGUAGES, _

if TYPE_CHECKING:
    from gradcheck.audit.gates import Miss

_SECRET_LENGTH: Final = 12


def stub(evidence: Evidence) -> Iterator[Miss]:
    """The stub is not started, whatever its language; none of its checks passes or crashes."""
    mend = _("Let the body stand between the markers, and every check call a function of the exercise.")
    file = evidence.exercise.course.exercises_room / evidence.exercise.path
    if not file.is_file() or file.read_text(encoding="utf-8") != evidence.exercise.stub():
        yield _("{path} is not in step with the solution").format(path=file), "gradcheck stubs"
    for lang in LANGUAGES:
        result = evidence.examine(evidence.exercise.stub(lang))
        if not evidence.has_something_to_write:
            yield from must_pass(_("the stub"), result, 0)
        elif result.status != "not_started":
            yield _("the stub is {status}, not “not started”").format(status=result.status), mend
        for check in result.checks:
            if evidence.has_something_to_write and not check.not_started:
                text = _("the stub's check {name} is {status}")
                yield text.format(name=check.name, status=check.status), mend


def secrecy(evidence: Evidence) -> Iterator[Miss]:
    """No line of the solution's body stands in what a student is given."""
    secret = {line for line in evidence.body if len(line) > _SECRET_LENGTH}
    given = {_("the stub ({lang})").format(lang=lang): evidence.exercise.stub(lang) for lang in LANGUAGES}
    nothing = evidence.examine(evidence.everywhere("None"))
    given |= {_("the feedback of {name}").format(name=check.name): check.message for check in nothing.checks}
    file = evidence.exercise.course.exercises_room / evidence.exercise.path
    given |= {str(file): file.read_text(encoding="utf-8")} if file.is_file() else {}
    for name, text in given.items():
        for line in secret & {line.strip() for line in text.splitlines()}:
            yield _("{name} shows the line: {line}").format(name=name, line=line), _("Say it in other words.")
