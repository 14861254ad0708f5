<?php
// Settings, then what makes the site's identity: logo, icon, header, home page.

function e5b_settings(array $site): void
{
    global $wp_rewrite;
    $options = [
        'blogname' => $site['title'],
        'blogdescription' => $site['tagline'],
        'admin_email' => $site['admin_email'],
        'timezone_string' => $site['timezone'],
        'gmt_offset' => '',
        'date_format' => $site['date_format'],
        'time_format' => $site['time_format'],
        'start_of_week' => 1,
        'posts_per_page' => $site['posts_per_page'],
        'comment_moderation' => $site['comment_moderation'] ? 1 : '',
        'comment_previously_approved' => '',
        'moderation_keys' => implode("\n", $site['moderation_words']),
        'default_ping_status' => 'closed',
        'default_pingback_flag' => '',
        'comments_notify' => '',
        'moderation_notify' => '',
        'auto_update_core_dev' => 'disabled',
        'auto_update_core_minor' => 'disabled',
        'auto_update_core_major' => 'disabled',
        'fresh_site' => 0,
        'admin_email_lifespan' => E5B_FAR,
        'finished_updating_comment_type' => 1,
    ];
    foreach ($options as $name => $value) {
        update_option($name, $value);
    }
    $wp_rewrite->init();
    $wp_rewrite->set_permalink_structure($site['permalink_structure']);
    // Registered while permalinks were plain, categories and tags had no rules: their archives answered 404.
    create_initial_taxonomies();
    $wp_rewrite->flush_rules(false);
}

function e5b_identity(array $site, E5B_Refs $refs): void
{
    update_option('show_on_front', 'page');
    update_option('page_on_front', $refs->id('page', $site['front_page']));
    update_option('page_for_posts', $refs->id('page', $site['posts_page']));
    update_option('wp_page_for_privacy_policy', $refs->id('page', $site['privacy_page']));
    if ($site['icon'] !== '') {
        update_option('site_icon', $refs->id('media', $site['icon']));
    }
    if ($site['logo'] !== '') {
        set_theme_mod('custom_logo', $refs->id('media', $site['logo']));
    }
    if ($site['header_image'] !== '' && current_theme_supports('custom-header')) {
        e5b_header($refs->id('media', $site['header_image']));
    }
    if (get_template() === 'twentyseventeen') {
        set_theme_mod('page_layout', $site['page_layout']);
        set_theme_mod('colorscheme', $site['color_scheme']);
        foreach ($site['front_sections'] as $index => $slug) {
            set_theme_mod('panel_' . ($index + 1), $refs->id('page', $slug));
        }
    }
}

/** The header picture; its address is relative to the site's root, since it is kept inside a serialized value. */
function e5b_header(int $id): void
{
    [$url, $width, $height] = wp_get_attachment_image_src($id, 'full');
    $relative = wp_make_link_relative($url);
    set_theme_mod('header_image', $relative);
    set_theme_mod('header_image_data', (object) [
        'attachment_id' => $id,
        'url' => $relative,
        'thumbnail_url' => $relative,
        'height' => $height,
        'width' => $width,
    ]);
    update_post_meta($id, '_wp_attachment_is_custom_header', get_stylesheet());
}
