"""Renders the pictures of a context: SVG drawn for the project, to JPEG or PNG at the sizes of `media.yml`."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path

import resvg_py
from PIL import Image

from provisioner import paths
from provisioner.errors import DataError
from provisioner.schema.context import Picture

JPEG_QUALITY = 85


def source(context_dir: Path, picture: Picture) -> Path:
    """Return the drawing of a picture."""
    return context_dir / "media" / f"{picture.id}.svg"


def render(context_dir: Path, pictures: Sequence[Picture], out: Path) -> None:
    """Write `<out>/<id>.<format>` for each picture, rendering only drawings not rendered before on this machine.

    Raises DataError when a drawing is absent or broken.
    """
    out.mkdir(parents=True, exist_ok=True)
    cached = {picture.id: _cache_path(_read(context_dir, picture), picture) for picture in pictures}
    missing = [picture for picture in pictures if not cached[picture.id].exists()]
    if missing:
        with ProcessPoolExecutor(max_workers=min(len(missing), os.cpu_count() or 1)) as pool:
            jobs = [pool.submit(_render_to, source(context_dir, p), p, cached[p.id]) for p in missing]
            for job in jobs:
                job.result()
    for picture in pictures:
        shutil.copyfile(cached[picture.id], out / f"{picture.id}.{picture.format}")


def brought_along(context_dir: Path, pictures: Sequence[Picture], out: Path) -> Path:
    """Render in `out` the photograph that scripted candidates bring along, and return it. Raises DataError."""
    chosen = next(one for one in pictures if one.kind == "workshop" and one.format == "jpg")
    render(context_dir, [chosen], out)
    return (out / f"{chosen.id}.jpg").rename(out / "banc-de-terrasse.jpg")


def render_one(drawing: Path, picture: Picture) -> bytes:
    """Return the bytes of one picture at its declared size. Raises DataError when the drawing is broken."""
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=drawing.read_text(encoding="utf-8"),
            width=picture.width,
            height=picture.height,
            skip_system_fonts=True,
        )
    except (ValueError, UnicodeDecodeError) as error:
        raise DataError(
            f"Le dessin {drawing} ne peut pas être converti en image ({error}).",
            "Corrigez ou restaurez ce fichier SVG.",
        ) from None
    image = Image.open(io.BytesIO(bytes(png)))
    if image.size != (picture.width, picture.height):
        raise DataError(
            f"Le dessin {drawing} n’a pas les proportions de {picture.width} × {picture.height} pixels déclarées.",
            f"Donnez-lui un viewBox de ces proportions, ou changez la taille de « {picture.id} » dans media.yml.",
        )
    return _encode(image, picture.format)


def _read(context_dir: Path, picture: Picture) -> bytes:
    drawing = source(context_dir, picture)
    try:
        return drawing.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise DataError(
            f"Le dessin {drawing} de l’image « {picture.id} » n’existe pas.",
            "Dessinez-le, restaurez-le, ou retirez l’image de media.yml.",
        ) from None


def _cache_path(drawing: bytes, picture: Picture) -> Path:
    """Return where the rendered picture is kept: the same drawing, size and renderers give the same name."""
    tools = f"{version('resvg_py')} {version('pillow')} {JPEG_QUALITY}"
    key = f"{picture.width}x{picture.height}.{picture.format} {tools}\n".encode()
    return paths.home() / "pictures" / f"{hashlib.sha256(key + drawing).hexdigest()[:32]}.{picture.format}"


def _render_to(drawing: Path, picture: Picture, target: Path) -> None:
    data = render_one(drawing, picture)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as temporary:
        temporary.write(data)
    Path(temporary.name).chmod(0o644)
    Path(temporary.name).replace(target)


def _encode(image: Image.Image, file_format: str) -> bytes:
    buffer = io.BytesIO()
    if file_format == "png":
        image.save(buffer, "PNG", optimize=True)
    else:
        flat = Image.new("RGB", image.size, "#ffffff")
        flat.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
        flat.save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()
