"""The report in Chromium, from the disk: no request leaves, nothing hostile runs, keyboard and contrast hold."""

import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from provisioner import catalog
from provisioner.adapters import browser
from provisioner.steps import report

sys.path.insert(0, str(Path(__file__).parent.parent / "unit"))
from report_sample import IDLE, make

pytestmark = pytest.mark.browser

CONTRAST = """() => {
  const rgb = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const line = (v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
  const light = (c) => .2126 * line(c[0]) + .7152 * line(c[1]) + .0722 * line(c[2]);
  const ground = (e) => {
    for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] === 1) return c; }
    return [255, 255, 255];
  };
  const bad = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !e.getClientRects().length || e.closest('script,style')) continue;
    const a = light(rgb(getComputedStyle(e).color)), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.push([walk.currentNode.data.trim().slice(0, 40), e.className, ratio.toFixed(2)]);
  }
  return bad;
}"""


@pytest.fixture(scope="module")
def wave(tmp_path_factory):
    """Three candidates: one who worked, one idle, one of the discovery exam."""
    wave = tmp_path_factory.mktemp("vagues") / "matin"
    exams = {name: catalog.load_exam(name) for name in ("2022", "decouverte")}
    report.write_report(make(wave / "0742"), exams["2022"])
    report.write_report(make(wave / "0743", IDLE, pictures=False), exams["2022"])
    report.write_report(make(wave / "0744", exam="decouverte"), exams["decouverte"])
    report.write_index(wave, exams)
    return wave


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=browser.executable(), args=list(browser.ARGUMENTS))
        yield found
        found.close()


@pytest.fixture
def opened(chromium):
    """Open a page; fail when it complains or asks for anything that is not a file."""
    pages = []

    def open_(path, width=1300):
        page = chromium.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(path.resolve().as_uri())
        page.wait_for_load_state("load")
        pages.append(page)
        return page

    yield open_
    for page in pages:
        assert page.said == []
        assert all(url.startswith("file:") for url in page.asked)
        page.close()


def test_nothing_hostile_runs_and_every_picture_shows(opened, wave):
    page = opened(wave / "0742/report/index.html")
    assert page.evaluate("window.HACKED") is None
    page.evaluate("document.querySelectorAll('img').forEach(i => i.loading = 'eager')")
    page.wait_for_function("[...document.images].every(i => i.complete && i.naturalWidth)")
    assert page.evaluate("document.images.length") >= 8


@pytest.mark.parametrize(
    "path", ["0742/report/index.html", "0743/report/index.html", "0744/report/index.html", "index.html"]
)
@pytest.mark.parametrize("width", [1300, 390])
def test_contrast_and_width(opened, wave, path, width):
    page = opened(wave / path, width)
    for button in page.locator("[data-open-all]").all():
        button.click()
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_slider_answers_the_keyboard_and_the_pointer(opened, wave):
    page = opened(wave / "0742/report/index.html")
    box = page.locator("[data-compare]").first
    position = "e => e.querySelector('.stack').style.getPropertyValue('--pos')"
    box.locator("input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    assert box.evaluate(position) == "51%"
    page.keyboard.press("End")
    assert box.evaluate(position) == "100%"
    box.get_by_role("button", name="Après", exact=True).click()
    assert box.evaluate(position) == "0%"
    stack = box.locator(".stack").first
    stack.scroll_into_view_if_needed()
    area = stack.bounding_box()
    page.mouse.click(area["x"] + area["width"] / 4, area["y"] + 30)
    assert box.evaluate(position) == "25%"
    box.get_by_role("button", name="Différence suivante").click()
    box.get_by_label("Encadrer").uncheck()
    assert not box.locator(".marks").first.is_visible()


def test_a_proof_leads_to_its_change_by_keyboard(opened, wave):
    page = opened(wave / "0742/report/index.html")
    link = page.locator(".proofs a").first
    link.focus()
    page.keyboard.press("Enter")
    target = link.get_attribute("href")[1:]
    page.wait_for_function("id => document.activeElement.id === id", arg=target)


def test_headings_labels_and_landmarks(opened, wave):
    page = opened(wave / "0742/report/index.html")
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.evaluate("[...document.images].every(i => i.hasAttribute('alt'))")
    assert page.evaluate("document.documentElement.lang") == "fr"
    assert page.locator("main").count() == page.locator("nav").count() == 1
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_without_scripts_both_pictures_show(chromium, wave):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto((wave / "0742/report/index.html").resolve().as_uri())
    assert page.locator(".layer.before").first.is_visible()
    assert page.locator(".layer.after").first.is_visible()
    assert not page.locator(".controls").first.is_visible()
    page.context.close()


def test_it_prints_on_a4_before_and_after_side_by_side(opened, wave):
    page = opened(wave / "0742/report/index.html")
    paper = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert boxes
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {(595, 842)}
    page.emulate_media(media="print")
    before, after = (page.locator(f".layer.{side}").first.bounding_box() for side in ("before", "after"))
    assert before["x"] + before["width"] < after["x"]
