"""The language that people are spoken to in: English, or Chinese from the gettext catalogue.

Messages are written in English in the code, inside ``_(...)``; the catalogue is the ``.po`` file under
``locale/``, read as it stands, so that there is no compiled copy to fall behind.
"""

from __future__ import annotations

import gettext
import io
import locale
import os
from functools import cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "zh")
_CATALOGUES: Final = Path(__file__).parent / "locale"

_current = "en"


def use_language(name: str | None) -> str:
    """Speak `name`, or what the environment's locale asks for; return the language that was chosen."""
    global _current
    _current = name if name in LANGUAGES else _from_environment()
    return _current


def language() -> str:
    """Return the language in use: ``"en"`` or ``"zh"``."""
    return _current


def _from_environment() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


@cache
def _catalogue(name: str) -> gettext.NullTranslations:
    path = _CATALOGUES / name / "LC_MESSAGES" / "gradcheck.po"
    if not path.is_file():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=name))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(message: str) -> str:
    """Return `message` in the language in use."""
    return message if _current == "en" else _catalogue(_current).gettext(message)
