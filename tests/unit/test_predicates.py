"""Finer points of the predicates: what the CMS did by itself, and what only looks like a trace."""

import pytest

from provisioner import predicates
from provisioner.schema.changes import Change, Diff, FieldChange


def field(name, before=None, after=None, type_="text"):
    return FieldChange(
        name=name, label=name, type=type_, before=before, after=after, before_text=before or "", after_text=after or ""
    )


def change(kind, id_, title, action, *fields, held=None, **state):
    return Change(
        kind=kind,
        kind_label=kind,
        id=id_,
        title=title,
        action=action,
        sentence=title,
        fields=fields,
        rows=(),
        state=held or state,
    )


def html(before, after, action="changed", id_="7", **state):
    return change("page", id_, "Page", action, field("content", before, after, "html"), **state)


def found(name, changes, /, **arguments):
    predicate = predicates.load(name)
    diff = Diff(cms="wordpress", changes=tuple(changes), others=())
    return [(trace.change.id, trace.detail) for trace in predicate.find(diff, predicate.arguments(**arguments))]


def test_a_menu_item_lost_with_its_category_does_not_count():
    item = change(
        "menu_item",
        "30",
        "Salons",
        "removed",
        FieldChange(name="object", label="Cible", type="reference", before="9", before_text="Salons"),
    )
    asked = {"kinds": ["menu_item"], "actions": ["removed"], "unless_gone": ["object"]}
    assert found("entity", [item], **asked) == [("30", "")]
    assert found("entity", [item, change("category", "9", "Salons", "removed")], **asked) == []
    assert found("entity", [item, change("page", "9", "Autre", "removed")], **asked) == [("30", "")]
    assert found("entity", [item, change("category", "9", "Salons", "changed")], **asked) == [("30", "")]


def test_what_the_cms_deletes_and_writes_again_does_not_count():
    gone = change("feature_value", "30", "Tuile", "removed", feature="1", value="Tuile")
    asked = {"kinds": ["feature_value"], "actions": ["created", "removed"], "unless_remade": ["feature", "value"]}
    same = change("feature_value", "34", "Tuile", "created", feature="1", value="Tuile")
    other = change("feature_value", "34", "Ardoise", "created", feature="1", value="Ardoise")
    assert found("entity", [gone, same], **asked) == []
    assert found("entity", [gone, other], **asked) == [("30", ""), ("34", "")]
    assert found("entity", [gone], **asked) == [("30", "")]


def test_what_the_cms_fills_in_counts_only_once_it_is_changed():
    asked = {"kinds": ["page"], "fields": ["content"], "unless_created": {"privacy": ["yes"]}}
    generated = html(None, "<p>Texte suggéré</p>", "created", privacy="yes")
    assert found("field", [generated], **asked) == []
    assert found("field", [html("<p>Texte</p>", "<p>Le nôtre</p>", privacy="yes")], **asked) == [("7", "")]


def test_like_looks_into_what_an_entity_holds():
    widget = change("widget", "nav_menu-2", "Menu", "created", urls=["https://www.facebook.com/x", "/contact/"])
    assert found("entity", [widget], kinds=["widget"], like={"urls": "FACEBOOK"}) == [("nav_menu-2", "")]
    assert found("entity", [widget], kinds=["widget"], like={"urls": "instagram"}) == []


IMAGE = (
    '<figure class="wp-block-image"><img src="/a.jpg" alt="{}" class="wp-image-5"/><figcaption>{}</figcaption></figure>'
)


