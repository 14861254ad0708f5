"""The guides in a kit open from a stick alone: links and pictures are there, commands are those typed there."""

import re
from urllib.parse import unquote

import pytest

from provisioner.errors import DataError
from provisioner.steps.kit import guides, texts


def test_every_link_and_picture_is_in_the_kit():
    found = texts.documentation()
    named = {name.rpartition("/")[2] for name in found}
    pages = [text for text in found.values() if isinstance(text, str)]
    assert len(pages) == len(guides.GUIDES) + 1
    for text in pages:
        assert text.count("<title>") == 1
        for target in re.findall(r'(?:href|src)="([^"#]+)', text):
            assert target in named, target
        for anchor in re.findall(r'href="#([^"]+)"', text):
            assert f'id="{unquote(anchor)}"' in text, anchor
    assert any(name.endswith(".png") for name in named)


def test_commands_are_those_of_an_installed_machine():
    page = texts.documentation()["documentation/guide-technicien.html"]
    assert "e5b up --exam" in page
    assert "./e5b" not in page


def test_a_guide_that_leads_out_of_the_kit_is_refused(tmp_path):
    for name in guides.GUIDES:
        (tmp_path / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    (tmp_path / "kit.md").write_text("# Kit\n\n[ailleurs](contexte.md)\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"kit\.md mène à « contexte\.md »"):
        guides.pages(tmp_path, "@title@ @body@")
