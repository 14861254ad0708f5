<?php
// Search index, stock of the search filters, dates of what PrestaShop stamped with the day of the build.

Search::indexation(true);
Category::regenerateEntireNtree();
Tools::generateHtaccess(_PS_ROOT_DIR_ . '/.htaccess', true, false);
foreach (['connections', 'connections_page', 'connections_source', 'guest', 'log', 'mail', 'page_viewed', 'date_range', 'statssearch', 'pagenotfound', 'admin_filter'] as $table) {
    if (Db::getInstance()->executeS("SHOW TABLES LIKE '" . _DB_PREFIX_ . "{$table}'")) {
        e5b_empty($table);
    }
}
Db::getInstance()->execute('UPDATE ' . _DB_PREFIX_ . "configuration SET date_add = '2022-04-04 08:00:00', date_upd = '2022-04-04 08:00:00'");
