"""References inside the WordPress half of a context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from provisioner.crosscheck import Names, Problem, pictures_of, repeated, texts
from provisioner.schema.context import Context
from provisioner.schema.context.wordpress import MenuItem, WordPressContext

_FILES = {"categories": "terms", "tags": "terms"}


def problems(context: Context) -> Iterator[Problem]:
    """Yield all that is wrong in `wordpress/*.yml`."""
    half = context.wordpress
    allowed = pictures_of(context, "wordpress")
    names = _names(half)
    for entry in half.media:
        if entry.picture not in allowed:
            text = f"l’image « {entry.picture} » n’existe pas dans media.yml, ou n’y est pas prévue pour WordPress"
            yield Problem("wordpress/media.yml", entry.picture, text)
    yield from _unique(half)
    yield from _site(half, names)
    yield from _people(context, names, allowed)
    yield from _terms(half, names)
    yield from _articles(half, names)
    yield from _comments(half, names)
    for menu in half.menus:
        yield from _menu_items(menu.items, f"{menu.slug}.items", names)
    yield from _widgets(half, names)
    for key, text in texts(half.model_dump()):
        first, second, *_ = [*key.split("."), ""]
        file = f"{first}/{second}.yml" if first in {"pages", "posts"} else f"{_FILES.get(first, first)}.yml"
        yield from names.unresolved(file, key, text)


def _names(half: WordPressContext) -> Names:
    pages = frozenset(page.slug for page in half.pages)
    posts = frozenset(post.slug for post in half.posts)
    return Names(
        "wordpress",
        {
            "picture": frozenset(entry.picture for entry in half.media),
            "user": frozenset(user.login for user in half.users),
            "category": frozenset(term.slug for term in half.categories),
            "tag": frozenset(term.slug for term in half.tags),
            "only-page": pages,
            "post": posts,
            "page": pages | posts,
            "comment": frozenset(comment.id for comment in half.comments),
            "menu": frozenset(menu.slug for menu in half.menus),
        },
    )


def _unique(half: WordPressContext) -> Iterator[Problem]:
    yield from repeated("wordpress/media.yml", "media.picture", (entry.picture for entry in half.media))
    yield from repeated("wordpress/users.yml", "users.login", (user.login for user in half.users))
    yield from repeated("wordpress/users.yml", "users.email", (user.email for user in half.users))
    yield from repeated("wordpress/terms.yml", "categories.slug", (term.slug for term in half.categories))
    yield from repeated("wordpress/terms.yml", "tags.slug", (term.slug for term in half.tags))
    addresses = [page.slug for page in half.pages] + [post.slug for post in half.posts]
    yield from repeated("wordpress/pages, posts", "slug", addresses)
    yield from repeated("wordpress/comments.yml", "comments.id", (comment.id for comment in half.comments))
    yield from repeated("wordpress/menus.yml", "menus.slug", (menu.slug for menu in half.menus))
    yield from repeated("wordpress/menus.yml", "menus.location", (m.location for m in half.menus if m.location))


def _site(half: WordPressContext, names: Names) -> Iterator[Problem]:
    site = half.site
    for key in ("logo", "icon", "header_image"):
        yield from names.missing("picture", "l’image", "site.yml", key, getattr(site, key))
    for key in ("front_page", "posts_page", "privacy_page"):
        yield from names.missing("only-page", "la page", "site.yml", key, getattr(site, key))
    yield from names.missing("only-page", "la page", "site.yml", "front_sections", *site.front_sections)
    yield from names.missing("category", "la catégorie", "site.yml", "default_category", site.default_category)


def _people(context: Context, names: Names, allowed: frozenset[str]) -> Iterator[Problem]:
    for user in context.wordpress.users:
        if user.avatar and user.avatar not in allowed:
            yield Problem("wordpress/users.yml", f"{user.login}.avatar", f"l’image « {user.avatar} » n’existe pas")
    for entry in context.wordpress.media:
        yield from names.missing("user", "le compte", "media.yml", f"{entry.picture}.author", entry.author)


def _terms(half: WordPressContext, names: Names) -> Iterator[Problem]:
    for term in half.categories:
        yield from names.missing("category", "la catégorie", "terms.yml", f"{term.slug}.parent", term.parent)
    for tag in half.tags:
        if tag.parent:
            yield Problem("wordpress/terms.yml", f"{tag.slug}.parent", "une étiquette n’a pas de parent")


def _articles(half: WordPressContext, names: Names) -> Iterator[Problem]:
    for page in half.pages:
        file = f"pages/{page.slug}.yml"
        yield from names.missing("user", "le compte", file, "author", page.author)
        yield from names.missing("only-page", "la page", file, "parent", page.parent)
        yield from names.missing("picture", "l’image", file, "featured", page.featured)
    for post in half.posts:
        file = f"posts/{post.slug}.yml"
        yield from names.missing("user", "le compte", file, "author", post.author)
        yield from names.missing("category", "la catégorie", file, "categories", *post.categories)
        yield from names.missing("tag", "l’étiquette", file, "tags", *post.tags)
        yield from names.missing("picture", "l’image", file, "featured", post.featured)


def _comments(half: WordPressContext, names: Names) -> Iterator[Problem]:
    posts = {comment.id: comment.post for comment in half.comments}
    for comment in half.comments:
        yield from names.missing("post", "l’article", "comments.yml", f"{comment.id}.post", comment.post)
        yield from names.missing("user", "le compte", "comments.yml", f"{comment.id}.user", comment.user)
        key = f"{comment.id}.reply_to"
        yield from names.missing("comment", "le commentaire", "comments.yml", key, comment.reply_to)
        if comment.reply_to in posts and posts[comment.reply_to] != comment.post:
            yield Problem("wordpress/comments.yml", key, "la réponse n’est pas sous le même article")


def _menu_items(items: Iterable[MenuItem], key: str, names: Names) -> Iterator[Problem]:
    kinds = {
        "page": ("only-page", "la page"),
        "post": ("post", "l’article"),
        "category": ("category", "la catégorie"),
        "tag": ("tag", "l’étiquette"),
    }
    for index, item in enumerate(items):
        here = f"{key}.{index}"
        if item.kind in kinds:
            kind, what = kinds[item.kind]
            yield from names.missing(kind, what, "menus.yml", f"{here}.target", item.target or "(vide)")
        elif item.kind == "custom" and not (item.url and item.title):
            yield Problem("wordpress/menus.yml", here, "un lien personnalisé a besoin de « url » et de « title »")
        yield from _menu_items(item.children, f"{here}.children", names)


def _widgets(half: WordPressContext, names: Names) -> Iterator[Problem]:
    for area in ("sidebar", "footer_1", "footer_2", "inactive"):
        for index, widget in enumerate(getattr(half.widgets, area)):
            key = f"{area}.{index}"
            yield from names.missing("menu", "le menu", "widgets.yml", f"{key}.menu", widget.menu)
            yield from names.missing("picture", "l’image", "widgets.yml", f"{key}.picture", widget.picture)
