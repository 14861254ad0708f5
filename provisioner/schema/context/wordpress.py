"""The WordPress half of the reference context: `context/wordpress/*.yml`, one model per file.

Texts may hold placeholders: see `provisioner.schema.context`.
"""

from __future__ import annotations

from typing import Literal

from provisioner.schema.base import Strict
from provisioner.schema.context.types import Count, Email, Moment, Slug, Text

Role = Literal["administrator", "editor", "author", "contributor", "subscriber"]
Status = Literal["publish", "draft", "pending", "private"]


class Site(Strict):
    """`site.yml`: identity, header, home page and settings."""

    title: Text
    tagline: str
    admin_email: Email
    logo: str = ""
    """Picture ids, here and below."""
    icon: str = ""
    header_image: str = ""
    front_page: Slug
    """Slug of the static home page."""
    posts_page: Slug
    privacy_page: Slug
    front_sections: tuple[Slug, ...] = ()
    """Pages shown below the home page by the theme (at most 4)."""
    permalink_structure: str
    default_category: Slug
    posts_per_page: Count
    timezone: str
    date_format: str
    time_format: str
    page_layout: Literal["one-column", "two-column"]
    color_scheme: Literal["light", "dark", "custom"]
    comment_moderation: bool
    """Every comment waits for an approval."""
    moderation_words: tuple[str, ...] = ()


class User(Strict):
    """A WordPress account."""

    login: Slug
    email: Email
    first_name: str
    last_name: str
    display_name: Text
    role: Role
    registered: Moment
    bio: str = ""
    avatar: str = ""
    """Picture id; empty: the locally served default."""


class Users(Strict):
    """`users.yml`."""

    users: tuple[User, ...]


class Attachment(Strict):
    """A picture put in the media library."""

    picture: Slug
    title: Text
    alt: str = ""
    caption: str = ""
    description: str = ""
    date: Moment
    author: Slug


class Library(Strict):
    """`media.yml`: the media library."""

    media: tuple[Attachment, ...]


class Term(Strict):
    """A category or a tag."""

    slug: Slug
    name: Text
    description: str = ""
    parent: str = ""


class Terms(Strict):
    """`terms.yml`."""

    categories: tuple[Term, ...]
    tags: tuple[Term, ...]


class Page(Strict):
    """`pages/<slug>.yml`: one page, in block markup."""

    slug: Slug
    title: Text
    date: Moment
    modified: Moment
    author: Slug
    status: Status = "publish"
    parent: str = ""
    order: int = 0
    featured: str = ""
    """Picture id."""
    comments_open: bool = False
    content: str = ""


class Post(Strict):
    """`posts/<slug>.yml`: one article, in block markup."""

    slug: Slug
    title: Text
    date: Moment
    modified: Moment
    author: Slug
    status: Status = "publish"
    categories: tuple[Slug, ...]
    tags: tuple[Slug, ...] = ()
    featured: str = ""
    """Picture id."""
    excerpt: str = ""
    sticky: bool = False
    comments_open: bool = True
    content: str


class Comment(Strict):
    """A visitor's (or the firm's) comment."""

    id: Slug
    post: Slug
    author: Text
    email: Email
    url: str = ""
    user: str = ""
    """Login, when the author has an account."""
    date: Moment
    status: Literal["approved", "pending", "spam", "trash"]
    reply_to: str = ""
    text: Text


class Comments(Strict):
    """`comments.yml`."""

    comments: tuple[Comment, ...]


class MenuItem(Strict):
    """An entry of a menu, and its submenu."""

    kind: Literal["home", "page", "post", "category", "tag", "custom"]
    target: str = ""
    """Slug of what it leads to (not for `home` and `custom`)."""
    url: str = ""
    """Only for `custom`: an address, or a placeholder such as `{{shop}}`."""
    title: str = ""
    """Empty: the title of the target."""
    children: tuple[MenuItem, ...] = ()


class Menu(Strict):
    """A menu; `location` is a place of the theme, empty when it is shown nowhere."""

    slug: Slug
    name: Text
    location: Literal["", "top", "social"] = ""
    items: tuple[MenuItem, ...]


class Menus(Strict):
    """`menus.yml`."""

    menus: tuple[Menu, ...]


class Widget(Strict):
    """A classic widget: exists in 5.6 to 5.8."""

    kind: Literal[
        "search", "text", "recent-posts", "recent-comments", "categories", "archives", "tag_cloud", "nav_menu", "meta",
        "media_image", "calendar",
    ]  # fmt: skip
    title: str = ""
    text: str = ""
    """HTML, for `text`."""
    number: Count = 5
    """How many, for the `recent-…` kinds."""
    menu: str = ""
    """Slug of a menu, for `nav_menu`."""
    picture: str = ""
    """For `media_image`."""


class Widgets(Strict):
    """`widgets.yml`: by area of the theme."""

    sidebar: tuple[Widget, ...]
    """Blog sidebar (`sidebar-1`)."""
    footer_1: tuple[Widget, ...]
    """`sidebar-2`."""
    footer_2: tuple[Widget, ...]
    """`sidebar-3`."""
    inactive: tuple[Widget, ...] = ()


class WordPressContext(Strict):
    """All of `context/wordpress/`."""

    site: Site
    users: tuple[User, ...]
    media: tuple[Attachment, ...]
    categories: tuple[Term, ...]
    tags: tuple[Term, ...]
    pages: tuple[Page, ...]
    posts: tuple[Post, ...]
    comments: tuple[Comment, ...]
    menus: tuple[Menu, ...]
    widgets: Widgets
