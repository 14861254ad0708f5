<?php
// Visits the pages whose compiled files the image must hold. What the visits write in the database is thrown away by
// e5b-golden: the extensions left inactive are switched on here, so that a candidate who does so does not wait.

require __DIR__ . '/seed/common.php';
require '/var/www/html/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';

/** Address and cookies of a signed-in administrator. */
function e5b_session(): string
{
    $user = get_user_by('login', 'candidat') ?: get_user_by('id', 1);
    $until = time() + HOUR_IN_SECONDS;
    $token = WP_Session_Tokens::get_instance($user->ID)->create($until);
    return implode('; ', [
        AUTH_COOKIE . '=' . wp_generate_auth_cookie($user->ID, $until, 'auth', $token),
        LOGGED_IN_COOKIE . '=' . wp_generate_auth_cookie($user->ID, $until, 'logged_in', $token),
    ]);
}

/** Open a page; returns its status. */
function e5b_visit(string $path, string $cookies): int
{
    $headers = "Host: e5b.invalid\r\nConnection: close\r\n" . ($cookies === '' ? '' : "Cookie: {$cookies}\r\n");
    $options = ['http' => ['header' => $headers, 'timeout' => 30, 'ignore_errors' => true, 'follow_location' => 0]];
    file_get_contents("http://127.0.0.1{$path}", false, stream_context_create($options));
    return (int) explode(' ', $http_response_header[0] ?? '0 0')[1];
}

/** Switch an extension on as the back office does: one that cannot be used stops the build. */
function e5b_activate(string $plugin): void
{
    $error = activate_plugin($plugin);
    if (is_wp_error($error)) {
        e5b_fail("{$plugin} cannot be activated: {$error->get_error_message()}");
    }
}

/** Open pages; one that is broken, or refused to an administrator, stops the build. */
function e5b_visit_all(array $paths, string $cookies): void
{
    foreach ($paths as $path) {
        $status = e5b_visit($path, $cookies);
        if ($status === 0 || $status === 403 || $status >= 500) {
            e5b_fail("{$path} answered {$status}");
        }
    }
}

$front = [
    '/', '/wp-login.php', '/feed/', '/?s=bois', '/absent', '/wp-json/', '/wp-json/wp/v2/posts', '/wp-json/oembed/1.0/embed?url=x',
    '/wp-content/mu-plugins/e5b/avatar.php', '/wp-content/mu-plugins/e5b/video.php',
];
foreach (get_posts(['post_type' => ['post', 'page'], 'numberposts' => -1]) as $post) {
    $front[] = wp_make_link_relative(get_permalink($post));
}
foreach (get_terms(['taxonomy' => ['category', 'post_tag'], 'number' => 4]) as $term) {
    $front[] = wp_make_link_relative(get_term_link($term));
}
$first = get_posts(['numberposts' => 1])[0]->ID;
$page = (int) get_option('page_on_front');
$category = (int) get_option('default_category');
$back = [
    '/wp-admin/', '/wp-admin/edit.php', '/wp-admin/post-new.php', "/wp-admin/post.php?post={$first}&action=edit",
    "/wp-admin/post.php?post={$page}&action=edit", '/wp-admin/edit.php?post_type=page', '/wp-admin/post-new.php?post_type=page',
    '/wp-admin/edit-tags.php?taxonomy=category', '/wp-admin/edit-tags.php?taxonomy=post_tag',
    "/wp-admin/term.php?taxonomy=category&tag_ID={$category}", '/wp-admin/upload.php', '/wp-admin/upload.php?mode=list',
    '/wp-admin/media-new.php', '/wp-admin/edit-comments.php', '/wp-admin/comment.php?action=editcomment&c=1', '/wp-admin/themes.php',
    '/wp-admin/customize.php', '/wp-admin/widgets.php', '/wp-admin/nav-menus.php', '/wp-admin/plugins.php', '/wp-admin/users.php',
    '/wp-admin/user-new.php', '/wp-admin/user-edit.php?user_id=2', '/wp-admin/profile.php', '/wp-admin/tools.php', '/wp-admin/export.php',
    '/wp-admin/import.php', '/wp-admin/site-health.php', '/wp-admin/export-personal-data.php', '/wp-admin/erase-personal-data.php',
    '/wp-admin/options-general.php', '/wp-admin/options-writing.php', '/wp-admin/options-reading.php',
    '/wp-admin/options-discussion.php', '/wp-admin/options-media.php', '/wp-admin/options-permalink.php', '/wp-admin/options-privacy.php',
    '/wp-admin/admin-ajax.php', '/wp-admin/load-scripts.php?c=1&load%5Bchunk_0%5D=jquery-core', '/wp-admin/load-styles.php?c=1&load=dashicons',
    '/wp-admin/about.php',
];

$cookies = e5b_session();
e5b_visit_all($front, '');
e5b_visit_all(array_merge(['/'], $back), $cookies);

$inactive = array_diff(array_keys(get_plugins()), (array) get_option('active_plugins'));
foreach ($inactive as $plugin) {
    e5b_activate($plugin);
}
if (in_array('wordpress-seo/wp-seo.php', $inactive, true)) {
    e5b_visit_all(['/', '/wp-admin/', '/wp-admin/plugins.php', "/wp-admin/post.php?post={$first}&action=edit",
        "/wp-admin/term.php?taxonomy=category&tag_ID={$category}", '/wp-admin/admin.php?page=wpseo_dashboard',
        '/wp-admin/admin.php?page=wpseo_titles', '/wp-admin/edit.php', wp_make_link_relative(get_permalink($first))], $cookies);
}
