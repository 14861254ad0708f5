<?php
// Visits the pages whose compiled files and templates the image must hold: those of a visitor, and those of the candidate.

$build = $argv[1];
require "{$build}/stack/seed/common.php";
e5b_boot($build);

/** Open a page; returns its status, its body and the cookies it sets. */
function e5b_visit(string $path, string $cookies = '', array $form = []): array
{
    $headers = "Host: e5b.invalid\r\nConnection: close\r\n" . ($cookies === '' ? '' : "Cookie: {$cookies}\r\n");
    $options = ['http' => ['header' => $headers, 'timeout' => 60, 'ignore_errors' => true, 'follow_location' => 0]];
    if ($form) {
        $options['http'] = ['method' => 'POST', 'content' => http_build_query($form),
            'header' => "{$headers}Content-Type: application/x-www-form-urlencoded\r\n"] + $options['http'];
    }
    $body = (string) file_get_contents("http://127.0.0.1{$path}", false, stream_context_create($options));
    $set = [];
    foreach ($http_response_header ?? [] as $line) {
        if (preg_match('/^Set-Cookie: ([^=]+)=([^;]*)/i', $line, $found)) {
            $set[$found[1]] = $found[2];
        }
    }
    return [(int) explode(' ', $http_response_header[0] ?? '0 0')[1], $body, $set];
}

/** Cookies of the candidate, signed in with a password that lasts as long as this visit. */
function e5b_session(): string
{
    $password = bin2hex(random_bytes(12));
    Db::getInstance()->execute('UPDATE ' . _DB_PREFIX_ . "employee SET passwd = '" . password_hash($password, PASSWORD_BCRYPT) . "' WHERE id_employee = 1");
    [, , $first] = e5b_visit('/gestion/index.php?controller=AdminLogin');
    $cookies = http_build_query($first, '', '; ');
    $form = ['ajax' => 1, 'token' => '', 'controller' => 'AdminLogin', 'submitLogin' => 1, 'passwd' => $password,
        'email' => 'candidat@seconde-veine.example', 'redirect' => '', 'stay_logged_in' => 0];
    [$status, $body, $set] = e5b_visit('/gestion/index.php?rand=1', $cookies, $form);
    if (strpos($body, '"hasErrors":false') === false) {
        e5b_fail("sign-in answered {$status}: " . substr($body, 0, 300));
    }
    return implode('; ', array_map(static function ($name, $value): string { return "{$name}={$value}"; }, array_keys($set + $first), $set + $first));
}

$front = ['/', '/', '/connexion', '/nous-contacter', '/panier?action=show', '/recherche?controller=search&s=table', '/nouveaux-produits', '/absent'];
foreach (Db::getInstance()->executeS('SELECT id_category, link_rewrite FROM ' . _DB_PREFIX_ . 'category_lang WHERE id_category > 2') as $row) {
    $front[] = "/{$row['id_category']}-{$row['link_rewrite']}";
}
foreach (Product::getProducts(E5B_LANG, 0, 100, 'id_product', 'ASC') as $row) {
    $category = new Category($row['id_category_default'], E5B_LANG);
    $front[] = "/{$category->link_rewrite}/{$row['id_product']}-{$row['link_rewrite']}.html";
}
foreach (CMS::getCMSPages(E5B_LANG) as $row) {
    $front[] = "/content/{$row['id_cms']}-{$row['link_rewrite']}";
}
foreach ($front as $path) {
    [$status] = e5b_visit($path);
    if ($status === 0 || $status >= 500) {
        e5b_fail("{$path} answered {$status}");
    }
}

$cookies = e5b_session();
$menu = e5b_visit('/gestion/index.php?controller=AdminDashboard&token=' . Tools::getAdminToken('AdminDashboard' . (int) Tab::getIdFromClassName('AdminDashboard') . '1'), $cookies)[1];
// Some links of the menu are whole, others relative to the back office.
preg_match_all('#href="(?:https?://[^/"]+/gestion/|/gestion/)?(index\.php[^"]+)"#', $menu, $links);
$seen = 0;
foreach (array_unique($links[1]) as $link) {
    $link = '/gestion/' . html_entity_decode($link);
    if (strpos($link, 'logout') !== false || strpos($link, 'Logout') !== false) {
        continue;
    }
    [$status, $page] = e5b_visit($link, $cookies);
    $seen++;
    if ($status === 0 || $status >= 500) {
        e5b_fail("{$link} answered {$status}");
    }
    // The forms that a candidate opens from a list.
    if (preg_match_all('#href="(?:https?://[^/"]+)?(/gestion/index\.php/sell/catalog/products/\d+[^"]*|/gestion/index\.php\?controller=Admin(?:CartRules|Orders|Customers)[^"]*&amp;(?:add|update|view)[^"]*)"#', $page, $forms)) {
        foreach (array_slice(array_unique($forms[1]), 0, 2) as $form) {
            e5b_visit(html_entity_decode($form), $cookies);
        }
    }
}
if ($seen < 50) {
    e5b_fail("only {$seen} pages of the back office were found");
}
Db::getInstance()->execute('UPDATE ' . _DB_PREFIX_ . "employee SET passwd = REPEAT('!', 20), last_connection_date = NULL");
foreach (['connections', 'connections_page', 'connections_source', 'guest', 'log', 'page_viewed', 'date_range', 'employee_session', 'pagenotfound', 'statssearch', 'cart', 'admin_filter'] as $table) {
    if ($table !== 'cart' && Db::getInstance()->executeS("SHOW TABLES LIKE '" . _DB_PREFIX_ . "{$table}'")) {
        e5b_empty($table);
    }
}
