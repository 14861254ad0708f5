"""One field of a change, as the report shows it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Literal

from provisioner.schema.changes import FieldChange, FileChange
from provisioner.steps.report import words
from provisioner.steps.report.words import Length, Piece

Shape = Literal["passage", "prose", "items", "color", "picture"]
LONG = 80
_COLOR = re.compile(r"^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")


@dataclass(frozen=True)
class Item:
    """One item of a list."""

    op: words.Op
    text: str


@dataclass(frozen=True)
class FieldView:
    """What the template needs."""

    name: str
    label: str
    shape: Shape
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()
    items: tuple[Item, ...] = ()
    moved: bool = False
    length: Length | None = None
    length_before: Length | None = None
    source: str = ""
    """HTML source after the change, shown on demand."""
    color_before: str = ""
    color_after: str = ""
    picture: str = ""


def view(field: FieldChange, thumbnails: dict[str, str], files: tuple[FileChange, ...]) -> FieldView:
    """Prepare one field."""
    before, after = _text(field.before_text, field.before), _text(field.after_text, field.after)
    base = FieldView(field.name, field.label, "passage", before, after)
    if field.type == "list":
        return _items(base)
    if field.type == "color":
        return _with(base, shape="color", color_before=_color(field.before), color_after=_color(field.after))
    picture = _picture(after, thumbnails, files) if field.type == "image" else ""
    if picture:
        return _with(base, shape="picture", picture=picture)
    if field.type in {"text", "html"} and (field.type == "html" or _is_long(before) or _is_long(after)):
        return _prose(base, field)
    return base


def _with(base: FieldView, **values: object) -> FieldView:
    return FieldView(**(base.__dict__ | values))


def _text(text: str, machine: object) -> str:
    """Return the text for people; a value without one is still shown."""
    if text or machine is None or machine in ("", [], {}):
        return text
    return machine if isinstance(machine, str) else json.dumps(machine, ensure_ascii=False, sort_keys=True)


def _is_long(text: str) -> bool:
    return len(text) > LONG or "\n" in text


def _prose(base: FieldView, field: FieldChange) -> FieldView:
    source = str(field.after or field.before or "") if field.type == "html" else ""
    pieces = words.compare(base.before, base.after) if base.before and base.after else ()
    return _with(
        base,
        shape="prose",
        pieces=pieces,
        length=words.measure(base.after) if base.after else None,
        length_before=words.measure(base.before) if base.before else None,
        source=source if source.strip() not in {base.after, base.before} else "",
    )


def _items(base: FieldView) -> FieldView:
    """Show a list in its new order, what left it at the end."""
    old, new = base.before.splitlines(), base.after.splitlines()
    left = list(old)
    items: list[Item] = []
    for line in new:
        if line in left:
            left.remove(line)
            items.append(Item("same", line))
        else:
            items.append(Item("ins", line))
    kept_old = [line for line in old if line in new]
    kept_new = [line for line in new if line in old]
    items += [Item("del", line) for line in left]
    return _with(base, shape="items", items=tuple(items), moved=kept_old != kept_new)


def _color(value: object) -> str:
    """Return a colour fit for a style, or nothing: the value is a candidate's."""
    found = _COLOR.match(str(value or ""))
    return f"#{found[1].lower()}" if found else ""


def _picture(text: str, thumbnails: dict[str, str], files: tuple[FileChange, ...]) -> str:
    wanted = text.split("?", 1)[0].rsplit("/", 1)[-1]
    for file in files:
        if wanted and file.path in thumbnails and file.path.rsplit("/", 1)[-1] == wanted:
            return thumbnails[file.path]
    return ""
