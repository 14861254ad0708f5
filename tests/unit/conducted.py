"""A wave on the disk, without any site: what the clock's tests need. And a machine whose clocks a test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from provisioner.schema.journal import Entry, Moment
from provisioner.schema.sitting import Access, Candidate, RosterLine, Sitting, Wave
from provisioner.steps.sitting import store

WAVE = "essai"
BEGAN = datetime(2022, 5, 9, 8, 0, tzinfo=UTC)


class Machine:
    """Its clocks go only as a test says."""

    def __init__(self):
        self.at, self.boot, self.since = BEGAN, "boot-1", 1000.0

    def now(self):
        return Moment(at=self.at, boot=self.boot, since_boot_s=self.since)

    def wait(self, seconds):
        self.at += timedelta(seconds=seconds)
        self.since += seconds

    def move_time_of_day(self, hours):
        self.at += timedelta(hours=hours)

    def power_cut(self, seconds):
        """Off for so long; the new start counts from 0."""
        self.at += timedelta(seconds=seconds)
        self.boot, self.since = f"boot-{int(self.boot[5:]) + 1}", 20.0


class Facts(list):
    """A journal in memory, written at the machine's own time."""

    def __init__(self, machine):
        super().__init__()
        self.machine, self.alive = machine, machine.now()

    def add(self, what, /, *numbers, **detail):
        now = self.machine.now()
        if now.boot != self.alive.boot:
            last = {"last_boot": self.alive.boot, "last_since_s": self.alive.since_boot_s}
            self._write(now, "boot", (), last | {"last_at": self.alive.at.isoformat()})
        self.alive = now
        return self._write(now, what, numbers, detail)

    def _write(self, now, kind, numbers, detail):
        alone = numbers[0] if len(numbers) == 1 else ""
        more = {"numbers": list(numbers)} if len(numbers) > 1 else {}
        entry = Entry(
            id=len(self) + 1,
            at=now.at,
            boot=now.boot,
            since_boot_s=now.since_boot_s,
            who="t",
            number=alone,
            kind=kind,
            detail={**detail, **more},
        )
        self.append(entry)
        return entry


def sitting(number="1", duration_s=2400, **more):
    return Sitting(
        wave=WAVE,
        number=number,
        commission="1",
        subject="A",
        exam="2022",
        cms="wordpress",
        cms_version="5.8.2",
        image="i",
        container=f"e5b-essai-{number}",
        url="http://127.0.0.1:9601",
        port=9601,
        login="c",
        duration_s=duration_s,
        created_at=BEGAN.isoformat(),
        ready_s=1.0,
        **more,
    )


def wave(*sittings):
    """Write a wave of these sittings."""
    store.write_wave(
        Wave(
            wave=WAVE,
            exam="2022",
            host="127.0.0.1",
            candidates=tuple(
                Candidate(
                    who=RosterLine(
                        number=one.number,
                        surname="NOM",
                        first_name="P",
                        commission="1",
                        cms=one.cms,
                        subject="A",
                        extra_time=one.duration_s > 2400,
                        line=2,
                    ),
                    access=Access(port=one.port, login="c", password="p", capture_password="x", keys={}),
                )
                for one in sittings
            ),
        )
    )
    for one in sittings:
        store.write_sitting(one)
