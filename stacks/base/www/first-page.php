<?php
// Has PHP take up the compiled files of the home page while the database starts, so that the first visitor does not wait for both.
//   /e5b-first-page        asked by e5b-start
//   /e5b-first-page?list   asked while the image is built: the files that PHP holds now

const E5B_LIST = '/usr/local/lib/e5b/first-page.list';

ignore_user_abort(true);
if (isset($_GET['list'])) {
    echo implode("\n", array_diff(array_keys(opcache_get_status()['scripts']), [__FILE__])), "\n";
} else {
    foreach (file(E5B_LIST, FILE_IGNORE_NEW_LINES) ?: [] as $file) {
        @opcache_compile_file($file);
    }
}
