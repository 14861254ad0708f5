<?php
// Menus, their submenus, and the places where the theme shows them.

/** The theme's own name for a place of the context. */
function e5b_place(string $location): string
{
    $places = get_registered_nav_menus();
    if (isset($places[$location])) {
        return $location;
    }
    $others = ['top' => 'primary', 'social' => 'social'];
    return isset($places[$others[$location] ?? '']) ? $others[$location] : '';
}

function e5b_menus(array $menus, E5B_Refs $refs): void
{
    $shown = [];
    foreach ($menus as $menu) {
        $id = (int) e5b_ok(wp_create_nav_menu(wp_slash($menu['name'])), $menu['name']);
        wp_update_term($id, 'nav_menu', ['slug' => $menu['slug']]);
        $refs->add('menu', $menu['slug'], $id);
        $position = 0;
        e5b_menu_items($id, $menu['items'], 0, $position, $refs);
        $place = $menu['location'] === '' ? '' : e5b_place($menu['location']);
        if ($place !== '') {
            $shown[$place] = $id;
        }
    }
    set_theme_mod('nav_menu_locations', $shown);
}

function e5b_menu_items(int $menu, array $items, int $parent, int &$position, E5B_Refs $refs): void
{
    foreach ($items as $item) {
        $fields = e5b_menu_target($item, $refs) + [
            'menu-item-title' => $item['title'],
            'menu-item-parent-id' => $parent,
            'menu-item-position' => ++$position,
            'menu-item-status' => 'publish',
        ];
        $id = (int) e5b_ok(wp_update_nav_menu_item($menu, 0, wp_slash($fields)), $item['title'] ?: $item['target']);
        e5b_menu_items($menu, $item['children'], $id, $position, $refs);
    }
}

/** Where an entry leads, in the words of wp_update_nav_menu_item(). */
function e5b_menu_target(array $item, E5B_Refs $refs): array
{
    switch ($item['kind']) {
        case 'custom':
            return ['menu-item-type' => 'custom', 'menu-item-url' => $refs->resolve($item['url'])];
        case 'home':
            return ['menu-item-type' => 'custom', 'menu-item-url' => '/'];
        case 'category':
        case 'tag':
            return [
                'menu-item-type' => 'taxonomy',
                'menu-item-object' => $item['kind'] === 'tag' ? 'post_tag' : 'category',
                'menu-item-object-id' => $refs->id($item['kind'], $item['target']),
            ];
        default:
            return [
                'menu-item-type' => 'post_type',
                'menu-item-object' => $item['kind'],
                'menu-item-object-id' => $refs->id($item['kind'], $item['target']),
            ];
    }
}
