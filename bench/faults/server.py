"""The server under test as processes that can be killed."""

from __future__ import annotations

import contextlib
import http.client
import os
import resource
import signal
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PLANTED = Path(__file__).resolve().parent / "planted"
PATIENCE = 60.0


class Server:
    """One start after another of the same command."""

    def __init__(self, command: list[str], port: int, environment: dict[str, str], log: Path, path: str) -> None:
        self.command, self.port, self.log, self.path = command, port, log, path
        self.environment = {**os.environ, **environment, "PYTHONPATH": f"{PLANTED}{os.pathsep}{ROOT}"}
        self._process: subprocess.Popen[bytes] | None = None
        self.starts = 0

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.starts += 1
        self.wait()

    def wait(self) -> None:
        """Return when the server answers."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                line.request("GET", self.path)
                line.getresponse().read()
                line.close()
            except (OSError, http.client.HTTPException):
                if self._process is not None and self._process.poll() is not None:
                    raise RuntimeError(f"the server ended:\n{self.log.read_text()[-3000:]}") from None
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"the server does not answer:\n{self.log.read_text()[-3000:]}")

    def kill(self) -> None:
        """End the server and all its processes as a power cut would, but for the disk."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def kill_worker(self) -> None:
        """End one process that serves requests; the server starts another."""
        os.kill(self.workers()[0], signal.SIGKILL)

    def workers(self) -> list[int]:
        """The processes that serve requests."""
        if self._process is None:
            return []
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/children")
        children = [child for task in tasks for child in task.read_text().split()]
        return [int(child) for child in children if b"resource_tracker" not in _command(child)]

    def choke(self, size: int) -> None:
        """Let no process of the server write a file beyond this size: what a full disk does, without a disk."""
        for worker in self.workers():
            most = resource.prlimit(worker, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(worker, resource.RLIMIT_FSIZE, (size if size >= 0 else most, most))

    def seconds(self) -> float:
        """Processor time of the processes that serve requests, until now."""
        return sum(_seconds(worker) for worker in self.workers())

    def megabytes(self) -> float:
        """Resident memory of all processes of the server, what they share counted once."""
        members = [self._process.pid, *self.workers()] if self._process else []
        return sum(_proportional(member) for member in members) / 1024


def _command(process: str) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def _seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _proportional(process: int) -> int:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
