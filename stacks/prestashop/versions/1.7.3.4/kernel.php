<?php
// Read before every program of the command line: this version loads its kernel by hand, later ones by its name.

spl_autoload_register(static function (string $class): void {
    if ($class === 'AppKernel') {
        require '/var/www/html/app/AppKernel.php';
    }
});
