<?php
// The media library, with every size that the theme declares.

function e5b_library(array $media, array $pictures, string $folder, E5B_Refs $refs): void
{
    $known = array_column($pictures, null, 'id');
    foreach ($media as $item) {
        $picture = $known[$item['picture']] ?? null;
        if (! $picture) {
            e5b_fail("picture {$item['picture']} is not in media.yml");
        }
        $source = "{$folder}/{$picture['id']}.{$picture['format']}";
        if (! is_file($source)) {
            e5b_fail("picture {$picture['id']}.{$picture['format']} was not rendered");
        }
        $name = "{$picture['file']}.{$picture['format']}";
        $upload = wp_upload_bits($name, null, file_get_contents($source), substr($item['date'], 0, 7));
        if ($upload['error']) {
            e5b_fail("{$name}: {$upload['error']}");
        }
        $id = e5b_attach($item, $upload, $refs);
        $refs->add('media', $item['picture'], $id);
    }
}

/** Register an uploaded file, its texts and its sizes. */
function e5b_attach(array $item, array $upload, E5B_Refs $refs): int
{
    $id = wp_insert_attachment(wp_slash([
        'guid' => $upload['url'],
        'post_mime_type' => $upload['type'],
        'post_title' => $item['title'],
        'post_name' => sanitize_title($item['title']),
        'post_excerpt' => $item['caption'],
        'post_content' => $item['description'],
        'post_date' => $item['date'],
        'post_date_gmt' => get_gmt_from_date($item['date']),
        'post_author' => $refs->id('user', $item['author']),
        'post_status' => 'inherit',
        'comment_status' => 'closed',
        'ping_status' => 'closed',
    ]), $upload['file'], 0, true);
    e5b_ok($id, $item['title']);
    if ($item['alt'] !== '') {
        update_post_meta($id, '_wp_attachment_image_alt', wp_slash($item['alt']));
    }
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $upload['file']));
    e5b_dated($id, $item['date'], $item['date']);
    return $id;
}

/** Give a post its own dates, whatever WordPress wrote. */
function e5b_dated(int $id, string $date, string $modified, array $more = []): void
{
    global $wpdb;
    $wpdb->update($wpdb->posts, $more + [
        'post_date' => $date,
        'post_date_gmt' => get_gmt_from_date($date),
        'post_modified' => $modified,
        'post_modified_gmt' => get_gmt_from_date($modified),
    ], ['ID' => $id]);
    clean_post_cache($id);
}
