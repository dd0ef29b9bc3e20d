"""Prints what continuous integration takes for commands, and what looks like a verdict."""
import os
import sys

WORDS = "::error title=FORGED-MARK::\n::set-output name=score::10\nFORGED-MARK 10 passed\n"

def center(values):
    print(WORDS, flush=True)
    print(WORDS, file=sys.stderr, flush=True)
    for descriptor in range(16):
        if descriptor not in (3, 4, 5, 6, 7, 8, 9):
            try:
                os.write(descriptor, WORDS.encode())
            except OSError:
                continue
    raise ValueError("\n::error title=FORGED-MARK::\n::stop-commands::x\n")
