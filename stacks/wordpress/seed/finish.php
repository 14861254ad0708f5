<?php
// Leaves nothing of the moment of the installation, so that the same inputs give the same content.

/** Events that WordPress plans at first visit, put far away: copies then plan (and write) nothing. */
const E5B_EVENTS = [
    'wp_privacy_delete_old_export_files' => 'hourly',
    'wp_scheduled_delete' => 'daily',
    'delete_expired_transients' => 'daily',
    'wp_scheduled_auto_draft_delete' => 'daily',
    'recovery_mode_clean_expired_keys' => 'daily',
    'wp_https_detection' => 'twicedaily',
    'wp_site_health_scheduled_check' => 'weekly',
];

const E5B_FAR = 4102444800;

function e5b_finish(): void
{
    global $wpdb;
    $dates = ['post_date', 'post_date_gmt', 'post_modified', 'post_modified_gmt'];
    $menu_date = array_fill_keys($dates, '2021-01-04 09:00:00');
    $wpdb->update($wpdb->posts, $menu_date, ['post_type' => 'nav_menu_item']);
    $wpdb->query("DELETE FROM {$wpdb->posts} WHERE post_type IN ('revision', 'customize_changeset') OR post_status = 'auto-draft'");
    $wpdb->query("DELETE FROM {$wpdb->options} WHERE option_name LIKE '%\\_transient\\_%'");
    $wpdb->query("DELETE FROM {$wpdb->usermeta} WHERE meta_key IN ('session_tokens', 'default_password_nag')");
    wp_cache_flush();
    // WordPress notes at first visit that there is no additional style: noted now, copies write nothing.
    set_theme_mod('custom_css_post_id', -1);

    $schedules = wp_get_schedules();
    $events = ['version' => 2];
    foreach (E5B_EVENTS as $hook => $every) {
        $events[E5B_FAR][$hook][md5(serialize([]))] = [
            'schedule' => $every,
            'args' => [],
            'interval' => $schedules[$every]['interval'],
        ];
    }
    update_option('cron', $events);
    e5b_no_address();
}

/** Addresses are changed by REPLACE() in each copy: none may hide in a serialized value, whose lengths would be wrong. */
function e5b_no_address(): void
{
    global $wpdb;
    $kept = [
        "SELECT option_name FROM {$wpdb->options} WHERE option_value LIKE '%e5b.invalid%' AND option_name NOT IN ('siteurl', 'home')",
        "SELECT meta_key FROM {$wpdb->postmeta} WHERE meta_value LIKE '%e5b.invalid%'",
        "SELECT meta_key FROM {$wpdb->usermeta} WHERE meta_value LIKE '%e5b.invalid%'",
        "SELECT post_name FROM {$wpdb->posts} WHERE CONCAT(post_content, post_excerpt, post_title) LIKE '%e5b.invalid%'",
        "SELECT user_login FROM {$wpdb->users} WHERE user_url LIKE '%e5b.invalid%'",
    ];
    foreach ($kept as $query) {
        $names = $wpdb->get_col($query);
        if ($names) {
            e5b_fail('the placeholder address is kept in ' . implode(', ', $names));
        }
    }
}
