"""What candidates and inspectors read: is it all there, in good French, and neglected only on purpose?"""

import json
import re
from collections import Counter
from html import unescape

import pytest

from provisioner import catalog, paths
from provisioner.crosscheck import PLACEHOLDER, texts
from provisioner.crosscheck.neglects import broken

FOLDER = paths.SUBJECTS / "2022" / "context"
PHONE = re.compile(r"\b0\d(?: \d\d){4}\b")
FICTIONAL = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98")
"""Ranges that the French regulator keeps for fiction."""


@pytest.fixture(scope="module")
def context():
    return catalog.load_context(FOLDER)


@pytest.fixture(scope="module")
def written(context):
    """Every text a person reads, with its key; markup, addresses and placeholders removed."""
    everything = list(texts(context.model_dump(mode="json", exclude={"pictures", "neglects"})))
    return [(key, plain(text)) for key, text in everything if " " in text or "’" in text]


def plain(source):
    """Text of an HTML source, one line per block."""
    lines = re.sub(r"<!--.*?-->", "", source)
    lines = re.sub(r"</?(?:p|h\d|li|ul|ol|td|tr|figure|figcaption|div|blockquote|br)\b[^>]*>", "\n", lines)
    lines = PLACEHOLDER.sub("X", unescape(re.sub(r"<[^>]*>", "", lines)))
    return re.sub(r"https?://\S+", "X", lines)


def words(source):
    return len(re.findall(r"[\w’-]+", plain(source)))


def offenders(written, pattern):
    return [(key, text) for key, text in written if re.search(pattern, text)]


def test_wordpress_is_as_full_as_asked(context):
    half = context.wordpress
    published = [post for post in half.posts if post.status == "publish"]
    assert len(published) >= 12
    assert {post.status for post in half.posts} >= {"publish", "draft", "pending"}
    assert len(half.media) >= 45
    assert {user.role for user in half.users} == {"administrator", "editor", "author", "contributor", "subscriber"}
    assert any(user.login == "candidat" and user.role == "administrator" for user in half.users)
    assert len(half.categories) >= 6
    assert any(term.parent for term in half.categories)
    assert len(half.tags) >= 12
    slugs = {page.slug for page in half.pages}
    assert slugs >= {"accueil", "atelier", "sur-mesure-professionnels", "salons-et-marches", "contact"}
    drafts = {page.slug for page in half.pages if page.status == "draft"}
    assert drafts == {"mentions-legales", "politique-de-confidentialite"}
    assert any(item.children for menu in half.menus for item in menu.items)
    states = Counter(comment.status for comment in half.comments)
    assert states["approved"] >= 8
    assert states["pending"] >= 6


def test_prestashop_is_as_full_as_asked(context):
    half = context.prestashop
    assert len(half.products) >= 32
    assert sum(bool(product.combinations) for product in half.products) >= 6
    assert any(category.parent for category in half.categories)
    assert min(len(half.brands), len(half.suppliers), len(half.carriers.carriers)) >= 3
    assert len(half.groups) >= 5
    assert len(half.customers) >= 12
    assert len(half.orders) >= 12
    assert len({order.history[-1].state for order in half.orders}) >= 6
    assert sum(thread.status == "open" for thread in half.threads) >= 3
    assert len(half.cart_rules) >= 4
    assert len(half.home.carousel) == 3
    assert len(half.cms.pages) >= 5
    assert len(half.team.employees) >= 4
    assert len(half.home.featured) >= half.home.featured_count


def test_every_article_is_a_real_text(context):
    spoiled = {n.target for n in context.neglects if n.cms == "wordpress" and n.kind == "post" and n.field == "content"}
    for post in context.wordpress.posts:
        if post.slug not in spoiled - {"salon-recup-et-creation-2020", "clic-et-retrait-a-latelier"}:
            assert 150 <= words(post.content) <= 400, (post.slug, words(post.content))
            assert "<h2>" in post.content or "<ol>" in post.content


def test_every_product_sells_unless_neglected(context):
    spoiled = {n.target for n in context.neglects if n.kind == "product" and n.field == "description"}
    for product in context.prestashop.products:
        assert product.images
        if product.reference not in spoiled:
            assert words(product.description) >= 20, product.reference
            assert words(product.summary) >= 5, product.reference
            assert product.price > product.wholesale_price > 0
            assert product.weight > 0


