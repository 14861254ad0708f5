<?php
// Puts the exam's reference context in the site, through WordPress's own functions.
// Run once while the image is built, as the site's user:  php main.php BUILD_FOLDER
// BUILD_FOLDER holds context.json (provisioner/schema/context/), exam.json (versions) and pictures/<id>.<format>.

require __DIR__ . '/common.php';
require '/var/www/html/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
require_once ABSPATH . 'wp-admin/includes/nav-menu.php';
require_once ABSPATH . 'wp-admin/includes/taxonomy.php';
foreach (['refs', 'people', 'library', 'terms', 'content', 'comments', 'menus', 'widgets', 'identity', 'finish'] as $part) {
    require __DIR__ . "/{$part}.php";
}

// With the owner's capabilities, contents are kept exactly as written.
wp_set_current_user(1);
$refs = new E5B_Refs($context);
e5b_settings($site['site']);
e5b_people($site['users'], $refs);
e5b_library($site['media'], $context['pictures'], "{$build}/pictures", $refs);
e5b_portraits($site['users'], $refs);
e5b_terms($site, $refs);
e5b_content($site['pages'], $site['posts'], $refs);
e5b_comments($site['comments'], $refs);
e5b_menus($site['menus'], $refs);
e5b_widgets($site['widgets'], $refs);
e5b_identity($site['site'], $refs);
e5b_finish();
printf(
    "seed: %d pages, %d articles, %d media, %d comments\n",
    count($site['pages']),
    count($site['posts']),
    count($site['media']),
    count($site['comments'])
);
