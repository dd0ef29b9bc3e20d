"""Wrong answers fail: those that students give, and those that differ from the solution in one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from gradcheck.audit.evidence import Evidence
from gradcheck.words import _

if TYPE_CHECKING:
    from gradcheck.audit.gates import Miss

FEWEST_MISCONCEPTIONS: Final = 4


def misconceptions(evidence: Evidence) -> Iterator[Miss]:
    """Every known wrong way fails and is named by its own name, here and in a worker."""
    count = len(evidence.given.misconceptions)
    if count < FEWEST_MISCONCEPTIONS:
        text = _("{count} misconceptions; there should be at least {least}")
        mend = _("Write down how students really get it wrong, in [misconceptions] of {file}.")
        yield text.format(count=count, least=FEWEST_MISCONCEPTIONS), mend.format(file=evidence.words_file)
    for id, why in evidence.misfits.items():
        mend = _("Let each `old` in {file} occur once in the solution's code.")
        yield f"{id}: {why}", mend.format(file=evidence.words_file)
    for id, results in evidence.misconceptions.items():
        for result in results:
            if result.status in ("passed", "not_started", "missing") or result.score == result.max_score:
                text = _("{id} is {status} with {score:g} points, though it is wrong")
                mend = _("Write a check that tells it from the solution.")
                yield text.format(id=id, status=result.status, score=result.score), mend
            elif result.diagnosis is None or result.diagnosis.id != id:
                named = result.diagnosis.id if result.diagnosis else _("nothing")
                text = _("{id} is taken for {named}")
                mend = _("Draw cases in which they differ: the first dozen of each check are compared.")
                yield text.format(id=id, named=named), mend
            else:
                continue
            break


def mutants(evidence: Evidence) -> Iterator[Miss]:
    """Every small mistake in the solution is rejected, but for those that its author has shown to be none."""
    found = {fate.mutant.key: fate for fate in evidence.fates}
    for key, fate in found.items():
        if not fate.killed_by and key not in evidence.equivalents:
            mend = _(
                "Strengthen a check; if no input tells it apart, say why under [[equivalent]] in {file}."
            )
            text = f"{fate.mutant.operator}: {key}\n{fate.mutant.diff}"
            yield text, mend.format(file=evidence.words_file)
    for key in evidence.equivalents:
        if key not in found or found[key].killed_by:
            why = _("no mutant has this key") if key not in found else found[key].killed_by
            text = _("an equivalent that no longer applies ({why}): {key}")
            yield text.format(why=why, key=key), _("Take the entry out.")
