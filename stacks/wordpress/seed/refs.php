<?php
// From the context's names (slugs, logins, picture ids) to WordPress's ids and addresses.

final class E5B_Refs
{
    /** @var array<string, array<string, int>> kind => name => id */
    private array $ids = [];
    private string $shop;

    public function __construct(array $context)
    {
        $this->shop = rtrim($context['company']['shop_url'], '/');
    }

    public function add(string $kind, string $name, int $id): void
    {
        $this->ids[$kind][$name] = $id;
    }

    /** Id of a named object; stops the build when the context names something absent. */
    public function id(string $kind, string $name): int
    {
        if (! isset($this->ids[$kind][$name])) {
            e5b_fail("{$kind} « {$name} » is named but absent from the context");
        }
        return $this->ids[$kind][$name];
    }

    public function has(string $kind, string $name): bool
    {
        return isset($this->ids[$kind][$name]);
    }

    /** Replace the placeholders of a text. Addresses are relative to the site's root: a copy names no other copy. */
    public function resolve(string $text): string
    {
        $text = str_replace(['{{shop}}', '{{site}}/', '{{site}}'], [$this->shop, '/', '/'], $text);
        $done = preg_replace_callback('/\{\{([a-z]+):([^}:]+)(?::([a-z]+))?\}\}/', function (array $found): string {
            return $this->address($found[1], $found[2], $found[3] ?? '');
        }, $text);
        if (preg_match('/\{\{[^}]*\}\}/', $done, $left)) {
            e5b_fail("unknown placeholder {$left[0]}");
        }
        return $done;
    }

    private function address(string $kind, string $name, string $part): string
    {
        if ($kind === 'media') {
            $id = $this->id('media', $name);
            return $part === 'id' ? (string) $id : self::relative(wp_get_attachment_url($id));
        }
        if ($kind === 'page' || $kind === 'post') {
            return self::relative(get_permalink($this->id($this->has('page', $name) ? 'page' : 'post', $name)));
        }
        if ($kind === 'category' || $kind === 'tag') {
            $link = get_term_link($this->id($kind, $name), $kind === 'tag' ? 'post_tag' : 'category');
            return self::relative(e5b_ok($link, $name));
        }
        return $kind === 'product' ? $this->shop : e5b_fail("unknown placeholder {{{$kind}:{$name}}}");
    }

    private static function relative(string $url): string
    {
        return wp_make_link_relative($url);
    }
}
