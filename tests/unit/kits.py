"""Small kits, whole but for images and packages: what is signed, cut and refused is the same."""

from __future__ import annotations

from pathlib import Path

from provisioner.adapters.packages import debian
from provisioner.pipeline.kit import build, trust
from provisioner.schema.kit import KitManifest, Part
from provisioner.schema.seal import digest
from provisioner.steps.kit import manifest, texts, trees, volumes

SECRET = "7KQ2-M3PA-X9ZT-4WRH-6BCD"


def files(folder: Path, contents: dict[str, bytes]) -> dict[str, Path]:
    """Write these files; return them by name."""
    found = {}
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        found[name] = folder / name
    return found


def part(folder: Path, name: str, found: dict[str, Path], volume: int = 4096) -> Part:
    """Write one part as the pipeline does, in small volumes."""
    with volumes.Cutter(folder, name, volume) as cutter:
        unpacked = trees.pack(cutter, found)
    size = sum(one.size for one in cutter.volumes)
    content = trees.content(found)
    return Part(name=name, content=content, size=size, unpacked=unpacked, volumes=tuple(cutter.volumes))


def small(folder: Path, work: Path, *, architecture: str = "", system: str = "", key=None) -> KitManifest:
    """Make a signed kit of three small parts in `folder`."""
    key = key or trust.own_key()
    folder.mkdir()
    data = {"a.whl": b"a" * 9000, "b.whl": bytes(range(256)) * 40, "sous/c.txt": b"c"}
    parts = tuple(part(folder, name, files(work / name, data)) for name in ("bootstrap", "wheels", "software"))
    made = KitManifest(
        key=key.name,
        built_at="2026-11-21T08:00+01:00",
        software="0.1.0",
        architecture=architecture or debian.architecture(),
        system=system or debian.release(),
        exams=("2022",),
        needs=(),
        images=(),
        sealed=True,
        texts=texts.write(folder, {texts.INSTALLER: texts.installer("amd64", "12", parts), "LISEZ-MOI.txt": "Kit\n"}),
        parts=parts,
    )
    manifest.write(folder, made, lambda raw: key.sign(manifest.PURPOSE, raw))
    return made


__all__ = ["SECRET", "build", "digest", "files", "part", "small"]
