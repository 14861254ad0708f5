<?php
// The shop's details and settings.

$shop = e5b_data('shop');
foreach ([
    'PS_SHOP_NAME' => $shop['name'], 'PS_SHOP_EMAIL' => $shop['email'], 'PS_SHOP_PHONE' => $shop['phone'], 'PS_SHOP_FAX' => $shop['fax'],
    'PS_SHOP_ADDR1' => $shop['street'], 'PS_SHOP_CODE' => $shop['postcode'], 'PS_SHOP_CITY' => $shop['city'],
    'PS_SHOP_DETAILS' => $shop['details'], 'PS_SHOP_COUNTRY_ID' => (int) Configuration::get('PS_COUNTRY_DEFAULT'),
    'PS_SHOP_COUNTRY' => 'France', 'PS_ORDER_RETURN' => (int) $shop['returns_enabled'], 'PS_ORDER_RETURN_NB_DAYS' => $shop['return_days'],
    'PS_PRODUCTS_PER_PAGE' => $shop['products_per_page'], 'PS_NB_DAYS_NEW_PRODUCT' => $shop['new_days'],
    'PS_CATALOG_MODE' => (int) $shop['catalog_mode'],
    // Mail goes nowhere on a closed network: an order's state must change without waiting for it.
    'PS_MAIL_METHOD' => 3,
    // The shop's address is the candidate's: it must answer whatever name or port leads to it.
    'PS_SSL_ENABLED' => 0, 'PS_SSL_ENABLED_EVERYWHERE' => 0, 'PS_CANONICAL_REDIRECT' => 0, 'PS_COOKIE_CHECKIP' => 0,
    'PS_SMARTY_FORCE_COMPILE' => 0, 'PS_SMARTY_CACHE' => 1, 'PS_CSS_THEME_CACHE' => 0, 'PS_JS_THEME_CACHE' => 0,
    'PS_HTACCESS_CACHE_CONTROL' => 1, 'PS_REWRITING_SETTINGS' => 1, 'PS_SHOW_NEW_ORDERS' => 0, 'PS_SHOW_NEW_CUSTOMERS' => 0,
    'PS_SHOW_NEW_MESSAGES' => 0, 'PS_STOCK_MANAGEMENT' => 1,
] as $name => $value) {
    Configuration::updateValue($name, $value);
}
foreach ([
    'PS_LABEL_IN_STOCK_PRODUCTS' => 'label_in_stock', 'PS_LABEL_OOS_PRODUCTS_BOD' => 'label_out_of_stock',
    'PS_LABEL_OOS_PRODUCTS_BOA' => 'label_backorder',
] as $name => $key) {
    Configuration::updateValue($name, [E5B_LANG => $shop[$key]]);
}
// What the installer leaves in English whatever its language.
Configuration::updateValue('PS_CUSTOMER_SERVICE_SIGNATURE', [E5B_LANG => "Bonjour,\n\nBien cordialement,\nLe service clients"]);
Configuration::updateValue('PS_MAINTENANCE_TEXT', [E5B_LANG => '<p>Notre boutique est en cours de mise à jour. Elle sera bientôt de retour.</p>'], true);
foreach ([
    'North America' => 'Amérique du Nord', 'Asia' => 'Asie', 'Africa' => 'Afrique', 'Oceania' => 'Océanie', 'South America' => 'Amérique du Sud',
    'Europe (non-EU)' => 'Europe (hors UE)', 'Central America/Antilla' => 'Amérique centrale et Antilles',
] as $english => $french) {
    Db::getInstance()->update('zone', ['name' => pSQL($french)], "name = '{$english}'");
}

$logo = e5b_picture_name($shop['logo']);
copy(e5b_picture_file($shop['logo']), _PS_IMG_DIR_ . $logo);
[$width, $height] = getimagesize(_PS_IMG_DIR_ . $logo);
foreach (['PS_LOGO' => $logo, 'PS_LOGO_MAIL' => $logo, 'PS_LOGO_INVOICE' => $logo, 'SHOP_LOGO_WIDTH' => $width, 'SHOP_LOGO_HEIGHT' => $height] as $name => $value) {
    Configuration::updateValue($name, $value);
}
ImageManager::resize(e5b_picture_file($shop['favicon']), _PS_IMG_DIR_ . 'favicon.png', 64, 64, 'png');
// An .ico file may hold a PNG as it is.
$png = (string) file_get_contents(_PS_IMG_DIR_ . 'favicon.png');
file_put_contents(_PS_IMG_DIR_ . 'favicon.ico', pack('vvvCCCCvvVV', 0, 1, 1, 64, 64, 0, 0, 1, 32, strlen($png), 22) . $png);
Configuration::updateValue('PS_FAVICON', 'favicon.ico');
Db::getInstance()->update('shop', ['name' => pSQL($shop['name'])], 'id_shop = 1');

$store = new Store();
$store->name = e5b_lang($shop['name']);
$store->address1 = e5b_lang($shop['street']);
$store->address2 = e5b_lang('');
$store->note = e5b_lang('');
$store->postcode = $shop['postcode'];
$store->city = $shop['city'];
$store->id_country = (int) Configuration::get('PS_COUNTRY_DEFAULT');
$store->latitude = $GLOBALS['e5b']['company']['latitude'];
$store->longitude = $GLOBALS['e5b']['company']['longitude'];
$store->phone = $shop['phone'];
$store->email = $shop['email'];
$store->hours = [E5B_LANG => json_encode(array_map(static function (string $hours): array { return [$hours]; }, $shop['opening_hours']))];
$store->active = true;
e5b_add($store);
if ($shop['store_picture']) {
    e5b_images($shop['store_picture'], _PS_STORE_IMG_DIR_ . $store->id, 'stores');
}

// VAT rates -> tax rule group of France.
$rates = Db::getInstance()->executeS('SELECT g.id_tax_rules_group AS id, t.rate FROM ' . _DB_PREFIX_ . 'tax_rules_group g
    JOIN ' . _DB_PREFIX_ . 'tax_rule r ON r.id_tax_rules_group = g.id_tax_rules_group AND r.id_country = ' . (int) Configuration::get('PS_COUNTRY_DEFAULT') . '
    JOIN ' . _DB_PREFIX_ . 'tax t ON t.id_tax = r.id_tax WHERE g.active = 1 AND g.deleted = 0 ORDER BY g.id_tax_rules_group DESC');
e5b_id('tax', '0', 0);
foreach ($rates as $rate) {
    e5b_id('tax', (string) (float) $rate['rate'], (int) $rate['id']);
}
