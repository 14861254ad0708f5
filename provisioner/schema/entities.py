"""`stacks/<cms>/entities/*.yml` and `noise.yml`: what database rows mean to a person, and which mean nothing."""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Default
from pydantic import model_validator

from provisioner.schema.base import Strict
from provisioner.schema.changes import FieldType

Scalar = str | int
Where = dict[str, Scalar | list[Scalar]]
"""Column -> value or values (one must match); compared as texts; `*` matches anything, `$name` is a parameter."""


class Exists(Strict):
    """A row that must exist elsewhere for this one to count (the taxonomy of a term relationship)."""

    table: str
    link: dict[str, str]
    """Column of that table -> column of this row."""
    where: Where = Default(default_factory=dict)


class Source(Strict):
    """Rows attached to an entity: of another table, tied by columns."""

    table: str
    link: dict[str, str] = Default(default_factory=dict)
    """Column of this table -> column of the parent source."""
    parent: str = ""
    """Name of the source it hangs from; empty: the entity's own row."""
    where: Where = Default(default_factory=dict)
    unless: Where = Default(default_factory=dict)
    exists: Exists | None = None
    optional: bool = False
    """The parent's rows count even when this source has none for them (a name that may be missing)."""
    name: str = ""
    """For tables of names and values (`postmeta`, `options`): the column of names…"""
    value: str = ""
    """… and the column of values."""
    name_in: str = ""
    """Source that holds the column of names, when it is not this one (`configuration_lang`)."""
    reads: bool = False
    """Only read (a tax rate): its changes do not belong to this entity."""


class Cell(Strict):
    """How one database cell reads."""

    source: str = ""
    """Name of a source; empty: the entity's own row."""
    column: str = ""
    type: FieldType = "text"
    values: dict[str, str] = Default(default_factory=dict)
    """French label of each coded value."""
    to: str | dict[str, str] = ""
    """Kind referred to; a mapping picks it by the value of the cell named by `choose` (empty: nothing to show)."""
    by: str = ""
    """Column of the target's own row that the value is found in (its key when empty)."""
    choose: str = ""
    suffix: str = ""
    scale: float = 1
    forms: dict[str, Cell] = Default(default_factory=dict)
    """How it reads according to `choose`: a reduction in percent or as an amount."""


class Field(Cell):
    """One field of an entity."""

    label: str
    name: str = ""
    """Which name of a table of names and values."""
    items: dict[str, Cell] = Default(default_factory=dict)
    """For lists: each row of the source is one item, made of these parts."""
    separator: str = " : "
    ordered: str = ""
    """Column, or `source.column`, that orders the items; empty: their order means nothing."""
    order_only: bool = False
    """What comes or goes is told elsewhere: only the order of what stays counts."""
    proper: bool = False
    """The label is a name: it keeps its capital letter inside a sentence."""
    hidden: bool = False
    """Passwords: that it changed is shown, its value never."""
    plus_percent: str = ""
    """`source.column` of a rate to add (price with tax)."""

    @model_validator(mode="after")
    def _shape(self) -> Field:
        if self.type == "list" and not self.items:
            raise ValueError("un champ « list » demande « items »")
        if self.type != "list" and not self.column and not self.name:
            raise ValueError("« column » ou « name » est attendu")
        return self


class Moment(Strict):
    """A change that deserves its own sentence: a field that passes from some values to others."""

    field: str
    before: list[Scalar] = Default(default_factory=list)
    after: list[Scalar] = Default(default_factory=list)
    say: str
    """French sentence without its full stop; same placeholders as `Sentences`."""


class Sentences(Strict):
    """French templates.

    Placeholders: `{Le}` `{le}` `{title}` `{a}` (a, ont) `{e}` `{parent}` `{note}` `{changes}`, and `{<field>}`.
    """

    created: str = "{Le} {title}{parent} {a} été créé{e}{note}"
    changed: str = "{Le} {title}{parent} {a} été modifié{e} : {changes}"
    removed: str = "{Le} {title}{parent} {a} été supprimé{e}"


