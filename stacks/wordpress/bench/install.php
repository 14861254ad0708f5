<?php
// WordPress's own installer, as its installation page calls it.

$_SERVER += ['HTTP_HOST' => 'e5b.invalid', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1'];
define('WP_INSTALLING', true);
define('WP_SITEURL', 'http://e5b.invalid');
require '/var/www/html/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Atelier de mesure', 'candidat', 'candidat@seconde-veine.example', true, '', wp_generate_password(), 'fr_FR');
update_option('siteurl', 'http://e5b.invalid');
update_option('home', 'http://e5b.invalid');
