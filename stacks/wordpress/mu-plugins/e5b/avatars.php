<?php
// Avatars: the portrait given by the context, else the person's initials, drawn by the site.

defined('ABSPATH') || exit;

/** The WP_User behind whatever WordPress accepts as an author, or null. */
function e5b_avatar_user($who): ?WP_User
{
    if ($who instanceof WP_User) {
        return $who;
    }
    if ($who instanceof WP_Post) {
        return get_user_by('id', (int) $who->post_author) ?: null;
    }
    if ($who instanceof WP_Comment) {
        return get_user_by('id', (int) $who->user_id) ?: null;
    }
    if (is_numeric($who)) {
        return get_user_by('id', absint($who)) ?: null;
    }
    return is_string($who) && strpos($who, '@') ? (get_user_by('email', $who) ?: null) : null;
}

/** The name shown in initials. */
function e5b_avatar_name($who, ?WP_User $user): string
{
    if ($user) {
        return $user->display_name;
    }
    if ($who instanceof WP_Comment) {
        return $who->comment_author;
    }
    return is_string($who) ? $who : '';
}

add_filter('pre_get_avatar_data', static function (array $args, $who): array {
    $user = e5b_avatar_user($who);
    $portrait = $user ? (int) get_user_meta($user->ID, 'e5b_avatar', true) : 0;
    $url = $portrait ? wp_get_attachment_image_url($portrait, 'thumbnail') : false;
    if (! $url) {
        $name = remove_accents(trim(e5b_avatar_name($who, $user)));
        preg_match_all('/\b[A-Za-z0-9]/', $name, $initials);
        $url = home_url(E5B_LOCAL_PATH . '/avatar.php?' . http_build_query([
            'i' => strtoupper(implode('', array_slice($initials[0], 0, 2))),
            'c' => crc32($name) % 8,
        ]));
    }
    $args['url'] = $url;
    $args['found_avatar'] = true;
    return $args;
}, 10, 2);
