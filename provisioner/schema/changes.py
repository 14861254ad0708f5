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
    says: str = ""
    """French: what such a file holds, when its name does not say it."""


class Visit(Strict):
    """A page the candidate opened: one line per method, path and answer."""

    method: str
    path: str
    """Path and query below the site's address, without what a session makes secret (tokens, keys)."""
    status: int
    at: str
    """ISO 8601 with offset: the first time."""
    last: str = ""
    """The last time; empty when it was opened once."""
    count: int = 1


class Span(Strict):
    """When something was written during the sitting, told by the database's own log."""

    kind: str
    id: str
    """Entity of the diff (`kind` + `id` find the Change); for another row, its table and its key."""
    label: str
    """French name of the kind; the table of a row that no kind knows."""
    title: str
    action: Action | Literal["undone"]
    """`undone`: tried, then back as it was, so that the diff itself does not show it."""
    times: tuple[str, ...]
    """ISO 8601 with offset; one per save, in order."""
    tried: tuple[str, ...] = ()
    """French, when undone: what the site showed meanwhile."""


class Timeline(Strict):
    """What was written when."""

    opened: str
    """ISO 8601 with offset: when the site was given to the candidate."""
    spans: tuple[Span, ...]
    unread: int = 0
    """Saves looked at no further for what was undone: there were too many."""


class Witness(Strict):
    """The database's own log against the comparison of its two states: both must tell the same net changes."""

    agrees: bool
    rows: int
    """Rows whose net change was compared."""
    events: int
    """Row writes that the log holds."""
    disagreements: tuple[str, ...] = ()
    """French, one per row or cell; never hidden."""
    more: int = 0
    """Disagreements over those listed."""


class Diff(Strict):
    """All that changed in one sitting."""

    format: Literal[1] = 1
    cms: str
    changes: tuple[Change, ...]
    others: tuple[OtherChange, ...]
    files: tuple[FileChange, ...] = ()
    noise: dict[str, int] = Field(default_factory=dict)
    """Rows excused, counted by the reason's text."""
    day: str = ""
    """ISO date on which the sitting began, where the exam took place."""
    visits: tuple[Visit, ...] | None = None
    """Pages the candidate opened; None when they were not recorded, which is not the same as none opened."""
    timeline: Timeline | None = None
    """None when the database's log was not read."""
    witness: Witness | None = None
    """None when the database's log was not read."""
    unread_log: str = ""
    """French: why it was not read."""
