from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner import paths
from provisioner.errors import DataError
from provisioner.steps.sitting.personalise import literal, render

VALUES = {
    "url": "http://10.0.0.1:8001",
    "host": "10.0.0.1:8001",
    "login": "candidat-1",
    "email": "candidat-1@seconde-veine.example",
    "password_hash": "$2y$05$abcdefghijklmnopqrstuv",
    "capture_password": "x'; DROP DATABASE mysql; --",
}
_BACK = {"\\\\": "\\", "\\'": "'", '\\"': '"', "\\n": "\n", "\\r": "\r", "\\0": "\0", "\\Z": "\x1a"}


@pytest.mark.parametrize("template", sorted(paths.STACKS.glob("*/personalise.sql")), ids=lambda path: path.parent.name)
def test_every_stack_is_rendered_one_statement_a_line(template):
    lines = render(template, VALUES).splitlines()
    assert lines[0] == "SET sql_log_bin=0;"
    assert all(line.endswith(";") for line in lines)
    assert "{{" not in "".join(lines)
    assert any(r"x\'; DROP" in line for line in lines)


@given(text=st.text())
def test_a_literal_cannot_be_left(text):
    written = literal(text)
    assert written[0] == written[-1] == "'"
    assert "\n" not in written
    inside, read, at = written[1:-1], "", 0
    while at < len(inside):
        size = 2 if inside[at] == "\\" else 1
        assert inside[at] != "'"
        read += _BACK[inside[at : at + 2]] if size == 2 else inside[at]
        at += size
    assert read == text


def test_an_unknown_name_is_told_with_its_line(tmp_path):
    path = tmp_path / "personalise.sql"
    path.write_text("SET sql_log_bin=0;\nSELECT {{nom}};\n")
    with pytest.raises(DataError, match=r"personalise.sql, ligne 2 : « {{nom}} »"):
        render(path, VALUES)
