<?php
// Comments, approved or waiting for a decision.

function e5b_comments(array $comments, E5B_Refs $refs): void
{
    $approved = ['approved' => '1', 'pending' => '0', 'spam' => 'spam', 'trash' => 'trash'];
    foreach ($comments as $comment) {
        $kind = $refs->has('post', $comment['post']) ? 'post' : 'page';
        $id = wp_insert_comment(wp_slash([
            'comment_post_ID' => $refs->id($kind, $comment['post']),
            'comment_author' => $comment['author'],
            'comment_author_email' => $comment['email'],
            'comment_author_url' => $comment['url'],
            'comment_content' => $refs->resolve($comment['text']),
            'comment_parent' => $comment['reply_to'] === '' ? 0 : $refs->id('comment', $comment['reply_to']),
            'user_id' => $comment['user'] === '' ? 0 : $refs->id('user', $comment['user']),
            'comment_date' => $comment['date'],
            'comment_date_gmt' => get_gmt_from_date($comment['date']),
            'comment_approved' => $approved[$comment['status']],
            'comment_author_IP' => '192.0.2.10',
            'comment_agent' => '',
            'comment_type' => 'comment',
        ]));
        $refs->add('comment', $comment['id'], (int) e5b_ok($id, $comment['id']));
        if ($comment['status'] === 'trash') {
            add_comment_meta($id, '_wp_trash_meta_status', '1');
            add_comment_meta($id, '_wp_trash_meta_time', strtotime($comment['date']));
        }
    }
}
