<?php
// What the installer and the seeder share: the build folder, errors, a request to stand for.

error_reporting(E_ALL & ~E_DEPRECATED & ~E_NOTICE);
ini_set('display_errors', 'stderr');

/** Stop the build with a sentence. */
function e5b_fail(string $why): void
{
    fwrite(STDERR, "seed: {$why}\n");
    exit(1);
}

/** A JSON file of the build folder. */
function e5b_json(string $path): array
{
    return json_decode((string) file_get_contents($path), true, 512, JSON_THROW_ON_ERROR);
}

/** The value, unless WordPress gave an error instead. */
function e5b_ok($value, string $what)
{
    if (is_wp_error($value)) {
        e5b_fail("{$what}: {$value->get_error_message()}");
    }
    if (! $value) {
        e5b_fail("{$what}: refused");
    }
    return $value;
}

set_exception_handler(static function (Throwable $error): void {
    e5b_fail("{$error->getMessage()} ({$error->getFile()}, line {$error->getLine()})");
});

$build = rtrim($argv[1] ?? '/build', '/');
$context = e5b_json("{$build}/context.json");
$exam = e5b_json("{$build}/exam.json");
$site = $context['wordpress'];

$_SERVER += ['HTTP_HOST' => 'e5b.invalid', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REMOTE_ADDR' => '127.0.0.1'];
