"""The class report in a real browser: opened, sorted, filtered, a student opened, in the dark, printed, by axe."""

from __future__ import annotations

import pytest

from gradcheck.export.files import write_results
from tests.classes import a_class, run_of

pytestmark = pytest.mark.slow  # starts a browser
SECOND = 1000


@pytest.fixture(scope="module")
def report(tmp_path_factory, course_root):
    """A class of a thousand in sixty exercises, and its pages."""
    from gradcheck.cli.reports import report as make
    from gradcheck.course import Course

    folder = tmp_path_factory.mktemp("marks")
    exercises = list(Course(course_root).exercises)[:60]
    results = list(a_class(exercises, 1000))
    write_results(folder, run_of(exercises), lambda: results)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course_root)
        make(folder)
    return folder


@pytest.fixture
def page(browser, report):
    """The report, opened."""
    opened = browser.new_page(viewport={"width": 1280, "height": 1000})
    opened.goto(report.joinpath("report.html").as_uri())
    opened.locator("#students tbody tr").first.wait_for()
    yield opened
    opened.close()


def first_student(page):
    return page.locator("#students tbody th").first.inner_text()


def test_it_is_small_and_opens_and_sorts_within_a_second(page, report):
    assert report.joinpath("report.html").stat().st_size < 5_000_000
    opened = page.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart")
    assert opened < SECOND
    took = page.evaluate(
        "() => { const begun = performance.now(); document.querySelectorAll('#students th button')[1].click();"
        " document.body.offsetHeight; return performance.now() - begun; }"
    )
    assert took < SECOND


def test_it_asks_the_network_for_nothing(browser, report):
    opened = browser.new_page()
    asked = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(report.joinpath("report.html").as_uri())
    assert asked == [report.joinpath("report.html").as_uri()]
    opened.close()


def test_headings_sort_by_keyboard_and_say_so(page):
    heading = page.locator("#students th").nth(1)
    heading.locator("button").press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"
    points = [float(text.split("/")[0]) for text in page.locator("#students td.number").all_inner_texts()]
    assert points == sorted(points, reverse=True)
    heading.locator("button").press("Enter")
    assert heading.get_attribute("aria-sort") == "ascending"
    table = page.locator("table.sortable")
    table.locator("th button").nth(1).click()
    means = [int(text.strip("%")) for text in table.locator("tbody td:nth-child(2)").all_inner_texts()]
    assert means == sorted(means, reverse=True)


def test_students_are_found_and_filtered(page):
    page.locator("#find").fill("0421")
    assert page.locator("#students tbody tr").count() == 1
    assert first_student(page) == "student 0421"
    page.locator("#find").fill("")
    page.locator("#status").select_option("T")
    page.locator("#exercise").select_option("0")
    letters = page.locator("#students tbody tr td:nth-child(3)").all_inner_texts()
    assert letters
    assert set(letters) == {"T"}


def test_a_click_leads_to_the_student(page):
    name = first_student(page)
    page.locator("#students tbody a").first.click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text().startswith(name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious_and_nothing_overflows(browser, report, scheme, width, tmp_path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    for name in ("report.html", "feedback/student 0000.html"):
        opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        opened.goto(report.joinpath(name).as_uri())
        found = axe.Axe().run(opened).response["violations"]
        assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
        opened.screenshot(path=tmp_path / f"{scheme}-{width}-{name[:6]}.png")
        opened.close()


def test_it_prints(page, tmp_path):
    page.pdf(path=tmp_path / "report.pdf", format="A4", landscape=True)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
