"""Orders: making one, its state, payments, tracking, returns and refunds."""

from __future__ import annotations

from provisioner.adapters.workstation import expect
from provisioner.robots.action import action
from provisioner.robots.candidate import Desk
from provisioner.robots.prestashop._office import follow, go_to, second_tab


def open_order(desk: Desk, reference: str) -> None:
    """Open an order by its reference, from the list."""
    page = desk.page
    go_to(desk, "AdminOrders")
    page.locator("tr", has_text=reference).locator("td").nth(2).click()
    page.wait_for_selector("#id_order_state", state="attached")


def _prepare(desk: Desk, customer: str, product: str) -> None:
    """Choose a customer and put a product in their basket."""
    page = desk.page
    go_to(desk, "AdminOrders")
    follow(desk, "a[href*='addorder']")
    page.locator("#customer").press_sequentially(customer)
    page.locator(".setup-customer").first.click()
    page.locator("#product").press_sequentially(product)
    page.locator("#id_product").wait_for()
    page.click("#submitAddProduct")
    page.locator("#customer_cart tbody tr").first.wait_for()
    page.locator("#id_address_delivery option").first.wait_for(state="attached")
    page.locator("#delivery_option option").first.wait_for(state="attached")


@action("Créer une commande pour {customer} : {product}, payée par {payment}")
def create_order(desk: Desk, *, customer: str, product: str, payment: str = "") -> None:
    """Make an order in the back office: customer and product are looked for by these letters."""
    page = desk.page
    _prepare(desk, customer, product)
    if payment:
        page.select_option("#payment_module_name", payment)
    else:
        page.select_option("#payment_module_name", index=1)
    page.select_option("#id_order_state", index=1)
    with page.expect_navigation():
        page.click("button[name=submitAddOrder]")
    page.wait_for_selector("#id_order_state", state="attached")


@action("Préparer une commande pour {customer} ({product}) et partir sans la créer")
def prepare_order_and_leave(desk: Desk, *, customer: str, product: str) -> None:
    """Fill the basket of a new order and go elsewhere."""
    _prepare(desk, customer, product)
    go_to(desk, "AdminOrders")


@action("Passer la commande {reference} à l’état « {state} »")
def change_order_state(desk: Desk, *, reference: str, state: str) -> None:
    """Open an order by its reference and give it another state (French name)."""
    page = desk.page
    open_order(desk, reference)
    option = page.locator("#id_order_state option", has_text=state).first.get_attribute("value")
    page.select_option("#id_order_state", option, force=True)
    page.locator("#submit_state").click()
    # The page comes back without a word: the new state heads the order's history.
    page.locator(".history-status tr, #status tr").first.filter(has_text=state).wait_for()


@action("Choisir l’état « {state} » pour la commande {reference} sans le valider")
def pick_order_state_without_saving(desk: Desk, *, reference: str, state: str) -> None:
    """Choose another state in the list and leave the page."""
    page = desk.page
    open_order(desk, reference)
    option = page.locator("#id_order_state option", has_text=state).first.get_attribute("value")
    page.select_option("#id_order_state", option, force=True)
    go_to(desk, "AdminOrders")


@action("Consulter la commande {reference}")
def look_at_order(desk: Desk, *, reference: str) -> None:
    """Open an order and only read it."""
    open_order(desk, reference)


@action("Ajouter à la commande {reference} un paiement de {amount} € par {method}")
def add_payment(desk: Desk, *, reference: str, method: str, amount: str, transaction: str = "") -> None:
    """Record a payment on an order; the first invoice is chosen when there is one."""
    page = desk.page
    open_order(desk, reference)
    page.fill("#formAddPayment input[name=payment_method]", method)
    page.fill("#formAddPayment input[name=payment_transaction_id]", transaction)
    page.fill("#formAddPayment input[name=payment_amount]", amount)
    # With the Enter key: on a narrow screen the button lies under the panel beside.
    with page.expect_navigation(wait_until="load"):
        page.press("#formAddPayment input[name=payment_amount]", "Enter")
    page.locator("#formAddPayment td", has_text=method).first.wait_for()


@action("Choisir un autre mode de paiement pour la commande {reference} sans l’ajouter")
def type_payment_and_leave(desk: Desk, *, reference: str, method: str) -> None:
    """Type a method of payment on an order and leave."""
    open_order(desk, reference)
    desk.page.fill("#formAddPayment input[name=payment_method]", method)
    go_to(desk, "AdminOrders")


