<?php
// Completes the trees of extensions published for Composer, which lack the class loader that the vendor's archive holds:
//   php complete.php PLUGINS_FOLDER
// An extension that has its loader is left alone. Each repair is noted in /usr/local/lib/e5b/repairs.txt, for `image verify`.

const E5B_REPAIRS = '/usr/local/lib/e5b/repairs.txt';

/** Classes, interfaces and traits that a PHP file declares. */
function e5b_declared(string $file): array
{
    $found = [];
    $namespace = '';
    $tokens = token_get_all((string) file_get_contents($file));
    foreach ($tokens as $index => $token) {
        if (! is_array($token)) {
            continue;
        }
        if ($token[0] === T_NAMESPACE) {
            $namespace = e5b_name($tokens, $index);
        }
        if (in_array($token[0], [T_CLASS, T_INTERFACE, T_TRAIT], true) && e5b_declares($tokens, $index)) {
            $found[] = ltrim($namespace . '\\' . e5b_name($tokens, $index), '\\');
        }
    }
    return $found;
}

/** False for `Foo::class` and `new class`. */
function e5b_declares(array $tokens, int $index): bool
{
    do {
        $index--;
    } while (is_array($tokens[$index] ?? '') && $tokens[$index][0] === T_WHITESPACE);
    $before = $tokens[$index] ?? '';
    return ! is_array($before) || ! in_array($before[0], [T_DOUBLE_COLON, T_NEW], true);
}

/** The name after a keyword. */
function e5b_name(array $tokens, int $index): string
{
    $name = '';
    while (isset($tokens[++$index])) {
        $token = $tokens[$index];
        if (is_array($token) && in_array($token[0], [T_STRING, T_NS_SEPARATOR], true)) {
            $name .= $token[1];
        } elseif ($name !== '' || ! is_array($token) || $token[0] !== T_WHITESPACE) {
            break;
        }
    }
    return $name;
}

/** Class => file below the extension, for the folders that its composer.json names. */
function e5b_classmap(string $plugin, array $folders): array
{
    $map = [];
    foreach ($folders as $folder) {
        $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator("{$plugin}/{$folder}", FilesystemIterator::SKIP_DOTS));
        foreach ($files as $file) {
            if ($file->getExtension() === 'php') {
                foreach (e5b_declared($file->getPathname()) as $class) {
                    $map[$class] = substr($file->getPathname(), strlen($plugin));
                }
            }
        }
    }
    ksort($map);
    return $map;
}

/** Write the loader. The module that invites to translate needs the internet: it has nothing to say here. */
function e5b_write_loader(string $plugin, array $map): void
{
    $map = var_export($map, true);
    mkdir("{$plugin}/vendor");
    file_put_contents("{$plugin}/vendor/autoload.php", <<<PHP
<?php
// Made by the exam's image recipe: this release came without its class loader.
spl_autoload_register(static function (string \$class): void {
    static \$map = {$map};
    if (isset(\$map[\$class])) {
        require dirname(__DIR__) . \$map[\$class];
    }
});
if (! class_exists('Yoast_I18n_WordPressOrg_v3', false)) {
    class Yoast_I18n_WordPressOrg_v3
    {
        public function __construct(array \$arguments, bool \$show_message = true)
        {
        }

        public function get_promo_message(): string
        {
            return '';
        }

        public function get_dismiss_i18n_message_button(): string
        {
            return '';
        }
    }
}
return true;

PHP);
}

foreach (glob(rtrim($argv[1], '/') . '/*/composer.json') as $composer) {
    $plugin = dirname($composer);
    $folders = json_decode((string) file_get_contents($composer), true)['autoload']['classmap'] ?? [];
    if ($folders && ! is_file("{$plugin}/vendor/autoload.php")) {
        e5b_write_loader($plugin, e5b_classmap($plugin, array_map(static fn ($folder) => trim($folder, '/'), $folders)));
        $name = basename($plugin);
        file_put_contents(
            E5B_REPAIRS,
            "Extension {$name} : chargeur de classes reconstitué (l’arbre fourni est celui de Composer, sans le dossier vendor).\n",
            FILE_APPEND
        );
    }
}
