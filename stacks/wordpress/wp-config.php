<?php
// Configuration of a candidate's site. Nothing secret is in it: the keys are this candidate's own, given at start.

define('DB_NAME', 'wordpress');
define('DB_USER', 'www-data');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:/run/e5b/db.sock');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
$table_prefix = 'wp_';

$e5b_secrets = is_readable('/run/e5b/secrets.json')
    ? json_decode((string) file_get_contents('/run/e5b/secrets.json'), true)['keys']
    : [];
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $e5b_use) {
    foreach (["{$e5b_use}_KEY", "{$e5b_use}_SALT"] as $e5b_name) {
        // While the image is built there is nobody to sign in, hence nothing to protect.
        define($e5b_name, $e5b_secrets[$e5b_name] ?? "no secret yet: {$e5b_name}");
    }
}
unset($e5b_secrets, $e5b_use, $e5b_name);

// The exam's versions cannot drift, and the site's code cannot be changed.
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_AUTO_UPDATE_CORE', false);
define('DISALLOW_FILE_MODS', true);
define('DISALLOW_FILE_EDIT', true);

// There is no network: nothing is asked of it, and pages do not call themselves.
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);

define('WP_DEBUG', false);

if (! defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
