"""`./e5b` makes its environment once, alone, whole; the real script runs here, on a project without libraries.

The tests follow each other: an environment takes seconds to make.
"""

import os
import shutil
import subprocess

import pytest

from provisioner.paths import PROJECT

PREPARING = "Préparation de l’environnement"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("projet avec espace")
    shutil.copy(PROJECT / "e5b", folder / "e5b")
    (folder / "requirements.txt").write_text(f"{folder}/absent-1.0.tar.gz\n", encoding="utf-8")
    (folder / "provisioner").mkdir()
    (folder / "provisioner" / "__init__.py").touch()
    (folder / "provisioner" / "__main__.py").write_text("import sys\nprint('ran', *sys.argv[1:])\n", encoding="utf-8")
    return folder


def start(project, *arguments, cwd=None, **variables):
    return subprocess.Popen(
        [project / "e5b", *arguments],
        cwd=cwd or "/",
        env=os.environ | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(project, *arguments, **options):
    process = start(project, *arguments, **options)
    output, errors = process.communicate(timeout=120)
    return process.returncode, output, errors


def test_library_that_cannot_be_installed(project):
    code, output, errors = run(project)
    assert (code, output) == (1, "")
    assert "Erreur : les bibliothèques Python n’ont pas pu être installées." in errors
    assert "Que faire :" in errors


def test_two_runs_at_once_finish_what_was_interrupted(project):
    assert (project / ".venv" / "bin" / "python").exists()
    (project / "requirements.txt").write_text("# nothing\n", encoding="utf-8")
    both = [start(project, "up", str(number)) for number in (1, 2)]
    ended = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert [output for output, _ in ended] == ["ran up 1\n", "ran up 2\n"]
    assert sum(PREPARING in errors for _, errors in ended) == 1


def test_the_distribution_s_python_comes_first(project):
    """One compiled with no option, found first on the path, takes a fifth longer for everything."""
    made = subprocess.run(
        [project / ".venv" / "bin" / "python", "-c", "import sys; print(sys.base_prefix)"],
        capture_output=True,
        text=True,
        check=True,
    )
    own = ["sh", "-c", "/usr/bin/python3 -c 'import venv, ensurepip'"]
    if subprocess.run(own, capture_output=True, check=False).returncode:
        pytest.skip("the distribution's Python has no venv here")
    assert made.stdout == "/usr\n"


def test_then_it_is_silent(project, tmp_path):
    assert run(project, "a b") == (0, "ran a b\n", "")
    link = tmp_path / "lien"
    link.symlink_to(project / "e5b")
    assert subprocess.run([link], capture_output=True, text=True, check=True).stdout == "ran\n"


def test_code_of_the_current_folder_is_not_run(project, tmp_path):
    (tmp_path / "provisioner").mkdir()
    (tmp_path / "provisioner" / "__init__.py").touch()
    (tmp_path / "provisioner" / "__main__.py").write_text("print('another')\n", encoding="utf-8")
    assert run(project, cwd=tmp_path)[1] == "ran\n"


def test_new_versions_are_installed_in_place(project):
    witness = project / ".venv" / "witness"
    witness.touch()
    (project / "requirements.txt").write_text("# something else\n", encoding="utf-8")
    code, output, errors = run(project)
    assert (code, output, errors) == (0, "ran\n", "Mise à jour de l’environnement Python…\n")
    assert witness.exists()


def test_no_python_and_no_way_to_install_it(project, tmp_path):
    shutil.copy(project / "e5b", tmp_path / "e5b")
    (tmp_path / "requirements.txt").touch()
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "readlink", "cksum", "cat", "id", "flock"):
        (tools / name).symlink_to(shutil.which(name))
    code, _, errors = run(tmp_path, PATH=str(tools), E5B_PYTHON="python3")
    assert code == 1
    assert "apt-get install python3 python3-venv" in errors