def test_prices_incl_tax_are_round(context):
    for product in context.prestashop.products:
        incl = product.price * (1 + float(product.tax) / 100)
        assert abs(incl - round(incl, 2)) < 1e-5, product.reference
        assert round(incl * 100) % 10 == 0, product.reference


def test_block_markup_is_balanced(context):
    for page in (*context.wordpress.pages, *context.wordpress.posts):
        opened = Counter(re.findall(r"<!-- wp:([a-z-]+)", page.content))
        closed = Counter(re.findall(r"<!-- /wp:([a-z-]+)", page.content))
        assert opened == closed, page.slug
        assert "{{media" not in re.sub(r"\{\{media:[a-z0-9-]+:(url|id)\}\}", "", page.content)


def test_no_placeholder_text(written):
    assert not offenders(written, r"(?i)lorem|ipsum|dolor sit|t-shirt|todo|blah|xxx")


def test_no_double_space(written):
    assert not offenders(written, r"\S[  \u00a0\u202f]{2,}\S")


def test_apostrophes_are_typographic(written):
    assert not offenders(written, r"(?i)[a-zà-ÿ]'")


def test_french_spacing(written):
    rude = [  # visitors and the neglected article write as they please: only what the firm publishes counts
        (key, text) for key, text in written if not key.startswith("wordpress.comments")
    ]
    assert not offenders(rude, r"[a-zà-ÿ»)] [;!?](?:\s|$)")
    assert not offenders(rude, r"[a-zà-ÿ»)] :(?:\s|$)")
    assert not offenders(rude, r"[a-zà-ÿ»)][;!?](?:\s|$)")
    assert not offenders(rude, r"« |[^\u00a0]»")


def test_nothing_can_reach_a_real_person(context):
    everything = json.dumps(catalog.context_json(context), ensure_ascii=False)
    for phone in PHONE.findall(everything):
        assert phone.startswith(FICTIONAL), phone
    for email in re.findall(r"[\w.+-]+@[\w.-]+\w", everything):
        assert email.endswith(".example"), email
    assert re.findall(r"\b000 \d{3} \d{3}\b", context.company.siren)
    assert all(customer.siret.startswith("000") for customer in context.prestashop.customers if customer.siret)


def test_dates_are_between_2018_and_the_exam(context):
    everything = json.dumps(catalog.context_json(context)["wordpress"])
    years = {int(year) for year in re.findall(r'"(\d{4})-\d\d-\d\d ', everything)}
    assert min(years) >= 2019
    assert max(years) <= 2022


def test_each_neglect_is_there(context):
    assert len(context.neglects) >= 30
    assert {neglect.id: broken(context, neglect) for neglect in context.neglects if broken(context, neglect)} == {}
    assert {neglect.cms for neglect in context.neglects} == {"wordpress", "prestashop"}


def test_missing_alternative_texts_are_all_on_purpose(context):
    missing = {entry.picture for entry in context.wordpress.media if not entry.alt}
    listed = {n.target for n in context.neglects if n.kind == "attachment" and n.field == "alt"}
    assert missing == listed


def test_products_without_words_are_all_on_purpose(context):
    mute = {product.reference for product in context.prestashop.products if not product.description}
    listed = {n.target for n in context.neglects if n.kind == "product" and n.field == "description"}
    assert mute == listed


def test_every_picture_is_used(context):
    used = {text for _, text in texts(context.model_dump(mode="json", exclude={"pictures"}))}
    assert {picture.id for picture in context.pictures} - used == set()


def test_the_json_for_the_seeders_is_plain_and_stable(context):
    data = catalog.context_json(context)
    assert json.loads(json.dumps(data)) == data
    assert data == catalog.context_json(catalog.load_context(FOLDER))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", data["wordpress"]["posts"][0]["date"])


def test_links_from_the_shop_to_the_site_lead_to_published_pages(context):
    published = {page.slug for page in (*context.wordpress.pages, *context.wordpress.posts) if page.status == "publish"}
    links = {
        link
        for _, text in texts(context.prestashop.model_dump(mode="json"))
        for link in re.findall(r"\{\{site\}\}/([^\"\s]+)", text)
    }
    assert links
    assert {link.strip("/") for link in links} <= published
