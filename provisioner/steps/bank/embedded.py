"""Pictures that came inside a document: held to the rules of annexes, then drawn anew so that nothing hides there."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps

from provisioner.steps.bank.annexes import FORMATS, trouble_of

_SIGNS = {b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n\x1a\n": ".png"}
_QUALITY = 88


def keep(data: bytes, folder: Path, name: str) -> tuple[str, str]:
    """Write a picture in `folder` and return its file's name and what is wrong with it, in French: one is empty.

    A name without a suffix gets the one of what the picture is.
    """
    suffix = next((suffix for sign, suffix in _SIGNS.items() if data.startswith(sign)), "")
    if not suffix:
        return "", "ce n’est pas une image JPEG ou PNG lisible"
    raw = folder / f"recu{suffix}"
    raw.write_bytes(data)
    try:
        if trouble := trouble_of(raw):
            return "", trouble
        target = folder / (name if Path(name).suffix in FORMATS else f"{name}{suffix}")
        _draw(raw, target)
    finally:
        raw.unlink()
    # Drawn anew, it may be heavier than it was.
    return target.name, trouble_of(target)


def _draw(source: Path, target: Path) -> None:
    kind = FORMATS[target.suffix]
    with Image.open(source, formats=["JPEG", "PNG"]) as image:
        upright = ImageOps.exif_transpose(image)
        clear = "A" in upright.getbands() or "transparency" in upright.info
        drawn = upright.convert("RGBA" if clear else "RGB")
    if kind == "JPEG" and clear:
        white = Image.new("RGB", drawn.size, "white")
        white.paste(drawn, mask=drawn.getchannel("A"))
        drawn = white
    # A new image: metadata, profiles and comments of the first one stay behind.
    clean = Image.new(drawn.mode, drawn.size)
    clean.paste(drawn)
    clean.save(target, kind, **({"quality": _QUALITY} if kind == "JPEG" else {"optimize": True}))
