<?php
// Nothing to update, ever: the exam's versions are the exam's. No check is made, so none fails.

defined('ABSPATH') || exit;

/** What WordPress stores after a check that found everything up to date. */
function e5b_nothing_new(): object
{
    global $wp_version;
    return (object) [
        'last_checked' => time(),
        'version_checked' => $wp_version,
        'updates' => [],
        'response' => [],
        'no_update' => [],
        'checked' => [],
        'translations' => [],
    ];
}

foreach (['update_core', 'update_plugins', 'update_themes'] as $name) {
    add_filter("pre_site_transient_{$name}", 'e5b_nothing_new');
}
unset($name);

// Languages come with the image.
add_filter('translations_api', static function (): array {
    return ['translations' => []];
});

add_filter('automatic_updater_disabled', '__return_true');
add_action('init', static function (): void {
    remove_action('init', 'wp_schedule_update_checks');
}, 1);
add_action('admin_init', static function (): void {
    remove_action('admin_init', '_maybe_update_core');
    remove_action('admin_init', '_maybe_update_plugins');
    remove_action('admin_init', '_maybe_update_themes');
    remove_action('admin_notices', 'update_nag', 3);
    remove_action('admin_notices', 'maintenance_nag', 10);
}, 1);

// The address of the site's owner needs no confirmation at sign-in.
add_filter('admin_email_check_interval', '__return_zero');
