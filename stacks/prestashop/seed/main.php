<?php
// Seeds the shop with the reference context, through PrestaShop's own classes. Run once while the image is built.
//   main.php BUILD    (folder that holds context.json and pictures/)

require __DIR__ . '/common.php';
e5b_boot($argv[1]);

foreach (['clean', 'shop', 'people', 'pages', 'categories', 'catalog', 'sales', 'orders', 'service', 'texts', 'home'] as $part) {
    require __DIR__ . "/{$part}.php";
}
require __DIR__ . '/finish.php';
