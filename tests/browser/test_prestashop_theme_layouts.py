"""Layouts of the theme, chosen in the real back office: PrestaShop keeps them in a file, and the report tells it."""

import json

import pytest
from prestashop_office import WAVE, signed_in

from provisioner.pipeline.evidence import capture, review
from provisioner.schema.changes import Diff
from provisioner.steps import diff
from provisioner.steps.sitting import store

pytestmark = [pytest.mark.docker, pytest.mark.browser, pytest.mark.media]
FILE = "config/themes/classic/shop1.json"


@pytest.fixture(scope="module")
def office(engine, media_2022, chromium):  # noqa: ARG001
    with signed_in(chromium) as desk:
        yield desk


def captured():
    folder = store.folder(WAVE, "1")
    capture.capture(folder, capture.capture_password(folder), pages=False)
    return diff.run(folder), folder


def test_a_layout_chosen_in_the_back_office_is_told(office):
    office.tab("AdminThemesParent")
    # Only looking at the themes writes files of PrestaShop's own, that nobody chose.
    before, _ = captured()
    assert [one.path for one in before.files if one.path.startswith("config/")] == []
    office.follow("a[href*='customize-layouts']")
    field = office.page.locator("#page_layouts_customization_layouts_contact")
    assert field.input_value() == "layout-left-column"
    field.select_option("layout-full-width")
    office.save("button.btn-primary:has-text('Enregistrer')")
    after, folder = captured()
    (told,) = [one for one in after.files if one.path.startswith("config/")]
    assert (told.path, told.action) == (FILE, "changed")
    assert "mise en page" in told.says
    kept = json.loads((folder / "capture" / "files" / FILE).read_text(encoding="utf-8"))
    assert kept["theme_settings"]["layouts"]["contact"] == "layout-full-width"
    page = review.write(folder)
    assert told.says in page.read_text(encoding="utf-8")
    assert Diff.model_validate_json((folder / "diff.json").read_bytes()).files == after.files
