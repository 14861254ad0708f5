<?php
/*
 * Plugin Name: Site d’épreuve local
 * Description: Rend le site entier sans internet : polices, avatars, émoticônes et vidéos servis sur place, aucune mise à jour.
 */

defined('ABSPATH') || exit;

define('E5B_LOCAL_PATH', '/wp-content/mu-plugins/e5b');

foreach (['french', 'network', 'assets', 'avatars', 'updates', 'backoffice'] as $part) {
    require __DIR__ . "/e5b/{$part}.php";
}
unset($part);
