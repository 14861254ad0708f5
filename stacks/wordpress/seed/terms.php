<?php
// Categories and tags.

function e5b_terms(array $site, E5B_Refs $refs): void
{
    foreach (['category' => $site['categories'], 'tag' => $site['tags']] as $kind => $terms) {
        $taxonomy = $kind === 'tag' ? 'post_tag' : 'category';
        foreach ($terms as $term) {
            $made = wp_insert_term(wp_slash($term['name']), $taxonomy, wp_slash([
                'slug' => $term['slug'],
                'description' => $refs->resolve($term['description']),
                'parent' => $term['parent'] === '' ? 0 : $refs->id($kind, $term['parent']),
            ]));
            $refs->add($kind, $term['slug'], (int) e5b_ok($made, $term['name'])['term_id']);
        }
    }
    update_option('default_category', $refs->id('category', $site['site']['default_category']));
}
