<?php
// The installation proper: WordPress's own installer, in French, without its sample contents.
//   php install.php BUILD_FOLDER

require __DIR__ . '/common.php';

/** Called by wp_install() in place of WordPress's own: no « Hello world », no sample page. */
function wp_install_defaults(int $user_id): void
{
}

define('WP_INSTALLING', true);
require '/var/www/html/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

if (get_bloginfo('version') !== $exam['version']) {
    e5b_fail(sprintf('WordPress %s found, %s expected', get_bloginfo('version'), $exam['version']));
}
$owner = $site['users'][0];
wp_install($site['site']['title'], $owner['login'], $owner['email'], true, '', wp_generate_password(), 'fr_FR');
foreach (['WPLANG' => 'fr_FR', 'siteurl' => 'http://e5b.invalid', 'home' => 'http://e5b.invalid'] as $name => $value) {
    update_option($name, $value);
}
if (! wp_get_theme($exam['theme'])->exists()) {
    e5b_fail("theme {$exam['theme']} absent");
}
switch_theme($exam['theme']);
foreach ($exam['inactive_plugins'] as $plugin) {
    if (! is_dir(WP_PLUGIN_DIR . "/{$plugin}")) {
        e5b_fail("plugin {$plugin} absent");
    }
}
