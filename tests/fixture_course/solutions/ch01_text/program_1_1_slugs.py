"""Program 1-1: slugs for three titles."""

PROGRAM = {
    "title": {"en": "Slugs for titles", "zh": "标题的短名"},
    "data": ["titles", "file"],
    "epochs": 3,
    "minutes": 0.01,
    "uses": ["ch01/slugify"],
    "book": {"data": "library", "epochs": 100},
    "metrics": {
        "slugs": {"en": "slugs", "zh": "短名", "book": 7},
        "longest": {"en": "the longest", "zh": "最长的"},
    },
}
TITLES = ["A Tale of Two Cities", "Emma", "War and Peace"]


def run(settings):
    """Make the slugs."""
    slugify = settings.functions("ch01/slugify").slugify
    if settings.data == "titles":
        titles = TITLES
    else:
        with open(settings.data, encoding="utf-8") as file:  # noqa: PTH123 - as short as can be
            titles = file.read().splitlines()
    print("this is said to nobody")
    with settings.progress(len(titles), "titles") as tick:
        slugs = []
        for title in titles[: settings.epochs]:
            slugs.append(slugify(title))
            tick(length=len(slugs[-1]))
    (settings.out / "slugs.txt").write_text("\n".join(slugs), encoding="utf-8")
    return {
        "metrics": {"slugs": len(slugs), "longest": max(slugs, key=len)},
        "history": {"length": [len(slug) for slug in slugs]},
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
