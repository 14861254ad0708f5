"""What an order would lose: work that was not captured, or that the keeper has not sealed yet."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from provisioner import output
from provisioner.errors import DataError, SittingError
from provisioner.pipeline.sitting import room
from provisioner.steps import closing
from provisioner.steps.sitting import store
from provisioner.steps.sitting.store import Entry


def refuse_uncaptured(entries: Sequence[Entry], way_out: str) -> None:
    """Refuse when the work of one of these was not captured. Raises SittingError."""
    lost = [one for one in entries if one.sitting and not store.captured(one.wave, one.number)]
    if lost:
        numbers = ", ".join(one.number for one in lost[:10]) + (" …" if len(lost) > 10 else "")
        raise SittingError(
            f"Le travail de {output.counted(len(lost), 'candidat')} n’a pas été capturé : {numbers}.",
            f"Lancez d’abord « ./e5b capture » ; {way_out}",
        )


def refuse_unsealed(entries: Sequence[Entry]) -> None:
    """Refuse to take away what the keeper is closing: it leaves alone a site that is gone, and would seal nothing.

    Raises SittingError.
    """
    there, left = sealed(), []
    for wave in sorted({one.wave for one in entries if room.begun(one.wave)}):
        facts = room.journal_of(wave).entries()
        for one in entries:
            known = closing.progress(facts, one.number)
            moved = one.sitting is None or one.sitting.moved_to
            if one.wave == wave and known.ended and known.step and not moved and (wave, one.number) not in there:
                left.append(one.number)
    if left:
        numbers = ", ".join(left[:10]) + (" …" if len(left) > 10 else "")
        raise SittingError(
            f"Le dossier de {output.counted(len(left), 'candidat')} n’est pas encore scellé : {numbers}.",
            "Le gardien le fait de lui-même (deux minutes après une fin donnée à la main) : « ./e5b status » le dira. "
            "Sans gardien : « ./e5b seal ». « --force » y renonce.",
        )


def sealed() -> set[tuple[str, str]]:
    """Return the sittings (wave, number) that have a dossier here; none when the register cannot be read."""
    from provisioner.steps.seal.store import sealed_numbers  # noqa: PLC0415 heavy, and a start does not wait for it

    with suppress(DataError):
        return sealed_numbers()
    return set()
