<?php
// What every part of the seeder uses: the context, ids by slug, texts with their placeholders resolved, pictures.

/** Start PrestaShop as its first employee, and read the context. */
function e5b_boot(string $build): void
{
    ini_set('display_errors', 'stderr');
    ini_set('memory_limit', '1G');
    error_reporting(E_ALL & ~E_NOTICE & ~E_DEPRECATED & ~E_WARNING & ~E_STRICT & ~E_USER_DEPRECATED);
    set_time_limit(0);
    $_SERVER += ['HTTP_HOST' => 'e5b.invalid', 'REQUEST_URI' => '/', 'REMOTE_ADDR' => '127.0.0.1', 'SERVER_NAME' => 'e5b.invalid'];
    define('_PS_ADMIN_DIR_', '/var/www/html/gestion');
    define('E5B_BUILD', $build);
    define('E5B_LANG', 1);
    require '/var/www/html/config/config.inc.php';
    $kernel = new AppKernel('prod', false);
    $kernel->boot();
    $GLOBALS['kernel'] = $kernel;
    $context = Context::getContext();
    $context->employee = new Employee(1);
    $context->language = new Language(E5B_LANG);
    $context->currency = new Currency((int) Configuration::get('PS_CURRENCY_DEFAULT'));
    $context->country = new Country((int) Configuration::get('PS_COUNTRY_DEFAULT'));
    Shop::setContext(Shop::CONTEXT_SHOP, 1);
    $GLOBALS['e5b'] = json_decode((string) file_get_contents("{$build}/context.json"), true);
    $GLOBALS['e5b_ids'] = [];
}

/** Part of the context of this shop, by path. */
function e5b_data(string ...$path)
{
    $value = $GLOBALS['e5b']['prestashop'];
    foreach ($path as $key) {
        $value = $value[$key];
    }
    return $value;
}

/** Stop the build: the context does not fit. */
function e5b_fail(string $message): void
{
    fwrite(STDERR, "seed: {$message}\n");
    exit(1);
}

/** Remember or recall the id given to an object of the context. */
function e5b_id(string $kind, string $slug, ?int $id = null): int
{
    if ($id !== null) {
        $GLOBALS['e5b_ids'][$kind][$slug] = $id;
    } elseif (! isset($GLOBALS['e5b_ids'][$kind][$slug])) {
        e5b_fail("no {$kind} « {$slug} »");
    }
    return $GLOBALS['e5b_ids'][$kind][$slug];
}

/** Save an object, or stop with its own message. */
function e5b_add(ObjectModel $object, bool $dates = true): ObjectModel
{
    $valid = $object->validateFields(false, true);
    $valid = $valid === true ? $object->validateFieldsLang(false, true) : $valid;
    if ($valid !== true) {
        e5b_fail(get_class($object) . ": {$valid}");
    }
    if (! $object->add($dates)) {
        e5b_fail(get_class($object) . ' was refused: ' . Db::getInstance()->getMsgError());
    }
    return $object;
}

/** A text in the shop's language, placeholders resolved. */
function e5b_lang(string $text): array
{
    return [E5B_LANG => e5b_text($text)];
}

function e5b_text(string $text): string
{
    return preg_replace_callback('/\{\{(\w+)(?::([^}:]+))?(?::(\w+))?\}\}/', static function (array $found): string {
        [$kind, $target] = [$found[1], $found[2] ?? ''];
        switch ($kind) {
            case 'site':
                return $GLOBALS['e5b']['company']['site_url'];
            case 'shop':
                return '';
            case 'category':
                return '/' . e5b_id('category', $target) . "-{$target}";
            case 'product':
                $product = new Product(e5b_id('product', $target), false, E5B_LANG);
                $category = new Category($product->id_category_default, E5B_LANG);
                return "/{$category->link_rewrite}/{$product->id}-{$product->link_rewrite}.html";
            case 'page':
                return '/content/' . e5b_id('cms', $target) . "-{$target}";
            case 'media':
                return '/img/cms/' . e5b_picture_name($target);
        }
        e5b_fail("unknown placeholder {$found[0]}");
    }, $text);
}

/** Description of a picture of the context. */
function e5b_picture(string $id): array
{
    foreach ($GLOBALS['e5b']['pictures'] as $picture) {
        if ($picture['id'] === $id) {
            return $picture;
        }
    }
    e5b_fail("no picture « {$id} »");
}

function e5b_picture_name(string $id): string
{
    $picture = e5b_picture($id);
    return "{$picture['file']}.{$picture['format']}";
}

/** File of a rendered picture. */
function e5b_picture_file(string $id): string
{
    $file = E5B_BUILD . "/pictures/{$id}." . e5b_picture($id)['format'];
    if (! is_file($file)) {
        e5b_fail("picture not rendered: {$file}");
    }
    return $file;
}

/** Put a picture at `$path`.jpg with all the sizes that the theme declares for a kind of image. */
function e5b_images(string $picture, string $path, string $kind): void
{
    $file = e5b_picture_file($picture);
    ImageManager::resize($file, "{$path}.jpg", null, null, 'jpg');
    foreach (ImageType::getImagesTypes($kind) as $type) {
        ImageManager::resize($file, "{$path}-" . stripslashes($type['name']) . '.jpg', $type['width'], $type['height'], 'jpg');
    }
}

/** Set dates that PrestaShop would set to now. */
function e5b_dates(string $table, string $key, int $id, string $date, array $columns = ['date_add', 'date_upd']): void
{
    Db::getInstance()->update($table, array_fill_keys($columns, pSQL($date)), "`{$key}` = {$id}");
}

/** Delete rows, leaving PrestaShop's demonstration behind. */
function e5b_empty(string ...$tables): void
{
    foreach ($tables as $table) {
        Db::getInstance()->execute('TRUNCATE TABLE `' . _DB_PREFIX_ . "{$table}`");
    }
}
