"""Writes the drawings of a context: `python -m tools.draw subjects/2022/context [id…]`."""

from __future__ import annotations

import sys
from pathlib import Path

from provisioner.datafiles import load_yaml
from provisioner.schema.context import Pictures
from tools.draw.registry import Sheet, load


def main(arguments: list[str]) -> int:
    """Write `media/<id>.svg` for the pictures named, or for all; return how many have no drawing."""
    folder, wanted = Path(arguments[0]), set(arguments[1:])
    drawings = load()
    (folder / "media").mkdir(exist_ok=True)
    missing = []
    for picture in load_yaml(folder / "media.yml", Pictures).pictures:
        if wanted and picture.id not in wanted:
            continue
        if picture.id not in drawings:
            missing.append(picture.id)
            continue
        text = drawings[picture.id](Sheet(picture.id, picture.width, picture.height))
        (folder / "media" / f"{picture.id}.svg").write_text(text, encoding="utf-8")
    if missing:
        sys.stderr.write(f"{len(missing)} without a drawing: {' '.join(missing)}\n")
    return len(missing)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
