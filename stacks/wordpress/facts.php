<?php
// What the running site says of itself: the JSON of provisioner/schema/image.py (Facts). Run as the site's user.

$_SERVER += ['HTTP_HOST' => 'e5b.invalid', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REMOTE_ADDR' => '127.0.0.1'];
ini_set('display_errors', 'stderr');
require '/var/www/html/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
require_once ABSPATH . 'wp-admin/includes/update.php';
require_once ABSPATH . 'wp-admin/includes/class-wp-upgrader.php';

const E5B_REPAIRS = '/usr/local/lib/e5b/repairs.txt';

/** Updates that the back office would announce. */
function e5b_pending(): array
{
    $core = array_filter((array) get_core_updates(), static function ($update): bool {
        return is_object($update) && ! in_array($update->response, ['latest', 'development'], true);
    });
    return array_merge(
        array_map(static fn ($update): string => "WordPress {$update->current}", array_values($core)),
        array_keys(get_plugin_updates()),
        array_keys(get_theme_updates())
    );
}

/** The candidate's account: by login in the image, by position once it was given to somebody. */
function e5b_candidate(): ?WP_User
{
    global $wpdb;
    $id = (int) $wpdb->get_var("SELECT ID FROM {$wpdb->users} WHERE user_login LIKE 'candidat%' ORDER BY ID LIMIT 1");
    return $id ? get_user_by('id', $id) : null;
}

$theme = wp_get_theme();
$candidate = e5b_candidate();
$extensions = [];
foreach (get_plugins() as $file => $plugin) {
    $extensions[] = [
        'name' => dirname($file) === '.' ? basename($file, '.php') : dirname($file),
        'version' => $plugin['Version'],
        'active' => is_plugin_active($file),
    ];
}
wp_set_current_user($candidate ? $candidate->ID : 0);
echo json_encode([
    'cms_version' => get_bloginfo('version'),
    'theme' => get_stylesheet(),
    'theme_version' => $theme->get('Version'),
    'extensions' => $extensions,
    'language' => get_locale(),
    'can_update' => ! (new WP_Automatic_Updater())->is_disabled()
        || current_user_can('update_core') || current_user_can('update_plugins') || current_user_can('edit_themes')
        || is_writable(ABSPATH . 'wp-includes/version.php'),
    'pending_updates' => e5b_pending(),
    'candidate_login' => $candidate ? $candidate->user_login : '',
    'candidate_usable' => $candidate ? strlen($candidate->user_pass) >= 32 : false,
    'repairs' => is_readable(E5B_REPAIRS) ? file(E5B_REPAIRS, FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES) : [],
    'php' => PHP_VERSION,
    'contents' => [
        'articles' => (int) wp_count_posts('post')->publish,
        'pages' => (int) wp_count_posts('page')->publish,
        'médias' => (int) wp_count_posts('attachment')->inherit,
        'commentaires' => (int) get_comments(['count' => true, 'status' => 'all']),
    ],
], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES), "\n";
