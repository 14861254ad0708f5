<?php
// Pages and articles: all are made first, so that any text may name any of them.

function e5b_content(array $pages, array $posts, E5B_Refs $refs): void
{
    foreach ($pages as $page) {
        $refs->add('page', $page['slug'], e5b_post($page, 'page', $refs));
    }
    foreach ($posts as $post) {
        $refs->add('post', $post['slug'], e5b_post($post, 'post', $refs));
    }
    foreach ($pages as $page) {
        e5b_text($refs->id('page', $page['slug']), $page, $refs);
    }
    foreach ($posts as $post) {
        e5b_text($refs->id('post', $post['slug']), $post, $refs);
    }
}

/** Make a page or an article, still without its text. */
function e5b_post(array $item, string $type, E5B_Refs $refs): int
{
    $is_post = $type === 'post';
    $id = wp_insert_post(wp_slash([
        'post_type' => $type,
        'post_name' => $item['slug'],
        'post_title' => $item['title'],
        'post_status' => $item['status'],
        'post_author' => $refs->id('user', $item['author']),
        'post_date' => $item['date'],
        'post_date_gmt' => get_gmt_from_date($item['date']),
        'post_excerpt' => $is_post ? $refs->resolve($item['excerpt']) : '',
        'post_category' => $is_post ? e5b_each('category', $item['categories'], $refs) : [],
        'tags_input' => [],
        'menu_order' => $is_post ? 0 : $item['order'],
        'comment_status' => $item['comments_open'] ? 'open' : 'closed',
        'ping_status' => 'closed',
    ]), true);
    e5b_ok($id, $item['slug']);
    if ($is_post && $item['tags']) {
        wp_set_object_terms($id, e5b_each('tag', $item['tags'], $refs), 'post_tag');
    }
    if ($is_post && $item['sticky']) {
        stick_post($id);
    }
    if ($item['featured'] !== '') {
        set_post_thumbnail($id, $refs->id('media', $item['featured']));
    }
    return $id;
}

/** Ids of several names. */
function e5b_each(string $kind, array $names, E5B_Refs $refs): array
{
    return array_map(static fn (string $name): int => $refs->id($kind, $name), $names);
}

/** Write the text, the parent page and the dates. */
function e5b_text(int $id, array $item, E5B_Refs $refs): void
{
    $parent = $item['parent'] ?? '';
    e5b_dated($id, $item['date'], $item['modified'], [
        'post_name' => $item['slug'],
        'post_content' => $refs->resolve($item['content']),
        'post_parent' => $parent === '' ? 0 : $refs->id('page', $parent),
    ]);
}
