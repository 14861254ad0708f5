<?php
// The home page: carousel, banner, text, popular products; main menu, footer, social networks.

$home = e5b_data('home');

require_once _PS_MODULE_DIR_ . 'ps_imageslider/Ps_HomeSlide.php';
array_map('unlink', glob(_PS_MODULE_DIR_ . 'ps_imageslider/images/sample-*'));
foreach ($home['carousel'] as $position => $data) {
    copy(e5b_picture_file($data['picture']), _PS_MODULE_DIR_ . 'ps_imageslider/images/' . e5b_picture_name($data['picture']));
    $slide = new Ps_HomeSlide();
    $slide->title = e5b_lang($data['title']);
    $slide->legend = e5b_lang($data['caption']);
    $slide->description = e5b_lang($data['description']);
    $slide->url = e5b_lang($data['url'] ?: '/');
    $slide->image = [E5B_LANG => e5b_picture_name($data['picture'])];
    $slide->active = $data['active'];
    $slide->position = $position + 1;
    e5b_add($slide);
}
Configuration::updateValue('HOMESLIDER_SPEED', $home['carousel_speed']);

$banner = e5b_picture_name($home['banner']);
copy(e5b_picture_file($home['banner']), _PS_MODULE_DIR_ . "ps_banner/img/{$banner}");
Configuration::updateValue('BANNER_IMG', [E5B_LANG => $banner]);
Configuration::updateValue('BANNER_LINK', [E5B_LANG => e5b_text($home['banner_url'])]);
Configuration::updateValue('BANNER_DESC', [E5B_LANG => $home['banner_description']]);

require_once _PS_MODULE_DIR_ . 'ps_customtext/classes/CustomText.php';
$text = new CustomText();
$text->text = e5b_lang($home['text']);
$text->add();
Db::getInstance()->execute('INSERT IGNORE INTO ' . _DB_PREFIX_ . "info_shop (id_info, id_shop) VALUES ({$text->id}, 1)");

$category = (int) Configuration::get('PS_HOME_CATEGORY');
foreach ($home['featured'] as $position => $reference) {
    Db::getInstance()->update('category_product', ['position' => $position], "id_category = {$category} AND id_product = " . e5b_id('product', $reference));
}
foreach (e5b_data('products') as $data) {
    // Popular products are those of the category « Accueil »: the others leave it.
    if (! in_array($data['reference'], $home['featured'], true)) {
        Db::getInstance()->delete('category_product', "id_category = {$category} AND id_product = " . e5b_id('product', $data['reference']));
    }
}
Configuration::updateValue('HOME_FEATURED_NBR', $home['featured_count']);
Configuration::updateValue('HOME_FEATURED_RANDOMIZE', 0);

foreach (['facebook', 'twitter', 'rss', 'youtube', 'pinterest', 'vimeo', 'instagram'] as $network) {
    Configuration::updateValue('BLOCKSOCIAL_' . strtoupper($network), $home['social'][$network] ?? '');
}

require_once _PS_MODULE_DIR_ . 'ps_mainmenu/ps_menutoplinks.class.php';
$items = [];
foreach (e5b_data('menus', 'main_menu') as $data) {
    switch ($data['kind']) {
        case 'category':
            $items[] = 'CAT' . e5b_id('category', $data['target']);
            break;
        case 'cms':
            $items[] = 'CMS' . e5b_id('cms', $data['target']);
            break;
        case 'product':
            $items[] = 'PRD' . e5b_id('product', $data['target']);
            break;
        case 'brand':
            $items[] = 'MAN' . e5b_id('brand', $data['target']);
            break;
        default:
            Ps_MenuTopLinks::add(e5b_lang($data['url']), e5b_lang($data['label']), 0, 1);
            $items[] = 'LNK' . (int) Db::getInstance()->getValue('SELECT MAX(id_linksmenutop) FROM ' . _DB_PREFIX_ . 'linksmenutop');
    }
}
Configuration::updateValue('MOD_BLOCKTOPMENU_ITEMS', implode(',', $items), false, 1, 1);
Configuration::updateValue('MOD_BLOCKTOPMENU_ITEMS', implode(',', $items));

foreach (e5b_data('menus', 'link_blocks') as $position => $data) {
    $pages = ['prices-drop', 'new-products', 'best-sales'];
    $links = [
        'cms' => array_map(static function (string $slug): string { return (string) e5b_id('cms', $slug); }, $data['cms']),
        'product' => array_values(array_intersect($data['static'], $pages)),
        'static' => array_values(array_diff($data['static'], $pages)),
    ];
    Db::getInstance()->insert('link_block', [
        'id_hook' => (int) Hook::getIdByName($data['hook']), 'position' => $position, 'content' => pSQL(json_encode($links)),
    ]);
    $id = (int) Db::getInstance()->Insert_ID();
    $custom = array_map(static function (array $link): array { return ['title' => $link['title'], 'url' => e5b_text($link['url'])]; }, $data['custom']);
    Db::getInstance()->insert('link_block_lang', [
        'id_link_block' => $id, 'id_lang' => E5B_LANG, 'name' => pSQL($data['name']), 'custom_content' => pSQL(json_encode($custom)),
    ]);
    Db::getInstance()->insert('link_block_shop', ['id_link_block' => $id, 'id_shop' => 1]);
}
