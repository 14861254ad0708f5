"""A golden image of a few megabytes that honours the contract of docs/architecture.md: Perl answering on `web.sock`."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

from provisioner.adapters.docker.client import client

EXAM = "essai"
TAG = "e5b/essai-wordpress:test"
SERVER = r"""
use strict; use IO::Socket::UNIX; use Socket;
$SIG{TERM} = sub { exit 0 }; $SIG{CHLD} = 'IGNORE';
my $broken = -e '/run/e5b/broken';
my $sql = ''; if (open(my $f, '<', '/run/e5b/personalise.sql')) { local $/; $sql = <$f> }
if ($sql =~ /PANNE/) { print STDERR "panne voulue\n"; exit 1 }
my $url = ''; if (open(my $f, '<', '/run/e5b/site.env')) { while (<$f>) { $url = $1 if /^E5B_URL=(.*)/ } }
if ($sql && open(my $f, '>', '/personalised')) { print $f $sql }
unlink '/run/e5b/web.sock';
my $server = IO::Socket::UNIX->new(Type => SOCK_STREAM, Local => '/run/e5b/web.sock', Listen => 64) or die $!;
chmod 0666, '/run/e5b/web.sock';
while (my $client = $server->accept) {
    my ($head, $host, $line, $long, $sent) = ('', '', '', 0, '');
    while (defined($line = <$client>) && $line =~ /\S/) {
        $head ||= $line;
        $host = $1 if $line =~ /^host: *(\S+)/i;
        $long = $1 if $line =~ /^content-length: *(\d+)/i;
    }
    # What is not read resets the connection when it closes, sometimes before Caddy has read the answer.
    read($client, $sent, $long) if $long;
    select(undef, undef, undef, 1.5) if $head =~ m{/lent};
    my $body = "<!doctype html><html><body>$url host=$host " . (split ' ', $head)[1] . "</body></html>\n";
    print $client "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " . length($body)
        . "\r\nConnection: close\r\n\r\n$body";
    close $client;
}
"""


def tag(exam: str) -> str:
    """Return the tag of the image of an exam: tests that run together each have their own."""
    return TAG.replace(EXAM, exam)


def build(exam: str = EXAM) -> str:
    """Make the image from this machine's Perl; return its tag."""
    perl = Path(shutil.which("perl") or "/usr/bin/perl")
    folders = [
        Path(folder)
        for folder in subprocess.run(
            [perl, "-e", "print join qq(\\n), @INC"], capture_output=True, text=True, check=True
        ).stdout.split()
        if "perl-base" in folder and Path(folder).is_dir()
    ]
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    linked = set()
    for program in [perl, *(file for file in files if file.suffix == ".so")]:
        shown = subprocess.run(["ldd", program], capture_output=True, text=True, check=False).stdout
        linked |= {Path(path) for path in re.findall(r"(?:=> |^\s+)(/\S+) \(", shown, re.MULTILINE)}
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for file in [perl, *files, *linked]:
            _add(archive, str(file), file.resolve().read_bytes())
        _add(archive, "server.pl", SERVER.encode())
        for name in ("run/e5b", "tmp"):
            folder = tarfile.TarInfo(name)
            folder.type, folder.mode = tarfile.DIRTYPE, 0o755
            archive.addfile(folder)
    labels = {"e5b.kind": "golden", "e5b.exam": exam, "e5b.cms": "wordpress", "e5b.version": "0.1"}
    changes = [f'LABEL {key}="{value}"' for key, value in labels.items()]
    repository, _, version = tag(exam).partition(":")
    client().api.import_image_from_data(
        stream.getvalue(), repository=repository, tag=version, changes=[*changes, f'CMD ["{perl}", "/server.pl"]']
    )
    return tag(exam)


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name.lstrip("/"))
    info.size, info.mode = len(content), 0o755
    archive.addfile(info, io.BytesIO(content))


def data(folder: Path, exam: str = EXAM) -> tuple[Path, Path]:
    """Write an exam and its stack; return the folders of subjects and stacks."""
    subjects, stacks = folder / "subjects", folder / "stacks"
    (subjects / exam).mkdir(parents=True)
    (stacks / "wordpress").mkdir(parents=True)
    (subjects / exam / "exam.yml").write_text(
        f"format: 1\nid: {exam}\nlabel: Essai\nduration_min: 40\nextra_time_ratio: 0.3333333333333333\nquestions: 4\n"
        "context: 2022/context\nchecks: '2022'\n"
        "cms: {wordpress: {label: WordPress, version: '0.1', theme: aucun}}\n"
    )
    (stacks / "wordpress" / "stack.yml").write_text(
        "format: 1\ncms: wordpress\nlabel: WordPress\ndatabase: d\nprefix: p_\nsecrets: [KEY]\nready_path: /\n"
        "login_path: /entrer\ncandidate_email: '{login}@essai.example'\ncontent_folders: []\nfacts: ['true']\n"
    )
    (stacks / "wordpress" / "personalise.sql").write_text("SET sql_log_bin=0;\nSELECT {{login}}, {{password_hash}};\n")
    return subjects, stacks
