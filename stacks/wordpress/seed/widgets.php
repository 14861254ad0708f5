<?php
// Classic widgets, which WordPress 5.8 also edits, in the theme's own areas.

/** Areas of the theme, for those of the context. */
function e5b_areas(): array
{
    global $wp_registered_sidebars;
    if (isset($wp_registered_sidebars['sidebar-3'])) {
        return ['sidebar' => 'sidebar-1', 'footer_1' => 'sidebar-2', 'footer_2' => 'sidebar-3'];
    }
    // No blog sidebar (Twenty Twenty): two footers.
    return ['sidebar' => 'sidebar-1', 'footer_1' => 'sidebar-1', 'footer_2' => 'sidebar-2'];
}

function e5b_widgets(array $widgets, E5B_Refs $refs): void
{
    $areas = ['wp_inactive_widgets' => []];
    foreach (e5b_areas() as $area) {
        $areas[$area] = [];
    }
    $instances = [];
    foreach (e5b_areas() + ['inactive' => 'wp_inactive_widgets'] as $place => $area) {
        foreach ($widgets[$place] as $widget) {
            $kind = $widget['kind'];
            // Numbered from 2, as WordPress does.
            $number = count($instances[$kind] ?? []) + 2;
            $instances[$kind][$number] = e5b_widget($widget, $refs);
            $areas[$area][] = "{$kind}-{$number}";
        }
    }
    foreach ($instances as $kind => $settings) {
        update_option("widget_{$kind}", $settings + ['_multiwidget' => 1]);
    }
    update_option('sidebars_widgets', $areas + ['array_version' => 3]);
}

/** Settings of one widget, as its own form would save them. */
function e5b_widget(array $widget, E5B_Refs $refs): array
{
    $title = ['title' => $widget['title']];
    switch ($widget['kind']) {
        case 'text':
            return $title + ['text' => $refs->resolve($widget['text']), 'filter' => true, 'visual' => true];
        case 'recent-posts':
            return $title + ['number' => $widget['number'], 'show_date' => false];
        case 'recent-comments':
            return $title + ['number' => $widget['number']];
        case 'categories':
            return $title + ['count' => 0, 'hierarchical' => 0, 'dropdown' => 0];
        case 'archives':
            return $title + ['count' => 0, 'dropdown' => 0];
        case 'tag_cloud':
            return $title + ['count' => 0, 'taxonomy' => 'post_tag'];
        case 'nav_menu':
            return $title + ['nav_menu' => $refs->id('menu', $widget['menu'])];
        case 'media_image':
            return $title + e5b_picture_widget($refs->id('media', $widget['picture']));
        default:
            return $title;
    }
}

function e5b_picture_widget(int $id): array
{
    [$url, $width, $height] = wp_get_attachment_image_src($id, 'medium_large');
    return [
        'attachment_id' => $id,
        'size' => 'medium_large',
        'width' => $width,
        'height' => $height,
        'url' => wp_make_link_relative($url),
        'alt' => (string) get_post_meta($id, '_wp_attachment_image_alt', true),
        'caption' => '',
        'link_type' => 'none',
        'link_url' => '',
        'image_classes' => '',
        'link_classes' => '',
        'link_rel' => '',
        'link_target_blank' => false,
        'image_title' => '',
    ];
}
