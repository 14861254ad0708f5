"""`diff.json`: what changed between two snapshots, as entities a person knows."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from provisioner.schema.base import Strict

Action = Literal["created", "changed", "removed"]
FieldType = Literal["text", "html", "number", "price", "boolean", "date", "reference", "list", "image", "color", "json"]


class RowRef(Strict):
    """One database row a change rests on."""

    table: str
    key: dict[str, Any]


class FieldChange(Strict):
    """One field, before and after. `before` is None for a created entity, `after` for a removed one."""

    name: str
    """Stable id, from the stack's entity model; predicates use it."""
    label: str
    """French."""
    type: FieldType
    before: Any = None
    """Machine value after normalisation (references: id of the entity; lists: list of str; html: source)."""
    after: Any = None
    before_text: str = ""
    """The same for people: labels instead of ids, formatted dates and prices, text of html."""
    after_text: str = ""


class Change(Strict):
    """One entity created, changed or removed."""

    kind: str
    """Entity kind of the stack's model: `article`, `product`…"""
    kind_label: str
    id: str
    """The entity's key as text."""
    title: str
    action: Action
    sentence: str
    """French: « L’article « … » a été créé (publié). »"""
    fields: tuple[FieldChange, ...]
    rows: tuple[RowRef, ...]
    state: dict[str, Any] = Field(default_factory=dict)
    """All normalised fields after the change (before it, when removed): predicates may need unchanged ones."""
    pages: tuple[str, ...] = ()
    """Paths of front-office pages where it shows, below the site's address."""
    author: str = ""
    parent: str = ""
    """`kind:id` of the entity this one belongs to (order of a line, menu of an item), or empty."""


class OtherChange(Strict):
    """A row that no entity kind knows and no noise rule excuses: shown, never dropped."""

    table: str
    key: dict[str, Any]
    action: Action
    before: dict[str, Any] = Field(default_factory=dict)
    after: dict[str, Any] = Field(default_factory=dict)


class FileChange(Strict):
    """A file of the site's own folders (uploads, images, themes, modules)."""

    path: str
    """Below the document root."""
    action: Action
    size: int = 0
    sha256: str = ""


class Diff(Strict):
    """All that changed in one sitting."""

    format: Literal[1] = 1
    cms: str
    changes: tuple[Change, ...]
    others: tuple[OtherChange, ...]
    files: tuple[FileChange, ...] = ()
    noise: dict[str, int] = Field(default_factory=dict)
    """Rows excused, counted by the reason's text."""
