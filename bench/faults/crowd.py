"""The clients: threads outside the server, each sending a tap until it is acknowledged, and writing that down."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from bench.faults.taps import Tap, Told

PATIENCE = 4.0  # seconds a client waits for an answer; then it sends again
PAUSE = 0.1  # seconds before it sends again
REFUSED = 409


class Speech(Protocol):
    """How taps are said to the server under test."""

    def request(self, tap: Tap) -> bytes: ...

    def verdict(self, status: int, body: bytes) -> str | None: ...


class Line:
    """One client's connection to the server, opened again whenever it breaks."""

    def __init__(self, port: int, patience: float = PATIENCE) -> None:
        self.port, self.patience = port, patience
        self.socket: socket.socket | None = None

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and body of the answer. OSError when there is none."""
        try:
            if self.socket is None:
                self.socket = socket.create_connection(("127.0.0.1", self.port), self.patience)
            self.socket.sendall(request)
            return self._answer(self.socket)
        except (OSError, ValueError) as broken:
            self.hang_up()
            raise OSError from broken

    def _answer(self, line: socket.socket) -> tuple[int, bytes]:
        heard = b""
        while b"\r\n\r\n" not in heard:
            heard += self._more(line)
        head, _gap, body = heard.partition(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        while len(body) < length:
            body += self._more(line)
        return int(head[9:12]), body

    def _more(self, line: socket.socket) -> bytes:
        more = line.recv(65536)
        if not more:
            raise OSError("the server hung up")
        return more

    def hang_up(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


class Journal:
    """Every acknowledgement, a line each, with the operating system before the client goes on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(self, tap: Tap, verdict: str) -> None:
        os.write(self._file, f"{tap.client_id} {verdict}\n".encode())

    def lines(self) -> Iterator[Told]:
        os.fsync(self._file)
        for line in self.path.read_text().splitlines():
            yield Told(*line.split(" ", 1))


class Crowd:
    """So many clients working off one list of taps."""

    def __init__(self, taps: list[Tap], speech: Speech, journal: Journal, port: int, clients: int) -> None:
        self.acknowledged = self.troubles = self.busy = 0
        self.seconds: list[float] = []
        self.rude: dict[int, int] = {}  # answers nobody asked for, by status
        self.leash = len(taps)  # how many of the faultless may be taken up by now
        self._taps, self._taken = iter(taps), 0
        self._speech, self._journal, self._port = speech, journal, port
        self._lock = threading.Lock()
        self._stopped = False
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(clients)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def is_busy(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        """Give up: clients end after the request they are at."""
        self._stopped = True

    def _next(self) -> Tap | None:
        while self._taken >= self.leash and not self._stopped:
            time.sleep(PAUSE / 3)
        with self._lock:
            tap = next(self._taps, None)
            self._taken += tap is not None and not tap.is_faulty  # faulty ones are never acknowledged
            return tap

    def _work(self) -> None:
        line = Line(self._port)
        while not self._stopped and (tap := self._next()):
            begun = time.monotonic()
            self._insist(line, tap)
            with self._lock:
                self.seconds.append(time.monotonic() - begun)
                self.acknowledged += not tap.is_faulty
            if tap.is_twice:
                self._insist(line, tap)
        line.hang_up()

    def _insist(self, line: Line, tap: Tap) -> None:
        """Send a tap until it is acknowledged, and note that; a faulty one is sent once."""
        request = self._speech.request(tap)
        while not self._stopped:
            verdict = self._ask(line, request)
            if tap.is_faulty:
                return
            if verdict is not None:
                self._journal.note(tap, verdict)
                return
            time.sleep(PAUSE)

    def _ask(self, line: Line, request: bytes) -> str | None:
        try:
            status, body = line.ask(request)
        except OSError:
            self.troubles += 1
            return None
        verdict = self._speech.verdict(status, body)
        if verdict is None:
            with self._lock:
                self.rude[status] = self.rude.get(status, 0) + 1
        return verdict


def post(path: str, message: object, headers: str = "") -> bytes:
    """A JSON request as it goes over the wire."""
    body = json.dumps(message).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{headers}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
