<?php
// Draws initials on a coloured square. Does not start WordPress.

$colours = ['#7a5230', '#3f6b5c', '#34567a', '#8a3f4a', '#5d4a7a', '#6b6b2e', '#3b6f80', '#7a4a6b'];
$initials = substr(preg_replace('/[^A-Z0-9]/', '', (string) ($_GET['i'] ?? '')), 0, 2) ?: '?';
$colour = $colours[abs((int) ($_GET['c'] ?? 0)) % count($colours)];
header('Content-Type: image/svg+xml');
header('Cache-Control: max-age=86400');
echo '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" role="img">'
    . "<rect width=\"96\" height=\"96\" fill=\"{$colour}\"/>"
    . '<text x="48" y="50" fill="#fff" font-family="sans-serif" font-size="40" text-anchor="middle" dominant-baseline="middle">'
    . "{$initials}</text></svg>";
