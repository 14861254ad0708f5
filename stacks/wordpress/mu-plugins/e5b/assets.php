<?php
// Styles, fonts and emoji that WordPress and its themes would have the browser ask elsewhere.

defined('ABSPATH') || exit;

/** The local counterpart of a font service's address; other addresses are left alone. */
function e5b_local_font($src)
{
    if (! is_string($src) || strpos($src, '//fonts.googleapis.com/') === false) {
        return $src;
    }
    return strpos($src, 'Libre') !== false && strpos($src, 'Franklin') !== false
        ? home_url(E5B_LOCAL_PATH . '/fonts.css')
        : false;
}

add_filter('style_loader_src', 'e5b_local_font', 1);

// The editors inline or link the theme's editor styles, fonts included. An @import stays relative to the site.
add_filter('editor_stylesheets', static function (array $sheets): array {
    return array_values(array_filter(array_map('e5b_local_font', $sheets)));
});
add_filter('block_editor_settings_all', 'e5b_editor_fonts', 20);
add_filter('block_editor_settings', 'e5b_editor_fonts', 20);

/** Give the block editor the local font in place of the remote sheet it could not read. */
function e5b_editor_fonts(array $settings): array
{
    if (get_template() === 'twentyseventeen') {
        $sheet = (string) file_get_contents(ABSPATH . E5B_LOCAL_PATH . '/fonts.css');
        $css = str_replace('url(fonts/', 'url(' . E5B_LOCAL_PATH . '/fonts/', $sheet);
        $settings['styles'] = array_merge([['css' => $css]], $settings['styles'] ?? []);
    }
    return $settings;
}

// Emoji are drawn by the computer's own font.
add_action('init', static function (): void {
    foreach (['wp_head' => 7, 'admin_print_scripts' => 10, 'embed_head' => 10] as $hook => $priority) {
        remove_action($hook, 'print_emoji_detection_script', $priority);
    }
    foreach (['wp_print_styles', 'admin_print_styles'] as $hook) {
        remove_action($hook, 'print_emoji_styles');
    }
    remove_filter('the_content_feed', 'wp_staticize_emoji');
    remove_filter('comment_text_rss', 'wp_staticize_emoji');
    remove_filter('wp_mail', 'wp_staticize_emoji_for_email');
});
add_filter('emoji_svg_url', '__return_false');
add_filter('tiny_mce_plugins', static function (array $plugins): array {
    return array_values(array_diff($plugins, ['wpemoji']));
});

// No name of another host for the browser to look up in advance.
add_filter('wp_resource_hints', static function (array $links): array {
    $own = wp_parse_url(home_url(), PHP_URL_HOST);
    return array_values(array_filter($links, static function ($link) use ($own): bool {
        $address = is_array($link) ? ($link['href'] ?? '') : $link;
        // A name to look up comes bare, without even the slashes.
        $host = wp_parse_url(strpos($address, '/') === false ? "//{$address}" : $address, PHP_URL_HOST);
        return $host === null || $host === $own;
    }));
}, 100);
