<?php
// Lays out the CLDR data of the release (core.zip) as the shop looks for them:  cldr.php FOLDER LOCALE
//   main/<locale>/numbers.json -> main--<locale>--numbers,  supplemental/plurals.json -> supplemental--plurals

[, $folder, $locale] = $argv;
$archive = new ZipArchive();
if ($archive->open("{$folder}/core.zip") !== true) {
    fwrite(STDERR, "cldr: {$folder}/core.zip is missing\n");
    exit(1);
}
$found = 0;
for ($index = 0; $index < $archive->numFiles; $index++) {
    $name = (string) $archive->getNameIndex($index);
    if (preg_match("%^(main/{$locale}|supplemental)/(\w[\w-]*)\.json$%", $name, $parts)) {
        file_put_contents("{$folder}/" . str_replace('/', '--', $parts[1]) . "--{$parts[2]}", $archive->getFromIndex($index));
        $found++;
    }
}
if ($found === 0) {
    fwrite(STDERR, "cldr: nothing for {$locale} in {$folder}/core.zip\n");
    exit(1);
}
