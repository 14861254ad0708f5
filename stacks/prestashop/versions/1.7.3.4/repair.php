<?php
// Applies the repairs (YAML files of a folder) to the vendor's tree, and records their reasons; one that does not fit stops the build.
//   repair.php SITE FOLDER RECORD

[, $site, $folder, $record] = $argv;
require "{$site}/vendor/autoload.php";

$reasons = [];
foreach (glob("{$folder}/*.yml") as $path) {
    $repair = Symfony\Component\Yaml\Yaml::parse((string) file_get_contents($path));
    $file = "{$site}/{$repair['file']}";
    $text = (string) file_get_contents($file);
    if (isset($repair['sha256']) && hash('sha256', $text) !== $repair['sha256']) {
        fwrite(STDERR, basename($path) . ": {$repair['file']} is not the vendor's file\n");
        exit(1);
    }
    $found = substr_count($text, $repair['find']);
    $wanted = $repair['times'] ?? 1;
    if ($found !== $wanted) {
        fwrite(STDERR, basename($path) . ": found {$found} times instead of {$wanted} in {$repair['file']}\n");
        exit(1);
    }
    file_put_contents($file, str_replace($repair['find'], $repair['replace'], $text));
    $reasons[] = $repair['reason'];
}
file_put_contents($record, json_encode($reasons, JSON_UNESCAPED_UNICODE));
