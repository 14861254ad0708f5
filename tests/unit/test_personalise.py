from __future__ import annotations

import bcrypt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner import paths
from provisioner.errors import DataError
from provisioner.schema.sitting import Access
from provisioner.steps.sitting import access
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


@given(st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True), st.text(max_size=40), st.dictionaries(st.text(), st.text()))
def test_the_same_access_is_the_same_account_wherever_its_site_is_made(word, capture, keys):
    given_ = Access(port=1, login="c", password=word, capture_password=capture, keys=keys)
    once, again = access.hashed(given_), access.hashed(given_.model_copy(update={"port": 2}))
    assert once == again
    assert once.startswith("$2y$05$")
    assert bcrypt.checkpw(word.encode(), once.replace("$2y$", "$2b$", 1).encode())
    assert access.hashed(given_.model_copy(update={"capture_password": f"{capture}x"})) != once
