"""The real forms of the back office of PrestaShop 1.7.6.5 on PHP 7.4, filled in Chromium as a candidate does.

Each test proves that a form keeps what is typed: a repair that is missing shows here.
"""

import re

import pytest
from PIL import Image
from prestashop_office import signed_in

pytestmark = [pytest.mark.docker, pytest.mark.browser, pytest.mark.media]


@pytest.fixture(scope="module")
def desk(engine, media_2022, chromium):  # noqa: ARG001
    with signed_in(chromium) as office:
        yield office


@pytest.fixture
def office(desk):
    """The back office at its first page, with nothing to complain of."""
    desk.page.goto(f"{desk.url}/gestion/")
    desk.outside.clear()
    desk.failed.clear()
    yield desk
    assert desk.outside == []
    assert desk.failed == []


@pytest.fixture(scope="session")
def picture(tmp_path_factory):
    path = tmp_path_factory.mktemp("picture") / "objet.jpg"
    Image.new("RGB", (900, 700), (90, 120, 60)).save(path)
    return path


def save_product(page):
    with page.expect_response(lambda r: r.request.method == "POST" and "/catalog/products/" in r.url) as answer:
        page.locator(".js-btn-save:visible").first.click()
    assert answer.value.status == 200
    page.locator(".growl-notice, .growl", has_text="mis à jour").first.wait_for()


def test_product_with_picture_and_combinations(office, picture):
    page = office.page
    office.tab("AdminProducts")
    page.click("#page-header-desc-configuration-add")
    page.fill("#form_step1_name_1", "Banc témoin")
    office.type_in("form_step1_description_short_1", "Un banc en chêne récupéré.")
    page.click("a[href='#description']")
    office.type_in("form_step1_description_1", "Chaque banc est unique.")
    # Typed key by key: the page follows the keyboard, and `fill` would leave the price at 0.
    page.locator("#form_step1_price_shortcut").fill("")
    page.locator("#form_step1_price_shortcut").press_sequentially("120")
    with page.expect_response(lambda r: "/image/upload/" in r.url) as answer:
        page.set_input_files("input.dz-hidden-input", picture)
    assert answer.value.status == 200
    page.locator("#product-images-dropzone .dz-preview.dz-image-preview[data-id], .dz-success").first.wait_for()
    save_product(page)
    page.locator("#show_variations_selector input[value='1']").check(force=True)
    page.click("#tab_step3 a")
    boxes = page.locator(".js-attribute-checkbox")
    groups = boxes.evaluate_all("all => all.map(a => a.dataset.groupId)")
    first = [i for i, group in enumerate(groups) if group == groups[0]][:2]
    for index in first:
        boxes.nth(index).evaluate("box => box.click()")
    page.click("#create-combinations")
    page.locator("#accordion_combinations tr.combination").nth(1).wait_for()
    save_product(page)
    page.reload()
    assert page.input_value("#form_step1_name_1") == "Banc témoin"
    assert float(page.input_value("#form_step2_price").replace(",", ".")) == 120
    page.locator("#accordion_combinations tr.combination").nth(1).wait_for()
    assert page.locator("#accordion_combinations tr.combination").count() == 2
    assert page.locator("#product-images-dropzone .dz-preview[data-id]").count() == 1


def test_category(office):
    page = office.page
    office.tab("AdminCategories")
    office.follow("#page-header-desc-configuration-add_category, #page-header-desc-configuration-add")
    page.fill("#category_name_1", "Rayon témoin")
    office.type_in("category_description_1", "Des objets à voir.")
    page.fill("#category_meta_title_1", "Titre témoin")
    office.save("form[name=category] button.btn-primary, .card-footer button.btn-primary")


def test_customer(office):
    page = office.page
    office.tab("AdminCustomers")
    office.follow("#page-header-desc-configuration-add")
    page.fill("#customer_first_name", "Ada")
    page.fill("#customer_last_name", "Témoin")
    page.fill("#customer_email", "ada@temoin.example")
    page.fill("#customer_password", "motdepasse")
    office.save(".card-footer button.btn-primary")


def test_group(office):
    page = office.page
    office.tab("AdminParentCustomerPreferences", "AdminGroups")
    office.follow("#page-header-desc-group-new_group, a[href*='addgroup']")
    page.fill("#name_1", "Associations")
    page.fill("#reduction", "10")
    office.save("#group_form_submit_btn")


def test_order_made_in_the_back_office(office):
    page = office.page
    office.tab("AdminOrders")
    office.follow("a[href*='addorder']")
    page.locator("#customer").press_sequentially("pasquier")
    page.locator(".setup-customer").first.click()
    page.locator("#product").press_sequentially("ampoule")
    page.locator("#id_product").wait_for()
    page.click("#submitAddProduct")
    page.locator("#customer_cart tbody tr").first.wait_for()
    page.locator("#id_address_delivery option").first.wait_for(state="attached")
    page.locator("#delivery_option option").first.wait_for(state="attached")
    page.select_option("#payment_module_name", index=1)
    page.select_option("#id_order_state", index=1)
    with page.expect_navigation():
        page.click("button[name=submitAddOrder]")
    assert "vieworder" in page.url


