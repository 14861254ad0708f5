"""Policies as a file that Windows' registry editor takes, and the file that takes exactly those out again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CHROME = r"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Google\Chrome"
EDGE = r"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Edge"
WINDOWS = r"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows\System"
_HEAD = "Windows Registry Editor Version 5.00"


def written(keys: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return the file that sets these values, by key of the registry; a list replaces the one that was there."""
    lines = [_HEAD]
    for key, values in keys.items():
        plain = {name: value for name, value in values.items() if not isinstance(value, list)}
        lines += ["", f"[{key}]", *(f'"{name}"={_value(value)}' for name, value in plain.items())]
        for name, value in values.items():
            if isinstance(value, list):
                numbered = (f'"{rank}"={_value(one)}' for rank, one in enumerate(value, start=1))
                lines += ["", f"[-{key}\\{name}]", "", f"[{key}\\{name}]", *numbered]
    return _bytes(lines)


def taken_out(keys: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return the file that removes these values and lists, and nothing else that the school has set."""
    lines = [_HEAD]
    for key, values in keys.items():
        lines += ["", f"[{key}]", *(f'"{name}"=-' for name, value in values.items() if not isinstance(value, list))]
        lines += [
            text for name, value in values.items() if isinstance(value, list) for text in ("", f"[-{key}\\{name}]")
        ]
    return _bytes(lines)


def _value(value: Any) -> str:
    if isinstance(value, bool | int):
        return f"dword:{int(value):08x}"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _bytes(lines: list[str]) -> bytes:
    # As the editor itself writes it: UTF-16 with its mark, lines of Windows.
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-16-le")