@action("Ajouter {quantity} × « {product} » à la commande {reference}")
def add_order_line(desk: Desk, *, reference: str, product: str, quantity: int = 1) -> None:
    """Add a product to an order."""
    page = desk.page
    open_order(desk, reference)
    page.locator("#add_product").click()
    field = page.locator("#add_product_product_name")
    # The line unfolds before one can type in it.
    expect(field).to_be_focused()
    field.press_sequentially(product)
    page.locator(".ac_results li").locator("visible=true").first.click()
    page.fill("#add_product_product_quantity", str(quantity))
    before = page.locator("#orderProducts tr.product-line-row").count()
    page.locator("#submitAddProduct").click()
    page.locator("#orderProducts tr.product-line-row").nth(before).wait_for()


@action("Livrer la commande {reference} à l’adresse « {alias} »")
def change_delivery_address(desk: Desk, *, reference: str, alias: str) -> None:
    """Choose another address of the customer for an order."""
    page = desk.page
    open_order(desk, reference)
    select = page.locator("#addressShipping select[name=id_address]")
    value = select.locator("option", has_text=alias).first.get_attribute("value")
    select.select_option(value)
    with page.expect_navigation(wait_until="load"):
        page.click("button[name=submitAddressShipping]")


@action("Écrire au client de la commande {reference} : « {text} »")
def write_order_message(desk: Desk, *, reference: str, text: str, private: bool = False) -> None:
    """Leave a message on an order, for the customer or for the team only."""
    page = desk.page
    open_order(desk, reference)
    page.locator(f"label[for=visibility_{'off' if private else 'on'}]").click()
    page.fill("#txt_msg", text)
    with page.expect_navigation(wait_until="load"):
        page.click("#submitMessage")
    page.locator(".message-body, .well, .panel", has_text=text[:30]).first.wait_for()


@action("Reprendre {quantity} produit(s) de la commande {reference}")
def return_products(desk: Desk, *, reference: str, quantity: int = 1) -> None:
    """Take products of a delivered order back, in its page."""
    page = desk.page
    open_order(desk, reference)
    page.locator("#desc-order-standard_refund").click()
    page.locator("input[name^='id_order_detail[']").first.check(force=True)
    page.locator("input[name^='cancelQuantity[']").first.fill(str(quantity))
    with page.expect_navigation(wait_until="load"):
        page.locator("input[name=cancelProduct]").click()


@action("Rembourser en partie la commande {reference} : {amount} €")
def refund_partly(desk: Desk, *, reference: str, amount: str) -> None:
    """Refund part of an order's first line: a credit slip is made."""
    page = desk.page
    open_order(desk, reference)
    page.locator("#desc-order-partial_refund").click()
    page.locator("input.edit_product_quantity_refund, input[name^='partialRefundProductQuantity[']").first.fill("1")
    page.locator("input[name^='partialRefundProduct[']").first.fill(amount)
    with page.expect_navigation(wait_until="load"):
        page.locator("button[name=partialRefund]").click()


@action("Changer l’état du retour de la commande : « {state} »")
def change_return_state(desk: Desk, *, state: str) -> None:
    """Open the first merchandise return and give it another state."""
    page = desk.page
    _open_return(desk)
    page.select_option("#state", label=state)
    page.locator("#order_return_form_submit_btn").click()
    page.locator(".alert-success:visible").first.wait_for()


@action("Consulter le retour et choisir un état sans l’enregistrer")
def pick_return_state_and_leave(desk: Desk, *, state: str) -> None:
    """Choose a state for the first return and leave."""
    _open_return(desk)
    desk.page.select_option("#state", label=state)
    go_to(desk, "AdminReturn")


@action("Régler le délai des retours à {days} jours")
def set_return_delay(desk: Desk, *, days: str) -> None:
    """Change the number of days for returns."""
    page = desk.page
    go_to(desk, "AdminReturn")
    page.fill("input[name=PS_ORDER_RETURN_NB_DAYS]", days)
    page.locator("button[name=submitOptionsorder_return]").click()
    page.locator(".alert-success:visible").first.wait_for()


@action("Changer deux fois l’état de la commande {reference}, dans deux onglets")
def change_order_state_in_two_tabs(desk: Desk, *, reference: str, first: str, second: str) -> None:
    """Open an order twice and give it one state in each tab."""
    open_order(desk, reference)
    with second_tab(desk) as other:
        change_order_state(other, reference=reference, state=first)
    page = desk.page
    option = page.locator("#id_order_state option", has_text=second).first.get_attribute("value")
    page.select_option("#id_order_state", option, force=True)
    page.locator("#submit_state").click()
    page.locator(".history-status tr, #status tr").first.filter(has_text=second).wait_for()


def _open_return(desk: Desk) -> None:
    go_to(desk, "AdminReturn")
    with desk.page.expect_navigation(wait_until="load"):
        desk.page.locator("td[onclick*=updateorder_return]").first.click()
