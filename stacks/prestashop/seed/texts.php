<?php
// Texts that may point at anything: descriptions of products, related products, contents of CMS pages.

foreach (e5b_data('products') as $data) {
    $product = new Product(e5b_id('product', $data['reference']));
    Db::getInstance()->update('product_lang', [
        'description_short' => pSQL(e5b_text($data['summary']), true),
        'description' => pSQL(e5b_text($data['description']), true),
    ], "id_product = {$product->id}");
    if ($data['related']) {
        $product->changeAccessories(array_map(static function (string $reference): int { return e5b_id('product', $reference); }, $data['related']));
    }
}
foreach (e5b_data('cms', 'pages') as $data) {
    Db::getInstance()->update('cms_lang', ['content' => pSQL(e5b_text($data['content']), true)], 'id_cms = ' . e5b_id('cms', $data['slug']));
}
foreach ($GLOBALS['e5b']['pictures'] as $picture) {
    if (is_file(E5B_BUILD . "/pictures/{$picture['id']}.{$picture['format']}") && in_array($picture['kind'], ['workshop', 'scene', 'fair'], true)) {
        copy(e5b_picture_file($picture['id']), _PS_IMG_DIR_ . 'cms/' . e5b_picture_name($picture['id']));
    }
}
foreach (e5b_data('seo', 'pages') as $data) {
    $id = (int) Db::getInstance()->getValue('SELECT id_meta FROM ' . _DB_PREFIX_ . "meta WHERE page = '" . pSQL($data['page']) . "'");
    if (! $id) {
        e5b_fail("no page « {$data['page']} »");
    }
    $texts = ['title' => pSQL($data['title']), 'description' => pSQL($data['description'])];
    Db::getInstance()->update('meta_lang', $texts + ($data['url'] ? ['url_rewrite' => pSQL($data['url'])] : []), "id_meta = {$id}");
}
foreach (e5b_data('seo', 'aliases') as $data) {
    foreach ($data['aliases'] as $word) {
        // PrestaShop's index of aliases ignores accents: « etagere » and « étagère » are one.
        if (Db::getInstance()->getValue('SELECT id_alias FROM ' . _DB_PREFIX_ . "alias WHERE alias = '" . pSQL($word) . "'")) {
            continue;
        }
        $alias = new Alias();
        $alias->search = $data['search'];
        $alias->alias = $word;
        $alias->active = true;
        e5b_add($alias);
    }
}
