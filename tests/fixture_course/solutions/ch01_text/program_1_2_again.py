"""Program 1-2: what program 1-1 has saved."""

PROGRAM = {
    "title": {"en": "Slugs once more", "zh": "再看短名"},
    "data": ["slugs"],
    "minutes": 0.01,
    "metrics": {"slugs": {"en": "slugs", "zh": "短名"}},
}


def run(settings):
    """Read them."""
    slugs = settings.saved_by("1-1", "slugs.txt").read_text(encoding="utf-8")
    return {"metrics": {"slugs": len(slugs.splitlines())}}