@pytest.mark.parametrize(
    ("before", "after", "uploaded", "typed", "unknown"),
    [
        ("", IMAGE.format("Un banc", ""), False, "", "texte alternatif « Un banc »"),
        ("", IMAGE.format("Un banc", ""), True, "texte alternatif « Un banc »", ""),
        ("", IMAGE.format("", "Chez nous"), True, "légende « Chez nous »", ""),
        (IMAGE.format("", ""), IMAGE.format("Un banc", ""), False, "texte alternatif « Un banc »", ""),
        (IMAGE.format("Un banc", ""), IMAGE.format("Un banc", "") + "<p>Fin</p>", False, "", ""),
        ("", '<figure class="wp-block-table"><table></table><figcaption>Prix</figcaption></figure>', False, "", ""),
        (
            "",
            '<figure class="wp-block-video"><video src="/v.mp4"></video><figcaption>Film</figcaption></figure>',
            False,
            "légende « Film »",
            "",
        ),
    ],
)
def test_texts_that_the_library_brings_along_are_told_apart(before, after, uploaded, typed, unknown):
    changes = [html(before, after), *([change("media", "5", "a", "created")] if uploaded else [])]
    for origin, expected in (("typed", typed), ("unknown", unknown)):
        asked = {"kinds": ["page"], "fields": ["content"], "media_kind": "media", "origin": origin}
        assert found("image_texts", changes, **asked) == ([("7", expected)] if expected else [])


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ("Un\nDeux\nTrois", "Deux\nUn\nTrois", True),
        ("Un\nDeux\nTrois", "Un\nTrois", False),
        ("Un\nDeux", "Un\nNouveau\nDeux", False),
        ("Un\nDeux", "Deux!\nUn", False),
        ("À compléter\nUn\nÀ compléter", "Fait\nUn\nÀ compléter", False),
        ("", "Un\nDeux", False),
    ],
)
def test_parts_that_changed_places(before, after, moved):
    assert bool(found("reordered", [html(before, after)], kinds=["page"], fields=["content"])) == moved


@pytest.mark.parametrize(
    ("after", "seen"),
    [
        ('[gallery ids="1,2"]', "galerie"),
        ("[[gallery]]", ""),
        ("[gallery", ""),
        ("[galleryx ids=1]", ""),
        ("Un [mot] entre crochets", ""),
    ],
)
def test_short_codes(after, seen):
    names = {"gallery": "galerie"}
    expected = [("7", seen)] if seen else []
    assert found("shortcodes", [html("", after)], kinds=["page"], fields=["content"], names=names) == expected


def test_the_address_of_a_frame_or_of_a_block_not_its_text():
    asked = {"kinds": ["page"], "fields": ["content"], "patterns": {"maps": "carte"}, "elements": {"iframe": "src"}}
    frame = '<iframe src="https://www.google.com/maps/embed?pb=1"></iframe>'
    assert found("addresses", [html("", frame)], **asked) == [("7", "carte (https://www.google.com/maps/embed?pb=1)")]
    assert found("addresses", [html(frame, frame + "<p>Fin</p>")], **asked) == []
    assert found("addresses", [html("", "&lt;iframe src=https://x/maps&gt;")], **asked) == []
    assert found("addresses", [html("", '<a href="https://x/maps">carte</a>')], **asked) == []
    icon = '<!-- wp:social-link {"url":"https://x/maps"} /-->'
    assert found("addresses", [html("", icon)], **asked) == []
    assert found("addresses", [html("", icon)], **asked, blocks=["social-link"]) == [("7", "carte (https://x/maps)")]


def test_a_gallery_with_captions_is_no_list():
    gallery = '<ul class="blocks-gallery-grid"><li class="blocks-gallery-item"><figcaption>Ici</figcaption></li></ul>'
    asked = {"kinds": ["page"], "fields": ["content"], "elements": {"ul": "liste(s)"}}
    assert found("html_elements", [html("", gallery)], **asked) == [("7", "1 liste(s)")]
    assert found("html_elements", [html("", gallery)], **asked, except_classes=["blocks-gallery"]) == []


@pytest.mark.parametrize(
    ("title", "file", "renamed"),
    [
        ("L’atelier (été) n° 2", "2022/05/Latelier-ete-n°-2.jpg", False),
        ("cœur", "2022/05/coeur.jpg", False),
        ("photo-1", "2022/05/photo-1-2.jpg", False),
        ("grande", "2022/05/grande-scaled.jpg", False),
        ("banc", "2022/05/banc-e1652000000000.jpg", False),
        ("Un banc", "2022/05/IMG_2047.jpg", True),
        ("photo 3", "2022/05/photo-1.jpg", True),
    ],
)
def test_a_title_made_of_the_name_of_the_file_is_no_new_name(title, file, renamed):
    media = change("media", "5", title, "created", field("title", None, title), held={"title": title, "file": file})
    assert bool(found("renamed", [media], kinds=["media"], name="title", file="file")) == renamed


