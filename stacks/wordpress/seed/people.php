<?php
// Accounts. None has a usable password: the candidate's is set when a site is started.

function e5b_people(array $users, E5B_Refs $refs): void
{
    global $wpdb;
    foreach ($users as $position => $user) {
        $fields = [
            'user_login' => $user['login'],
            'user_email' => $user['email'],
            'first_name' => $user['first_name'],
            'last_name' => $user['last_name'],
            'display_name' => $user['display_name'],
            'nickname' => $user['display_name'],
            'description' => $user['bio'],
            'role' => $user['role'],
            'user_url' => '',
            'user_registered' => get_gmt_from_date($user['registered']),
            'user_pass' => wp_generate_password(),
        ];
        // The first one was made by the installer.
        $id = $position === 0 ? wp_update_user(wp_slash(['ID' => 1] + $fields)) : wp_insert_user(wp_slash($fields));
        e5b_ok($id, $user['login']);
        $wpdb->update($wpdb->users, [
            'user_pass' => '*',
            'user_nicename' => $user['login'],
            'user_registered' => $fields['user_registered'],
        ], ['ID' => $id]);
        update_user_meta($id, 'show_welcome_panel', 0);
        update_user_meta($id, 'dismissed_wp_pointers', 'wp496_privacy,theme_editor_notice,plugin_editor_notice');
        delete_user_meta($id, 'session_tokens');
        delete_user_meta($id, 'default_password_nag');
        clean_user_cache($id);
        $refs->add('user', $user['login'], $id);
    }
}

/** Portraits, once the media library holds them (mu-plugins/e5b/avatars.php shows them). */
function e5b_portraits(array $users, E5B_Refs $refs): void
{
    foreach ($users as $user) {
        if ($user['avatar'] !== '') {
            if (! $refs->has('media', $user['avatar'])) {
                fwrite(STDERR, "seed: portrait {$user['avatar']} is not in the media library\n");
                continue;
            }
            update_user_meta($refs->id('user', $user['login']), 'e5b_avatar', $refs->id('media', $user['avatar']));
        }
    }
}
