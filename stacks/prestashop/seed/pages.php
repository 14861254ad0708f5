<?php
// CMS pages, without their contents: those may point at products that are not there yet (see texts.php).

foreach (e5b_data('cms', 'categories') as $data) {
    $category = new CMSCategory();
    $category->name = e5b_lang($data['name']);
    $category->link_rewrite = e5b_lang($data['slug']);
    $category->description = e5b_lang($data['description']);
    $category->id_parent = 1;
    $category->active = true;
    e5b_id('cms-category', $data['slug'], (int) e5b_add($category)->id);
}
foreach (e5b_data('cms', 'pages') as $data) {
    $page = new CMS();
    $page->id_cms_category = $data['category'] ? e5b_id('cms-category', $data['category']) : 1;
    $page->meta_title = e5b_lang($data['title']);
    $page->head_seo_title = e5b_lang($data['meta_title']);
    $page->meta_description = e5b_lang($data['meta_description']);
    $page->link_rewrite = e5b_lang($data['slug']);
    $page->content = e5b_lang('');
    $page->active = $data['active'];
    $page->indexation = $data['indexed'];
    e5b_id('cms', $data['slug'], (int) e5b_add($page)->id);
}
