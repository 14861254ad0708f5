<?php
// What the running shop says of itself: the JSON of provisioner/schema/image.py (Facts). Run as the site's user.

ini_set('display_errors', 'stderr');
error_reporting(E_ALL & ~E_NOTICE & ~E_DEPRECATED & ~E_WARNING);
$_SERVER += ['HTTP_HOST' => 'e5b.invalid', 'REQUEST_URI' => '/', 'REMOTE_ADDR' => '127.0.0.1'];
define('_PS_ADMIN_DIR_', '/var/www/html/gestion');
require '/var/www/html/config/config.inc.php';

$count = static function (string $table, string $where = '1'): int {
    return (int) Db::getInstance()->getValue('SELECT COUNT(*) FROM `' . _DB_PREFIX_ . "{$table}` WHERE {$where}");
};
$candidate = Db::getInstance()->getRow('SELECT * FROM ' . _DB_PREFIX_ . "employee WHERE email LIKE 'candidat%' ORDER BY id_employee");
$extensions = [];
foreach (Db::getInstance()->executeS('SELECT name, version, active FROM ' . _DB_PREFIX_ . 'module ORDER BY name') as $module) {
    $extensions[] = ['name' => $module['name'], 'version' => $module['version'], 'active' => (bool) $module['active']];
}
$theme = Symfony\Component\Yaml\Yaml::parse((string) file_get_contents(_PS_THEME_DIR_ . 'config/theme.yml'));
echo json_encode([
    'cms_version' => _PS_VERSION_,
    'theme' => _THEME_NAME_,
    'theme_version' => $theme['version'],
    'extensions' => $extensions,
    'language' => (new Language((int) Configuration::get('PS_LANG_DEFAULT')))->locale,
    'can_update' => is_writable(_PS_CLASS_DIR_ . 'Product.php') || is_writable(_PS_ROOT_DIR_ . '/vendor/autoload.php')
        || Module::isInstalled('autoupgrade'),
    'pending_updates' => [],
    'candidate_login' => (string) ($candidate['email'] ?? ''),
    'candidate_usable' => strlen($candidate['passwd'] ?? '') >= 32,
    'repairs' => json_decode((string) file_get_contents('/usr/local/lib/e5b/repairs.json'), true),
    'php' => PHP_VERSION,
    'contents' => [
        'produits' => $count('product'),
        'déclinaisons' => $count('product_attribute'),
        'catégories' => $count('category', 'id_parent > 1'),
        'clients' => $count('customer'),
        'commandes' => $count('orders'),
        'messages' => $count('customer_thread'),
    ],
], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES), "\n";
