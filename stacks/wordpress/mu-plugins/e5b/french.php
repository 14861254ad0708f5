<?php
// Debian's French translation is that of WordPress 3.6: what it lacks and a candidate reads first is given here, in words
// of our own (fr.json). Does nothing where the vendor's French is whole: the block editor's files are then there.

defined('ABSPATH') || exit;

if (get_locale() !== 'fr_FR' || glob(WP_LANG_DIR . '/fr_FR-*.json')) {
    return;
}

/** English => French. */
function e5b_french(): array
{
    static $words = null;
    $words = $words ?? json_decode((string) file_get_contents(__DIR__ . '/fr.json'), true);
    return $words;
}

/** The complement, only where nothing better was found. */
function e5b_in_french(string $translation, string $text): string
{
    return $translation === $text ? (e5b_french()[$text] ?? $text) : $translation;
}

add_filter('gettext', 'e5b_in_french', 10, 2);
add_filter('gettext_with_context', 'e5b_in_french', 10, 2);
add_filter('ngettext', static function (string $translation): string {
    return e5b_french()[$translation] ?? $translation;
});
add_filter('ngettext_with_context', static function (string $translation): string {
    return e5b_french()[$translation] ?? $translation;
});

// The same for the editors, whose texts are read by the browser.
add_action('init', static function (): void {
    wp_add_inline_script('wp-i18n', sprintf(
        '(function(m){["gettext","gettext_with_context","ngettext","ngettext_with_context"].forEach(function(n){'
            . 'wp.hooks.addFilter("i18n."+n,"e5b/french",function(t,x){return n[0]==="n"||t===x?m[t]||t:t;});});})(%s);',
        file_get_contents(__DIR__ . '/fr.json')
    ));
});
