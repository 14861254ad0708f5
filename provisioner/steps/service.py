"""What starts by itself with the machine: the keeper, and the console when it is wanted; as systemd's units."""

from __future__ import annotations

import os
import pwd
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from provisioner import paths
from provisioner.adapters import disk, system, systemd, templates
from provisioner.adapters.system import SetupError
from provisioner.schema.doctor import Check

KEEPER, CONSOLE = "e5b-gardien.service", "e5b-console.service"
COMMANDS = (Path("/usr/local/bin/e5b"), Path("/opt/e5b/courant/e5b"))
"""Ways to this software that stay right when a kit brings a newer one."""
_LABEL = "Après un redémarrage"
_BY_HAND = "lancez « ./e5b keep » à chaque démarrage, ou faites-le lancer par le gestionnaire de services de la machine"


@dataclass(frozen=True)
class ConsoleOrder:
    """Where the console answers."""

    host: str = "127.0.0.1"
    port: int = 7900
    more: tuple[str, ...] = field(default_factory=tuple)
    """Other options of `./e5b console`."""

    @property
    def arguments(self) -> list[str]:
        """What `./e5b` is asked."""
        return ["console", "--host", self.host, "--port", str(self.port), *self.more]


def render(console: ConsoleOrder | None = None, program: Path | None = None) -> dict[str, str]:
    """Return the units, by name: the keeper's, and the console's when it is wanted; `program`: else this one."""
    wanted = {KEEPER: ["keep"], **({CONSOLE: console.arguments} if console else {})}
    units = templates.environment("service", last_newline=True)
    home = paths.home().absolute()
    environment = {"E5B_HOME": str(home)}
    if os.environ.get("E5B_MEDIA"):
        environment["E5B_MEDIA"] = str(paths.media_cache().absolute())
    values = {"user": _owner(home), "environment": environment, "setting": _setting}
    return {
        name: units.get_template(f"{name}.j2").render(command=_line([str(program or _program()), *arguments]), **values)
        for name, arguments in wanted.items()
    }


def install(
    console: ConsoleOrder | None = None,
    folder: Path | None = None,
    *,
    program: Path | None = None,
    restart: bool = False,
) -> list[str]:
    """Have the keeper, and the console when it is wanted, start with the machine; return what that changed.

    A console that starts already keeps what it was told. What is as it must be is left at work, unless `restart` is
    asked for: the software is new. Raises SetupError, DiskError.
    """
    _check()
    units, place, fresh = render(console, program), folder or systemd.UNITS, list[str]()
    for name, text in units.items():
        path = place / name
        same = path.is_file() and path.read_text(encoding="utf-8") == text
        if not same:
            disk.write(path, text, 0o644)
        if restart or not same or not _at_work(name):
            fresh.append(name)
    if fresh:
        systemd.enable(fresh)
    return fresh


def install_or_say(say: Callable[[str], None], *, program: Path | None = None, restart: bool = False) -> None:
    """Have the keeper start with the machine, and hear in French what that changed, or why it cannot be.

    Raises SetupError, DiskError.
    """
    why = cannot()
    if why:
        say(why)
    elif install(program=program, restart=restart):
        say("Le gardien démarre désormais avec la machine.")


def remove(folder: Path | None = None) -> list[str]:
    """Have nothing start with the machine any more; return what did. Raises SetupError, DiskError."""
    _check()
    place = folder or systemd.UNITS
    there = [name for name in (KEEPER, CONSOLE) if (place / name).is_file()]
    if there:
        systemd.disable(there)
        for name in there:
            with disk.told(place / name):
                (place / name).unlink()
        systemd.reload()
    return there


def cannot() -> str:
    """Return why nothing can start by itself here, in French; empty when it can."""
    if not system.has_systemd():
        return f"Cette machine n’a pas systemd : {_BY_HAND}."
    if not system.is_root():
        return "Seul l’administrateur peut faire démarrer le gardien avec la machine : « sudo ./e5b service install »."
    return ""


def checks(folder: Path | None = None) -> Iterator[Check]:
    """Say whether the keeper comes back after the machine's own restart."""
    if not system.has_systemd():
        yield _check_line("attention", "cette machine n’a pas systemd", _BY_HAND[0].upper() + _BY_HAND[1:] + ".")
        return
    path = (folder or systemd.UNITS) / KEEPER
    remedy = "« sudo ./e5b service install »."
    if not path.is_file():
        yield _check_line("attention", "rien ne relance le gardien", remedy)
    elif _ours(path.read_text(encoding="utf-8")) != _ours(render()[KEEPER]):
        yield _check_line("attention", "le gardien relancé est celui d’une autre installation", remedy)
    elif not _at_work(KEEPER):
        detail = f"le service du gardien n’est pas à l’œuvre ({', '.join(systemd.state(KEEPER))})"
        yield _check_line("attention", detail, f"« journalctl -u {KEEPER} » dit pourquoi ; puis {remedy}")
    else:
        yield _check_line("ok", "le gardien revient avec la machine", "")


def _at_work(name: str) -> bool:
    enabled, active = systemd.state(name)
    # A keeper started by hand has its place: the unit tries again until it ends.
    return enabled == "enabled" and active in {"active", "activating"}


def _ours(text: str) -> list[str]:
    """Return what of a unit says whose it is."""
    return [line for line in text.splitlines() if line.startswith(("ExecStart=", 'Environment="E5B_HOME='))]


def _check_line(state: str, detail: str, remedy: str) -> Check:
    return Check.model_validate(
        {"id": "service", "label": _LABEL, "state": state, "detail": detail, "remedy": remedy},
    )


def _check() -> None:
    why = cannot()
    if why:
        raise SetupError(why, "Les sites et la porte d’entrée reviennent d’eux-mêmes avec Docker.")


def _program() -> Path:
    """Return the way to this very software that lasts the longest."""
    own = paths.PROJECT / "e5b"
    return next((path for path in COMMANDS if path.exists() and path.resolve() == own.resolve()), own)


def _owner(home: Path) -> str:
    """Return the user whose state this is: the keeper must be able to write there, and so must they."""
    existing = next(path for path in (home, *home.parents) if path.exists())
    try:
        return pwd.getpwuid(existing.stat().st_uid).pw_name
    except KeyError:
        return "root"


def _setting(name: str, value: str) -> str:
    """Return an assignment as systemd reads it: `%` starts a specifier there."""
    return '"' + f"{name}={value}".replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


def _line(words: Sequence[str]) -> str:
    """Return a command as systemd reads it: quotes as a shell, `%` and `$` doubled."""
    return " ".join(shlex.quote(word).replace("%", "%%").replace("$", "$$") for word in words)