def test_brand_and_supplier(office):
    page = office.page
    office.tab("AdminParentManufacturers")
    office.follow("#page-header-desc-configuration-add_manufacturer, a[href*='brands/new']")
    page.fill("#manufacturer_name", "Marque témoin")
    office.save(".card-footer button.btn-primary")
    office.tab("AdminParentManufacturers", "AdminSuppliers")
    office.follow("a[href*='addsupplier']")
    for name, value in {
        "name": "Fournisseur témoin",
        "address": "1 rue du Puits",
        "postcode": "75001",
        "city": "Paris",
    }.items():
        page.fill(f"#{name}", value)
    page.select_option("#id_country", label="France")
    office.save("#supplier_form_submit_btn")


def test_cms_page(office):
    page = office.page
    office.tab("AdminCmsContent")
    office.follow("a[href*='cms-pages/new']")
    page.fill("#cms_page_title_1", "Page témoin")
    office.type_in("cms_page_content_1", "Bonjour à tous.")
    office.save(".card-footer button.btn-primary")


def test_employee_profile_and_permissions(office):
    page = office.page
    office.tab("AdminParentEmployees", "AdminProfiles")
    office.follow("a[href*='profiles/new'], a[href*='addprofile']")
    page.locator("#profile_name_1, #name_1").first.fill("Rédaction")
    office.save(".card-footer button.btn-primary, #profile_form_submit_btn")
    office.tab("AdminParentEmployees", "AdminEmployees")
    office.follow("a[href*='employees/new']")
    page.fill("#employee_firstname", "Line")
    page.fill("#employee_lastname", "Témoin")
    page.fill("#employee_email", "line@temoin.example")
    page.fill("#employee_password", "motdepasse1")
    page.select_option("#employee_profile", label="Rédaction")
    office.save(".card-footer button.btn-primary")
    office.tab("AdminParentEmployees", "AdminAccess")
    page.locator("div.productTabs a", has_text="Rédaction").first.click()
    with page.expect_response(lambda r: "action=updateAccess" in r.url) as answer:
        page.locator("input.ajaxPower.view:visible").nth(1).click()
    assert answer.value.text() == "ok"


def test_carrier_wizard(office):
    page = office.page
    office.tab("AdminCarriers")
    office.follow("a[href*='addcarrier'], a[href*='AdminCarrierWizard']")
    page.fill("#name", "Coursier témoin")
    page.fill("#delay_1", "Demain")
    page.locator(".buttonNext").click()
    page.click("label[for=is_free_on]")
    page.locator(".buttonNext").click()
    page.locator("#max_width").wait_for()
    page.locator(".buttonNext").click()
    page.locator("#step_carrier_summary, #step-4").first.wait_for()
    with page.expect_navigation():
        page.locator(".buttonFinish").click()
    assert page.locator("body", has_text="Coursier témoin").count()


def test_alias(office):
    page = office.page
    office.tab("AdminParentSearchConf")
    office.follow("a[href*='addalias']")
    page.fill("#alias", "bancc, banque")
    page.fill("#search", "banc")
    office.save("#alias_form_submit_btn")


def test_seo_page(office):
    page = office.page
    office.tab("AdminParentMeta")
    office.follow("table a[href*='/edit']")
    page.locator("input[id^=meta_page_title_1]").fill("Titre témoin")
    office.save(".card-footer button.btn-primary")


def test_customer_thread_answer(office):
    page = office.page
    office.tab("AdminCustomerThreads")
    office.follow("td a[href*='viewcustomer_thread'], a[href*='viewcustomer_thread']")
    page.fill("textarea[name=reply_message]", "Bonjour, votre commande part demain.")
    with page.expect_navigation():
        page.click("button[name=submitReply]")
    assert page.locator("body", has_text="votre commande part demain").count()


def test_return_state(office):
    page = office.page
    office.tab("AdminReturn")
    with page.expect_navigation():
        page.locator("td[onclick*=updateorder_return]").first.click()
    page.select_option("#state", index=2)
    office.save("#order_return_form_submit_btn")


def test_banner(office, picture):
    page = office.page
    office.module("ps_banner", "bannière")
    page.set_input_files("input[type=file][name^=BANNER_IMG]", picture)
    office.save("button[name=submitStoreConf]")
    assert re.search(r"ps_banner/img/\w+\.jpg", page.content())


def test_main_menu(office):
    page = office.page
    office.module("ps_mainmenu", "menu")
    page.locator("#availableItems option").nth(3).click()
    page.click("#addItem")
    office.save("button[name=submitBlocktopmenu]")


def test_store(office):
    page = office.page
    office.tab("AdminParentStores", "AdminStores")
    office.follow("a[href*='updatestore']")
    page.fill("#phone", "0102030405")
    office.save("#store_form_submit_btn")


def test_shop_details(office):
    page = office.page
    office.tab("AdminParentStores", "AdminStores")
    page.fill("input[name=PS_SHOP_PHONE]", "0102030405")
    office.save("button[name=submitOptionsstore]")
