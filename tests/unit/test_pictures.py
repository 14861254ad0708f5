"""The drawings of the reference contexts: all there, self-contained, and they render to what media.yml says."""

import io
import re
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from provisioner import paths
from provisioner.datafiles import load_yaml
from provisioner.errors import DataError
from provisioner.schema.context import Picture, Pictures
from provisioner.steps import pictures

CONTEXT = paths.SUBJECTS / "2022" / "context"
ALL = load_yaml(CONTEXT / "media.yml", Pictures).pictures
# One of each family and format: rendering all takes most of a minute, and is what building an image does
SAMPLE = (
    "table-huisne",
    "icone-site",
    "logo-seconde-veine",
    "portrait-maud",
    "categorie-luminaires",
    "transporteur-velo",
)


def by_id(name):
    return next(picture for picture in ALL if picture.id == name)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("E5B_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "media").mkdir()
    return tmp_path


def picture(**changes):
    values = {"id": "test", "file": "fichier-test", "kind": "icon", "brief_fr": "f", "brief_en": "e", "width": 40}
    return Picture.model_validate({**values, "height": 20, "format": "png", "used_by": ["wordpress"], **changes})


def draw(folder, body='<rect width="20" height="20" fill="red"/>', width=40, height=20):
    text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{body}</svg>'
    (folder / "media" / "test.svg").write_text(text, encoding="utf-8")


def test_every_picture_has_its_drawing_and_no_drawing_is_left_over():
    assert {p.stem for p in (CONTEXT / "media").glob("*.svg")} == {p.id for p in ALL}


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_drawing_is_self_contained_and_of_the_declared_size(one):
    text = pictures.source(CONTEXT, one).read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert root.get("viewBox") == f"0 0 {one.width} {one.height}"
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "image", "foreignObject", "use", "text", "style", "a"}
    assert not re.search(r"href|javascript:|@import|\son\w+=", text)
    assert set(re.findall(r"url\((.)", text)) <= {"#"}
    assert text.count("http") == 1, "only the SVG namespace"


def test_every_reference_of_a_drawing_is_defined():
    for one in ALL:
        text = pictures.source(CONTEXT, one).read_text(encoding="utf-8")
        assert set(re.findall(r"url\(#(\w+)\)", text)) <= set(re.findall(r'id="(\w+)"', text)), one.id


@pytest.mark.parametrize("name", SAMPLE)
def test_renders_at_its_size_and_not_blank(name):
    one = by_id(name)
    data = pictures.render_one(pictures.source(CONTEXT, one), one)
    image = Image.open(io.BytesIO(data))
    assert image.size == (one.width, one.height)
    assert image.format == {"jpg": "JPEG", "png": "PNG"}[one.format]
    assert len(image.convert("RGB").resize((64, 64)).getcolors(64 * 64) or ()) > 20
    assert len(data) < 250_000


def test_logo_background_is_transparent():
    one = by_id("logo-seconde-veine")
    image = Image.open(io.BytesIO(pictures.render_one(pictures.source(CONTEXT, one), one)))
    assert image.convert("RGBA").getpixel((0, 0))[3] == 0


def test_rendering_is_cached_and_follows_the_drawing(folder, home):
    draw(folder)
    pictures.render(folder, [picture()], folder / "out")
    first = (folder / "out" / "test.png").read_bytes()
    assert len(list((home / "pictures").iterdir())) == 1
    cached = next((home / "pictures").iterdir())
    stamp = cached.stat().st_mtime_ns
    pictures.render(folder, [picture()], folder / "again")
    assert (folder / "again" / "test.png").read_bytes() == first
    assert cached.stat().st_mtime_ns == stamp
    draw(folder, '<rect width="40" height="20" fill="blue"/>')
    pictures.render(folder, [picture()], folder / "out")
    assert (folder / "out" / "test.png").read_bytes() != first
    assert len(list((home / "pictures").iterdir())) == 2


def test_two_renderings_are_the_same_bytes(folder):
    draw(folder)
    one = picture(format="jpg")
    drawing = pictures.source(folder, one)
    assert pictures.render_one(drawing, one) == pictures.render_one(drawing, one)


def test_absent_drawing_names_the_picture(folder, home):
    with pytest.raises(DataError, match=r"test\.svg.*« test ».*n’existe pas"):
        pictures.render(folder, [picture()], folder / "out")
    assert not home.exists()


@pytest.mark.usefixtures("home")
def test_broken_drawing_names_the_file(folder):
    (folder / "media" / "test.svg").write_text("<svg", encoding="utf-8")
    with pytest.raises(DataError, match=r"test\.svg ne peut pas être converti"):
        pictures.render(folder, [picture()], folder / "out")


def test_drawing_of_another_shape_is_refused(folder):
    draw(folder, width=40, height=40)
    with pytest.raises(DataError, match="proportions de 40 × 20"):
        pictures.render_one(pictures.source(folder, picture()), picture())


@pytest.mark.usefixtures("home")
def test_folder_instead_of_drawing(folder):
    (folder / "media" / "test.svg").mkdir()
    with pytest.raises(DataError, match=r"test\.svg"):
        pictures.render(folder, [picture()], folder / "out")
