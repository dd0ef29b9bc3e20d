"""A student opens the Adam notebook in JupyterLab, gets it wrong, reads why, and gets it right."""

from __future__ import annotations

import re

import pytest

from gradcheck import source
from tests.helpers import broken

pytestmark = pytest.mark.slow  # starts a server, a kernel and a browser
PATIENCE = 90_000


def run_cell(page, cell):
    """Run a cell, and wait until the kernel has answered."""
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")


def rewrite(page, cell, text):
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")


def test_a_student_learns_adam_in_jupyterlab(browser, jupyter, pictures, course):
    address, _folder = jupyter
    exercise = course.one("adam")
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/lab/tree/ch06_optimization/adam.ipynb?reset")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for()
    solution, check = page.locator(".jp-CodeCell").nth(0), page.locator(".jp-CodeCell").nth(1)
    output = check.locator(".gradcheck").last

    page.locator(".jp-MarkdownCell mjx-container").first.wait_for()  # the formula is typeset
    page.screenshot(path=pictures / "statement.png")

    run_cell(page, solution)
    run_cell(page, check)
    output.get_by_text("not started").first.wait_for()

    rewrite(page, solution, source.cell(broken(exercise, "no-bias-correction")))
    run_cell(page, check)
    output.get_by_text(re.compile("without the correction for starting at zero")).wait_for()
    assert "Smallest case" in output.inner_text()
    page.screenshot(path=pictures / "wrong.png")

    rewrite(page, solution, source.cell(exercise.solution))
    run_cell(page, check)
    output.get_by_text(re.compile("9 checks")).wait_for()
    page.screenshot(path=pictures / "right.png")
    page.close()
