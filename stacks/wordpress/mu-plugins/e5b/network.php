<?php
// The site's server asks nothing of anybody: every request is answered here, at once.

defined('ABSPATH') || exit;

/** Name of a known video provider for the address of its oEmbed service, or null. */
function e5b_video_provider(string $url): ?string
{
    $providers = [
        'www.youtube.com' => 'YouTube',
        'youtube.com' => 'YouTube',
        'vimeo.com' => 'Vimeo',
        'www.dailymotion.com' => 'Dailymotion',
    ];
    $parts = wp_parse_url($url);
    $is_service = strpos($parts['path'] ?? '', 'oembed') !== false;
    return $is_service ? ($providers[$parts['host'] ?? ''] ?? null) : null;
}

/** What the provider's oEmbed service would answer, with a frame of our own in place of its player. */
function e5b_video_answer(string $provider, string $service): array
{
    parse_str((string) wp_parse_url($service, PHP_URL_QUERY), $query);
    $video = (string) ($query['url'] ?? '');
    $frame = add_query_arg(
        ['p' => rawurlencode($provider), 'v' => rawurlencode($video)],
        E5B_LOCAL_PATH . '/video.php'
    );
    $body = [
        'version' => '1.0',
        'type' => 'video',
        'provider_name' => $provider,
        'title' => "Vidéo {$provider}",
        'width' => 640,
        'height' => 360,
        'html' => sprintf(
            '<iframe width="640" height="360" src="%s" title="%s" frameborder="0" allowfullscreen></iframe>',
            esc_url($frame),
            esc_attr("Vidéo {$provider}")
        ),
    ];
    return [
        'headers' => ['content-type' => 'application/json'],
        'body' => wp_json_encode($body),
        'response' => ['code' => 200, 'message' => 'OK'],
        'cookies' => [],
        'filename' => null,
    ];
}

add_filter('pre_http_request', static function ($answer, $args, $url) {
    $provider = e5b_video_provider((string) $url);
    return $provider
        ? e5b_video_answer($provider, (string) $url)
        : new WP_Error('http_request_not_executed', 'Le site d’épreuve n’a pas accès à internet.');
}, 1, 3);

// Messages have nowhere to go: they are accepted.
add_filter('pre_wp_mail', '__return_true');
