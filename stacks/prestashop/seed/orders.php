<?php
// Orders through a real cart and PrestaShop's own validation, then their history, payments and dates; returns.

const E5B_STATES = [
    'cheque_pending' => 1, 'payment_accepted' => 2, 'preparing' => 3, 'shipped' => 4, 'delivered' => 5, 'cancelled' => 6, 'refunded' => 7,
    'payment_error' => 8, 'backorder_paid' => 9, 'bankwire_pending' => 10, 'remote_payment_accepted' => 11, 'backorder_unpaid' => 12,
    'cod_pending' => 13,
];
const E5B_RETURN_STATES = ['confirmation_pending' => 1, 'package_pending' => 2, 'received' => 3, 'denied' => 4, 'completed' => 5];

/** The cart of an order, filled. */
function e5b_cart(array $data): Cart
{
    $customer = new Customer(e5b_id('customer', $data['customer']));
    $delivery = e5b_id('address', "{$data['customer']}/{$data['address']}");
    $cart = new Cart();
    $cart->id_customer = (int) $customer->id;
    $cart->secure_key = $customer->secure_key;
    $cart->id_address_delivery = $delivery;
    $cart->id_address_invoice = $data['invoice_address'] ? e5b_id('address', "{$data['customer']}/{$data['invoice_address']}") : $delivery;
    $cart->id_lang = E5B_LANG;
    $cart->id_currency = (int) Configuration::get('PS_CURRENCY_DEFAULT');
    $cart->id_carrier = e5b_id('carrier', $data['carrier']);
    $cart->id_shop = 1;
    $cart->recyclable = 0;
    $cart->gift = 0;
    e5b_add($cart);
    $context = Context::getContext();
    $context->cart = $cart;
    $context->customer = $customer;
    foreach ($data['lines'] as $line) {
        $combination = $line['combination'] ? e5b_id('combination', $line['combination']) : 0;
        $id = e5b_id('product', $line['product']);
        // What was sold then need not be in stock now.
        StockAvailable::updateQuantity($id, $combination, $line['quantity'], 1);
        if ($cart->updateQty($line['quantity'], $id, $combination) !== true) {
            e5b_fail("order {$data['reference']}: {$line['product']} cannot be bought");
        }
    }
    if ($data['cart_rule']) {
        $cart->addCartRule(e5b_id('cart-rule', $data['cart_rule']));
    }
    $cart->setDeliveryOption([$delivery => e5b_id('carrier', $data['carrier']) . ',']);
    $cart->update();
    return new Cart((int) $cart->id);
}

/** Give an order the states it went through, with their own dates. */
function e5b_history(Order $order, array $steps): void
{
    Db::getInstance()->delete('order_history', "id_order = {$order->id}");
    foreach ($steps as $step) {
        $history = new OrderHistory();
        $history->id_order = (int) $order->id;
        $history->id_employee = $step['employee'] ? e5b_id('employee', $step['employee']) : 0;
        $history->changeIdOrderState(E5B_STATES[$step['state']], (int) $order->id, true);
        $history->add();
        e5b_dates('order_history', 'id_order_history', (int) $history->id, $step['date'], ['date_add']);
        $order = new Order((int) $order->id);
    }
}

foreach (e5b_data('orders') as $data) {
    $cart = e5b_cart($data);
    $module = Module::getInstanceByName($data['payment']);
    $first = $data['history'][0];
    $total = (float) $cart->getOrderTotal(true, Cart::BOTH);
    $module->validateOrder((int) $cart->id, E5B_STATES[$first['state']], $total, $module->displayName, null, [], null, false, $cart->secure_key);
    $order = new Order((int) $module->currentOrder);
    if (! Validate::isLoadedObject($order)) {
        e5b_fail("order {$data['reference']} was refused");
    }
    $order->reference = $data['reference'];
    $order->update();
    Db::getInstance()->delete('order_payment', "order_reference = '" . pSQL($data['reference']) . "'");
    e5b_history($order, $data['history']);
    $order = new Order((int) $order->id);
    Db::getInstance()->delete('order_payment', "order_reference = '" . pSQL($data['reference']) . "'");
    $order->total_paid_real = 0;
    foreach ($data['payments'] as $payment) {
        $order->addOrderPayment($payment['amount'] ?? (float) $order->total_paid, $payment['method'], $payment['transaction'], null, $payment['date']);
    }
    if ($data['tracking']) {
        Db::getInstance()->update('order_carrier', ['tracking_number' => pSQL($data['tracking'])], "id_order = {$order->id}");
    }
    if ($data['message']) {
        $message = new Message();
        $message->id_cart = (int) $cart->id;
        $message->id_customer = (int) $order->id_customer;
        $message->id_order = (int) $order->id;
        $message->message = $data['message']['text'];
        e5b_add($message);
        e5b_dates('message', 'id_message', (int) $message->id, $data['message']['date'], ['date_add']);
    }
    $last = end($data['history'])['date'];
    $id = (int) $order->id;
    Db::getInstance()->update('orders', ['date_add' => $data['date'], 'date_upd' => $last], "id_order = {$id}");
    Db::getInstance()->update('orders', ['invoice_date' => $last], "id_order = {$id} AND invoice_date > '2022-06-01'");
    Db::getInstance()->update('orders', ['delivery_date' => $last], "id_order = {$id} AND delivery_date > '2022-06-01'");
    Db::getInstance()->update('cart', ['date_add' => $data['date'], 'date_upd' => $data['date']], "id_cart = {$cart->id}");
    Db::getInstance()->update('order_carrier', ['date_add' => $data['date']], "id_order = {$id}");
    Db::getInstance()->update('order_invoice', ['date_add' => $last], "id_order = {$id}");
    e5b_id('order', $data['reference'], $id);
}

foreach (e5b_data('returns') as $data) {
    $order = new Order(e5b_id('order', $data['order']));
    $return = new OrderReturn();
    $return->id_order = (int) $order->id;
    $return->id_customer = (int) $order->id_customer;
    $return->question = $data['question'];
    $return->state = E5B_RETURN_STATES[$data['state']];
    e5b_add($return);
    foreach ($data['lines'] as $line) {
        $where = "id_order = {$order->id} AND product_id = " . e5b_id('product', $line['product'])
            . ($line['combination'] ? ' AND product_attribute_id = ' . e5b_id('combination', $line['combination']) : '');
        $detail = (int) Db::getInstance()->getValue('SELECT id_order_detail FROM ' . _DB_PREFIX_ . "order_detail WHERE {$where}");
        Db::getInstance()->insert('order_return_detail', [
            'id_order_return' => (int) $return->id, 'id_order_detail' => $detail, 'id_customization' => 0, 'product_quantity' => $line['quantity'],
        ]);
    }
    e5b_dates('order_return', 'id_order_return', (int) $return->id, $data['date']);
}