def test_where_links_lead():
    asked = {"kinds": ["page"], "fields": ["content"]}
    links = '<a href="/contact/">a</a><a href="https://x.example/">b</a><a href="mailto:a@b.c">c</a><a href="#">d</a>'
    told = {target: found("links", [html("", links)], **asked, target=target) for target in ("internal", "external")}
    assert told["internal"] == [("7", "lien interne vers /contact/")]
    assert told["external"] == [("7", "lien externe vers https://x.example/")]
    assert "mailto" in found("links", [html("", links)], **asked)[0][1]
    assert found("links", [html("", '<a href="#">d</a>')], **asked) == []


@pytest.mark.parametrize(
    ("planned", "added", "seen"),
    [
        ("Chèque", "Chèque : 10,00 €", False),
        ("Transfert bancaire", "virement bancaire : 10,00 €", False),
        ("Chèque", "Virement bancaire : 10,00 €", True),
        ("", "Chèque : 10,00 €", True),
    ],
)
def test_a_payment_of_the_method_already_planned_changes_none(planned, added, seen):
    payments = FieldChange(name="payments", label="Paiements", type="list", before=[], after=[added])
    order = change("order", "14", "ELTNXHWAN", "changed", payments, held={"payment": planned})
    asked = {"kinds": ["order"], "fields": ["payments"], "unlike": "payment", "alike": [["Transfert", "Virement"]]}
    assert bool(found("list_items", [order], **asked)) == seen


def test_a_text_corrected_is_not_one_put_in():
    asked = {"kinds": ["page"], "fields": ["content"], "was_empty": True}
    assert found("field", [html(None, "<p>Neuf</p>")], **asked) == [("7", "")]
    assert found("field", [html("<p>Ancien</p>", "<p>Neuf</p>")], **asked) == []


def test_blocks_left_empty_hold_no_media():
    image = '<figure class="wp-block-image"><img alt=""/></figure>'
    asked = {"kinds": ["page"], "fields": ["content"], "elements": {"img": "image(s)"}, "sourced": True}
    assert found("html_elements", [html("", image)], **asked) == []
    assert found("html_elements", [html("", image.replace("<img", '<img src="/a.jpg"'))], **asked) == [
        ("7", "1 image(s)")
    ]
    gallery = '<!-- wp:gallery {"linkTo":"none"} /-->'
    asked = {"kinds": ["page"], "fields": ["content"], "blocks": {"gallery": "galerie"}, "settings": {"linkTo": "lien"}}
    assert found("blocks", [html("", gallery)], **asked, needs=["ids"]) == []
    assert found("blocks", [html("", gallery.replace("{", '{"ids":[1],'))], **asked, needs=["ids"]) != []


def test_an_address_is_no_word():
    asked = {"kinds": ["page"], "fields": ["content"]}
    assert found("measures", [html("Un banc", "Un banc\nhttps://www.youtube.com/watch?v=x")], **asked) == []
    assert found("measures", [html("Un banc", "Un banc huilé")], **asked) != []


def test_what_a_deleted_category_held_is_moved_by_the_cms():
    categories = FieldChange(name="categories", label="Catégories", type="list", before=["18"], after=["2"])
    main = FieldChange(name="category", label="Catégorie principale", type="reference", before="18", after="2")
    asked = {"kinds": ["product"], "fields": ["categories"], "items": ["2"], "unless_changed": ["category"]}
    assert found("gains", [change("product", "4", "Huile", "changed", categories)], **asked) == [("4", "")]
    assert found("gains", [change("product", "4", "Huile", "changed", main, categories)], **asked) == []
