<?php
// The back office without what only makes sense on the internet, and without what would cover the first page of a candidate.

defined('ABSPATH') || exit;

add_action('wp_dashboard_setup', static function (): void {
    remove_meta_box('dashboard_primary', 'dashboard', 'side');
    remove_meta_box('dashboard_site_health', 'dashboard', 'normal');
    // Yoast's box has the browser read yoast.com.
    remove_meta_box('wpseo-dashboard-overview', 'dashboard', 'normal');
}, 99);
add_action('admin_enqueue_scripts', static function (): void {
    wp_dequeue_script('yoast-seo-dashboard-widget');
}, 99);

// Browser and PHP checks ask api.wordpress.org, then nag.
foreach (['browser' => (string) ($_SERVER['HTTP_USER_AGENT'] ?? ''), 'php_check' => PHP_VERSION] as $name => $key) {
    add_filter("pre_site_transient_{$name}_" . md5($key), static function (): array {
        return ['upgrade' => false, 'insecure' => false, 'is_acceptable' => true, 'is_supported' => true, 'is_secure' => true];
    });
}
unset($name, $key);

// Site health: keep what is about the site, drop what is about the network, updates and the installation.
add_filter('site_status_tests', static function (array $tests): array {
    $tests['async'] = [];
    $moot = [
        'wordpress_version', 'plugin_version', 'theme_version', 'php_version', 'plugin_theme_auto_updates', 'https_status',
        'ssl_support', 'scheduled_events', 'http_requests', 'is_in_debug_mode', 'dotorg_communication',
    ];
    $tests['direct'] = array_diff_key($tests['direct'], array_flip($moot));
    return $tests;
});

// Catalogues of wordpress.org inside the block editor.
add_filter('should_load_remote_block_patterns', '__return_false');
add_action('init', static function (): void {
    remove_action('enqueue_block_editor_assets', 'wp_enqueue_editor_block_directory_assets');
});

// The editors' welcome windows are remembered by each browser, not by the account: close them from the start.
add_action('admin_enqueue_scripts', static function (): void {
    $close = '(function(s){var d=window.wp&&wp.data,q=d&&d.select(s);if(!q){return;}["","__unstable"].forEach(function(p){'
        . 'var is=p?p+"IsFeatureActive":"isFeatureActive",flip=p?p+"ToggleFeature":"toggleFeature";'
        . 'if(q[is]&&q[is]("welcomeGuide")){d.dispatch(s)[flip]("welcomeGuide");}});})(%s);';
    foreach (['edit-post', 'edit-widgets', 'customize-widgets'] as $editor) {
        wp_add_inline_script("wp-{$editor}", sprintf($close, wp_json_encode("core/{$editor}")));
    }
}, 1);

// « À propos » shows pictures kept at s.w.org: the texts are enough.
add_action('admin_init', static function (): void {
    if (in_array($GLOBALS['pagenow'] ?? '', ['about.php', 'credits.php', 'freedoms.php'], true)) {
        ob_start(static function (string $page): string {
            return (string) preg_replace('~<(img|source|video)\b[^>]*(?:https?:)?//s\.w\.org/[^>]*>~', '', $page);
        });
    }
});
