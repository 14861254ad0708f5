<?php
// Nothing of PrestaShop's own demonstration is left: pages, contacts, carriers, slides, links.

foreach (['CMS' => 'cms', 'Contact' => 'contact', 'Carrier' => 'carrier', 'Store' => 'store'] as $class => $table) {
    $key = $class::$definition['primary'];
    foreach (Db::getInstance()->executeS("SELECT {$key} AS id FROM " . _DB_PREFIX_ . $table) as $row) {
        (new $class((int) $row['id']))->delete();
    }
}
e5b_empty(
    'cms', 'cms_lang', 'cms_shop', 'contact', 'contact_lang', 'contact_shop', 'carrier', 'carrier_lang', 'carrier_shop',
    'carrier_group', 'carrier_zone', 'carrier_tax_rules_group_shop', 'homeslider', 'homeslider_slides', 'homeslider_slides_lang',
    'link_block', 'link_block_lang', 'link_block_shop', 'info', 'info_lang', 'info_shop', 'alias', 'store', 'store_lang', 'store_shop'
);
