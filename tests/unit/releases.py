"""Makes tiny trees that have the version files of real releases, and archives of them; nothing of a vendor is in it."""

import io
import struct
import tarfile
import zipfile
from pathlib import Path

import yaml


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def wordpress(root: Path, version: str = "5.8.2") -> Path:
    return write(
        root,
        {
            "index.php": "<?php\n",
            "wp-settings.php": "<?php\n",
            "wp-admin/install.php": "<?php\n",
            "wp-includes/functions.php": "<?php\n",
            "wp-includes/version.php": f"<?php\n$wp_version = '{version}';\n",
            "wp-content/index.php": "<?php\n",
            "wp-content/themes/twentytwenty/style.css": "/*\nTheme Name: Twenty Twenty\nVersion: 1.8\n*/\n",
        },
    )


def theme(root: Path, version: str = "2.8") -> Path:
    header = f"/*\nTheme Name: Twenty Seventeen\nVersion: {version}\nText Domain: twentyseventeen\n*/\n"
    return write(root, {"style.css": header, "index.php": "<?php\n"})


def plugin(root: Path, version: str = "17.8") -> Path:
    header = f"<?php\n/**\n * Plugin Name: Yoast SEO\n * Version:     {version}\n * Text Domain: wordpress-seo\n */\n"
    return write(root, {"index.php": "<?php\n", "wp-seo.php": header, "readme.txt": "…\n"})


def prestashop(root: Path, version: str = "1.7.6.5") -> Path:
    return write(
        root,
        {
            "app/AppKernel.php": f"<?php\nclass AppKernel {{\n    const VERSION = '{version}';\n}}\n",
            "install/install_version.php": f"<?php\ndefine('_PS_INSTALL_VERSION_', '{version}');\n",
            "admin/index.php": "<?php\n",
            "themes/classic/index.php": "<?php\n",
            "vendor/autoload.php": "<?php\n",
        },
    )


def prestashop_pack(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as bundle:
        for number in range(60):
            bundle.writestr(zipfile.ZipInfo(f"fr-FR/Admin{number}.fr-FR.xlf", (2020, 5, 26, 0, 0, 0)), "<xliff/>")
    return path


def mo(project: str, revision: str = "2021-11-12 13:44:27+0000") -> bytes:
    header = f"PO-Revision-Date: {revision}\nProject-Id-Version: {project}\nLanguage: fr\n".encode()
    return (
        struct.pack("<7I", 0x950412DE, 0, 1, 28, 36, 0, 0)
        + struct.pack("<4I", 0, 44, len(header), 45)
        + b"\0"
        + header
        + b"\0"
    )


def zip_of(root: Path, path: Path, top: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for file in sorted(root.rglob("*")):
            if file.is_file():
                bundle.write(file, f"{top}{file.relative_to(root)}")
    return path


def tar_of(root: Path, path: Path, top: str) -> Path:
    with tarfile.open(path, "w:gz") as bundle:
        bundle.add(root, top)
    return path


def tar_with(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as bundle:
        for info, content in members:
            info.size = len(content)
            bundle.addfile(info, io.BytesIO(content))
    return path


def exam_file(subjects: Path, *media: dict, exam: str = "2022") -> None:
    """Write an exam whose WordPress asks for `media`."""
    part = {"label": "WordPress", "version": "5.8.2", "theme": "twentyseventeen", "media": list(media)}
    data = {
        "format": 1,
        "id": exam,
        "label": f"Épreuve {exam}",
        "duration_min": 40,
        "extra_time_ratio": 0.33,
        "questions": 4,
        "context": f"{exam}/context",
        "checks": exam,
        "cms": {"wordpress": part},
    }
    write(subjects, {f"{exam}/exam.yml": yaml.safe_dump(data, allow_unicode=True)})
