<?php
// Carriers with their prices, cart rules, specific prices.

$france = (int) Country::getIdZone((int) Configuration::get('PS_COUNTRY_DEFAULT'));
$groups = array_column(Group::getGroups(E5B_LANG), 'id_group');
foreach (e5b_data('carriers', 'carriers') as $data) {
    $carrier = new Carrier();
    $carrier->name = $data['name'];
    $carrier->delay = e5b_lang($data['delay']);
    $carrier->url = $data['tracking_url'];
    $carrier->is_free = $data['free'];
    $carrier->shipping_method = $data['free'] ? Carrier::SHIPPING_METHOD_FREE
        : ($data['by'] === 'weight' ? Carrier::SHIPPING_METHOD_WEIGHT : Carrier::SHIPPING_METHOD_PRICE);
    $carrier->shipping_handling = false;
    $carrier->range_behavior = 1;
    $carrier->max_weight = $data['max_weight'];
    $carrier->active = $data['active'];
    $id = (int) e5b_add($carrier)->id;
    e5b_id('carrier', $data['slug'], $id);
    $carrier->addZone($france);
    $carrier->setGroups($groups);
    $carrier->setTaxRulesGroup(e5b_id('tax', $data['tax']));
    $method = $data['by'] === 'weight' ? 'RangeWeight' : 'RangePrice';
    foreach ($data['ranges'] as $step) {
        $range = new $method();
        $range->id_carrier = $id;
        $range->delimiter1 = $step['min'];
        $range->delimiter2 = $step['max'];
        e5b_add($range);
        $carrier->addDeliveryPrice([[
            'id_range_weight' => $data['by'] === 'weight' ? (int) $range->id : null,
            'id_range_price' => $data['by'] === 'weight' ? null : (int) $range->id,
            'id_carrier' => $id, 'id_zone' => $france, 'price' => $step['price'],
        ]], true);
    }
    if ($data['picture']) {
        ImageManager::resize(e5b_picture_file($data['picture']), _PS_SHIP_IMG_DIR_ . "{$id}.jpg", 160, 160, 'jpg');
    }
}
Configuration::updateValue('PS_CARRIER_DEFAULT', e5b_id('carrier', e5b_data('carriers', 'default')));
Configuration::updateValue('PS_SHIPPING_FREE_PRICE', e5b_data('carriers', 'free_from'));
Configuration::updateValue('PS_SHIPPING_HANDLING', 0);
foreach (e5b_data('products') as $data) {
    if ($data['carriers']) {
        $references = array_map(static function (string $slug): int { return (int) (new Carrier(e5b_id('carrier', $slug)))->id_reference; }, $data['carriers']);
        (new Product(e5b_id('product', $data['reference'])))->setCarriers($references);
    }
}
foreach (Module::getPaymentModules() as $module) {
    foreach (Carrier::getCarriers(E5B_LANG, false, false, false, null, Carrier::ALL_CARRIERS) as $carrier) {
        Db::getInstance()->execute('INSERT IGNORE INTO ' . _DB_PREFIX_ . "module_carrier (id_module, id_shop, id_reference)
            VALUES ({$module['id_module']}, 1, {$carrier['id_reference']})");
    }
}

$currency = (int) Configuration::get('PS_CURRENCY_DEFAULT');
foreach (e5b_data('cart_rules') as $data) {
    $rule = new CartRule();
    $rule->name = e5b_lang($data['name']);
    $rule->description = $data['description'];
    $rule->code = $data['code'];
    $rule->date_from = $data['start'];
    $rule->date_to = $data['end'];
    $rule->quantity = $data['quantity'];
    $rule->quantity_per_user = $data['per_customer'];
    $rule->priority = $data['priority'];
    $rule->partial_use = true;
    $rule->minimum_amount = $data['minimum'];
    $rule->minimum_amount_tax = $data['minimum_tax_included'];
    $rule->minimum_amount_currency = $currency;
    $rule->reduction_percent = $data['percent'];
    $rule->reduction_amount = $data['amount'];
    $rule->reduction_tax = true;
    $rule->reduction_currency = $currency;
    $rule->reduction_exclude_special = $data['exclude_discounted'];
    $rule->free_shipping = $data['free_shipping'];
    $rule->highlight = $data['highlight'];
    $rule->active = $data['active'];
    $rule->id_customer = $data['customer'] ? e5b_id('customer', $data['customer']) : 0;
    $rule->group_restriction = (bool) $data['groups'];
    $rule->product_restriction = (bool) $data['categories'];
    $id = (int) e5b_add($rule)->id;
    e5b_id('cart-rule', $data['code'] ?: $data['slug'], $id);
    foreach ($data['groups'] as $slug) {
        Db::getInstance()->insert('cart_rule_group', ['id_cart_rule' => $id, 'id_group' => e5b_id('group', $slug)]);
    }
    if ($data['categories']) {
        Db::getInstance()->insert('cart_rule_product_rule_group', ['id_cart_rule' => $id, 'quantity' => 1]);
        $group = (int) Db::getInstance()->Insert_ID();
        Db::getInstance()->insert('cart_rule_product_rule', ['id_product_rule_group' => $group, 'type' => 'categories']);
        $line = (int) Db::getInstance()->Insert_ID();
        foreach ($data['categories'] as $slug) {
            Db::getInstance()->insert('cart_rule_product_rule_value', ['id_product_rule' => $line, 'id_item' => e5b_id('category', $slug)]);
        }
    }
    e5b_dates('cart_rule', 'id_cart_rule', $id, $data['start']);
}
if (e5b_data('cart_rules')) {
    Configuration::updateGlobalValue('PS_CART_RULE_FEATURE_ACTIVE', 1);
}

foreach (e5b_data('specific_prices') as $data) {
    $price = new SpecificPrice();
    $price->id_product = e5b_id('product', $data['product']);
    $price->id_product_attribute = $data['combination'] ? e5b_id('combination', $data['combination']) : 0;
    $price->id_shop = 1;
    $price->id_currency = 0;
    $price->id_country = 0;
    $price->id_group = $data['group'] ? e5b_id('group', $data['group']) : 0;
    $price->id_customer = 0;
    $price->price = -1;
    $price->from_quantity = $data['from_quantity'];
    $price->reduction = $data['percent'] ? $data['percent'] / 100 : $data['amount'];
    $price->reduction_tax = 1;
    $price->reduction_type = $data['percent'] ? 'percentage' : 'amount';
    $price->from = $data['start'] ?? '0000-00-00 00:00:00';
    $price->to = $data['end'] ?? '0000-00-00 00:00:00';
    e5b_add($price);
}
if (e5b_data('specific_prices')) {
    Configuration::updateGlobalValue('PS_SPECIFIC_PRICE_FEATURE_ACTIVE', 1);
}
