"""What a subject lays over the context: `stacks/<cms>/seeds/<kind>.sql`, filled like `personalise.sql`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from provisioner import paths
from provisioner.errors import DataError
from provisioner.schema.exam import Cms
from provisioner.schema.subject import Seed
from provisioner.steps.sitting import personalise

FILE = "seed.sql"
"""In a candidate's folder: what was laid over the context when the site was made."""
_LAST_SIGN = 0xFFFF
"""PrestaShop's tables hold three bytes per sign: beyond, the server refuses the whole statement."""
_PLACE = ZoneInfo("Europe/Paris")


def kinds(cms: Cms) -> tuple[str, ...]:
    """Return what can be laid over a context of this CMS."""
    return tuple(sorted(path.stem for path in (paths.STACKS / cms / "seeds").glob("*.sql")))


def render(cms: Cms, seeds: Sequence[Seed], source: Path) -> str:
    """Return the SQL of these seeds, empty for none. Raises DataError naming the file `source` and the key."""
    return "".join(_one(cms, one, f"seed.{index}", source) for index, one in enumerate(seeds))


def _one(cms: Cms, seed: Seed, key: str, source: Path) -> str:
    if seed.kind not in kinds(cms):
        raise DataError(
            f"{source}, clé « {key}.kind » : « {seed.kind} » n’est pas un ajout possible.",
            f"Ajouts possibles : {', '.join(kinds(cms)) or 'aucun'}.",
        )
    path = paths.STACKS / cms / "seeds" / f"{seed.kind}.sql"
    wanted = personalise.places(path)
    for name in seed.values:
        if name not in wanted:
            raise DataError(
                f"{source}, clé « {key}.values.{name} » : valeur inconnue.", f"Valeurs : {', '.join(sorted(wanted))}."
            )
    values = {name: str(value) for name, value in seed.values.items()}
    for name, value in values.items():
        if any(ord(sign) > _LAST_SIGN for sign in value):
            raise DataError(
                f"{source}, clé « {key}.values.{name} » : une émoticône ou un signe que la base n’enregistre pas.",
                "Retirez-le.",
            )
    if "date" in values:
        values["date_gmt"] = _utc(values["date"], f"{source}, clé « {key}.values.date »")
    for name in sorted(wanted - set(values)):
        raise DataError(f"{source}, clé « {key}.values.{name} » : valeur absente.", "Donnez-la, vide au besoin.")
    return personalise.render(path, values)


def _utc(local: str, where: str) -> str:
    try:
        moment = datetime.fromisoformat(local).replace(tzinfo=_PLACE)
    except ValueError:
        raise DataError(f"{where} : « {local} » n’est pas une date.", "Écrivez 2022-05-02 18:30:00.") from None
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