class Kind(Strict):
    """One kind of entity: article, product, cart rule."""

    label: str
    gender: Literal["m", "f"]
    definite: str = ""
    """With its article, when the rule « l’ before a vowel » does not hold: « le hamac »."""
    plural: bool = False
    fallback: bool = False
    """True: takes only what no other kind shows (settings in general)."""
    reference_only: bool = False
    """True: others refer to it, but its changes are told by other kinds (a post, whatever its type)."""
    table: str = ""
    """Table of its own rows; empty for a single entity made of settings."""
    key: tuple[str, ...] = ()
    """Columns that identify it; the primary key when empty."""
    where: Where = Default(default_factory=dict)
    unless: Where = Default(default_factory=dict)
    exists: Exists | None = None
    title: str = ""
    """Template over field ids: `{firstname} {lastname}`; `{title|object}` takes the first that is not empty."""
    sources: dict[str, Source] = Default(default_factory=dict)
    fields: dict[str, Field]
    parent: str = ""
    """Reference field that holds the entity this one belongs to."""
    note: str = ""
    """Field told when one is created, in brackets unless said otherwise: « (publié) »."""
    note_form: str = " ({note})"
    author: str = ""
    sentences: Sentences = Sentences()
    moments: tuple[Moment, ...] = ()
    pages: tuple[str, ...] = ()
    """Front-office paths, `{<field>}` being replaced by its machine value (each of a list's)."""
    pages_when: dict[str, list[Scalar]] = Default(default_factory=dict)
    """Fields' machine values for which the entity has pages at all."""


class Parameter(Strict):
    """A value read in the database itself: the shop's default language."""

    table: str
    where: Where = Default(default_factory=dict)
    column: str


class Derived(Strict):
    """A table made of what a cell holds: PHP-serialized or JSON values, or a list with separators."""

    table: str
    where: Where = Default(default_factory=dict)
    column: str
    format: Literal["php", "json", "list"] = "php"
    separator: str = ","
    """For lists; empty: the cell is one item."""
    pattern: str = ""
    """For lists: a regular expression whose named groups become columns of each item."""
    upper: bool = False
    """For lists: items in capitals, so that they can be tied to others."""
    path: tuple[str, ...] = ()
    """Subtree of the value to open."""
    skip: tuple[str, ...] = ()
    """Keys of that subtree left to other derived tables."""
    copies: dict[str, str] = Default(default_factory=dict)
    """New column -> column of the source row."""
    prefix: dict[str, str] = Default(default_factory=dict)
    """Beginning to take off a copied column."""
    levels: tuple[str, ...]
    """Names of the columns that hold the successive keys."""
    compose: dict[str, str] = Default(default_factory=dict)
    """New column -> template over the row's other columns: `{type}-{number}`."""
    keep: Where = Default(default_factory=dict)
    """Only these of the rows made."""
    spread: bool = False
    """True: what is below the last level becomes columns (dotted names); else one column `value`."""
    key: tuple[str, ...] = ()
    """Columns that identify a row; copies and levels when empty."""


class EntityFile(Strict):
    """One file of `stacks/<cms>/entities/`."""

    format: Literal[1]
    parameters: dict[str, Parameter] = Default(default_factory=dict)
    derived: dict[str, Derived] = Default(default_factory=dict)
    kinds: dict[str, Kind] = Default(default_factory=dict)


class Through(Strict):
    """Looks at the row another table holds: the post of a `postmeta`."""

    table: str
    link: dict[str, str]
    """Column of that table -> column of the noisy row."""
    where: Where = Default(default_factory=dict)
    alone: bool = False
    """True: that row itself was created or removed."""
    gone: bool = False
    """True: there is no such row (any more) where this one is."""


class NoiseRule(Strict):
    """Rows, or columns of rows, whose changes say nothing of the candidate's work."""

    reason: str
    """One French line, shown with its count."""
    tables: tuple[str, ...]
    where: Where = Default(default_factory=dict)
    unless: Where = Default(default_factory=dict)
    through: Through | None = None
    either: bool = False
    """True: matching before or after is enough (a slug that the trash renames)."""
    actions: tuple[Literal["created", "changed", "removed"], ...] = ("created", "changed", "removed")
    columns: tuple[str, ...] = ()
    """Only these columns; all of the row when empty."""
    personal: bool = False
    """True: written when the copy was made one candidate's own, before the sitting."""


class FileNoise(Strict):
    """Files of the site's folders that the CMS rewrites by itself."""

    reason: str
    paths: tuple[str, ...]
    """Globs below the document root."""


class RequestNoise(Strict):
    """Requests that browsers and the CMS make by themselves: no page that the candidate chose to open."""

    reason: str
    paths: tuple[str, ...]
    """Regular expressions on path and query below the site's address."""
    sign_in: bool = False
    """True: sending one signs in; the page that comes next is where the CMS leads, not where the candidate goes."""


class NoiseFile(Strict):
    """`stacks/<cms>/noise.yml`."""

    format: Literal[1]
    rules: tuple[NoiseRule, ...]
    files: tuple[FileNoise, ...] = ()
    requests: tuple[RequestNoise, ...] = ()


class Model(Strict):
    """All of one CMS: what the diff needs."""

    cms: str
    parameters: dict[str, Parameter]
    derived: dict[str, Derived]
    kinds: dict[str, Kind]
    noise: tuple[NoiseRule, ...]
    requests: tuple[RequestNoise, ...] = ()
