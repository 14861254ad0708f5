<?php
// What stands in for a video hosted elsewhere: drawn here, loads nothing. Does not start WordPress.

$provider = htmlspecialchars((string) ($_GET['p'] ?? 'Vidéo'), ENT_QUOTES);
$address = (string) ($_GET['v'] ?? '');
$link = preg_match('~^https?://~', $address) ? htmlspecialchars($address, ENT_QUOTES) : '';
header('Content-Type: text/html; charset=UTF-8');
header('Cache-Control: max-age=3600');
?>
<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<title>Vidéo <?= $provider ?></title>
<style>
  html, body { margin: 0; height: 100%; }
  body { display: grid; place-content: center; justify-items: center; gap: 1em; background: #20242b; color: #fff;
         font: 15px/1.4 sans-serif; text-align: center; }
  svg { width: 72px; }
  a { color: #cfe3ff; overflow-wrap: anywhere; padding: 0 1em; }
</style>
<svg viewBox="0 0 72 50" aria-hidden="true"><rect width="72" height="50" rx="11" fill="#c4302b"/><path d="M29 14v22l19-11z" fill="#fff"/></svg>
<div>Vidéo <?= $provider ?></div>
<a href="<?= $link ?>" target="_blank" rel="noopener"><?= $link ?></a>
</html>
