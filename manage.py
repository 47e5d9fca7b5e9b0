#!/usr/bin/env python3
"""One command for every job, from a fresh copy on: `python3 manage.py` prints them.

Standard library only, for nothing is installed when it first runs. What it installs stays inside this folder.
"""

import argparse
import contextlib
import errno
import io
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 (whoever starts this may have any Python 3)
    sys.exit(
        f"错误：需要 Python 3.11 或更高版本，当前是 {sys.version.split()[0]}。请安装后改用它运行。\n"
        f"Error: Python 3.11 or newer is needed, this is {sys.version.split()[0]}. Install it, then use python3.11."
    )

import manage_setup as place
from manage_setup import ManageError, say

PORTS = range(8000, 8020)  # Where no --port is given, the first free one.
LARGEST_TEST_CREW = 4  # Test processes at once: each may start a database server and a browser.
DEMO_FOLDER = place.ROOT / "instance" / "demo"  # Where the demo goes when the usual database holds real data.
HOLDS_OTHER_DATA = 3  # What load-demo answers then.
CHECKS = {
    "lint": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "import contracts": ("lint-imports",),
    "types": ("mypy",),
}


def in_sight(*command: str | Path, door: tuple[str, int] | None = None) -> int:
    """Run a program on this terminal and return its exit status; `door` is the host and port where it will answer.

    Ctrl-C reaches the program by itself: we only wait until it has put its things away.
    """
    child = subprocess.Popen([str(word) for word in command], cwd=place.ROOT, env=place.environment())
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    try:
        if door:
            announce(child, *door)
        status = child.wait()
    except KeyboardInterrupt:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(5)
        child.terminate()  # Only for one that Ctrl-C did not reach; nothing happens to one that has ended.
        child.wait()
        raise
    return 128 - status if status < 0 else status


def announce(child: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Name the address once it answers, lest it be opened too early. Gives up with the server or after a minute."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (a name to look up, not to listen on)
    limit = time.monotonic() + 60
    while child.poll() is None and time.monotonic() < limit:
        with contextlib.suppress(OSError):
            socket.create_connection((host, port), timeout=1).close()
            address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
            say(f"请打开 {address} ，按 Ctrl-C 结束", f"open {address} – Ctrl-C ends it")
            return
        time.sleep(0.2)


def is_free(host: str, port: int) -> bool:
    """Whether we may listen there: not taken, and not reserved for the administrator."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as door:
            if os.name != "nt":
                door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(address)
    except OSError as refused:
        if isinstance(refused, socket.gaierror) or refused.errno == errno.EADDRNOTAVAIL:
            raise ManageError(f"{host} 不是本机地址。", f"{host} is not an address of this machine.") from refused
        return False
    return True


def choose_port(host: str, asked: int | None) -> int:
    """The port asked for, or else the first free one; one that was asked for is never changed in silence."""
    if asked is not None and is_free(host, asked):
        return asked
    free = next((port for port in PORTS if is_free(host, port)), None)
    if asked is not None or free is None:
        shown = f"{PORTS[0]}–{PORTS[-1]}" if asked is None else str(asked)
        raise ManageError(
            f"端口 {shown} 已被占用或需要管理员权限。请换一个：--port {free or 9000}",
            f"Port {shown} is taken, or reserved for the administrator. Choose another: --port {free or 9000}",
        )
    if free != PORTS[0]:
        say(f"端口 {PORTS[0]} 已被占用，改用 {free}", f"port {PORTS[0]} is taken, using {free}")
    return free


def setup(options: argparse.Namespace) -> int:
    place.setup(dev=options.dev, pages_required=True)
    say("已就绪", "ready")
    return 0


def serve(options: argparse.Namespace) -> int:
    port = choose_port(options.host, options.port)
    with contextlib.suppress(KeyboardInterrupt):
        command = place.flask("serve", "--host", options.host, "--port", str(port))
        return in_sight(*command, door=(options.host, port))
    say("已停止", "stopped")
    return 0


def run(options: argparse.Namespace) -> int:
    place.setup()
    return serve(options)


def demo(options: argparse.Namespace) -> int:
    """The demo goes into the usual database, and beside it when that one holds real data already."""
    os.environ.setdefault("TRAINING_DEMO", "1")
    place.setup()
    status = in_sight(*place.flask("load-demo"))
    if status == HOLDS_OTHER_DATA and not place.names_database(os.environ):
        os.environ["TRAINING_INSTANCE_DIR"] = str(DEMO_FOLDER)
        place.setup()
        status = in_sight(*place.flask("load-demo"))
    return status if status or not options.serve else serve(options)


def test(words: list[str]) -> int:
    """Every word goes to pytest as it is; without any, all tests run on several processes."""
    place.setup(dev=True, database=False)
    crew = min(os.cpu_count() or 1, LARGEST_TEST_CREW)
    return in_sight(
        place.PYTHON, "-m", "pytest", *(words or (["-n", str(crew), "--dist", "worksteal"] if crew > 1 else []))
    )


def check(options: argparse.Namespace) -> int:
    """Run every check to its end, then name those that failed."""
    place.setup(dev=True, database=False)
    failed = []
    for name, (program, *words) in CHECKS.items():
        say(name, program)
        if in_sight(place.PROGRAMS / program, *words):
            failed.append(name)
    if options.tests and test([]):
        failed.append("tests")
    if failed:
        raise ManageError(f"未通过：{'、'.join(failed)}", f"Not passed: {', '.join(failed)}")
    return 0


def lock(_: argparse.Namespace) -> int:
    """Resolve pyproject.toml anew; the files hold pins and digests but no host, so that any mirror will do."""
    uv = shutil.which("uv")
    if not uv:
        raise ManageError("需要 uv：pip install uv", "This needs uv: pip install uv")
    export = (uv, "export", "--frozen", "--no-emit-project", "--no-header")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(place.ROOT / "pyproject.toml", folder)
        place.run(uv, "lock", "--directory", folder, "--python", sys.executable)
        for name, groups in (("requirements.lock", "--no-dev"), ("requirements-dev.lock", "--all-groups")):
            place.run(*export, "--directory", folder, groups, "-o", name)
            pins = Path(folder, name).read_text(encoding="utf-8")
            if re.search(r"\w://", pins):
                raise ManageError(f"{name} 中出现了主机名，未写入。", f"{name} would name a host: left as it was.")
            (place.ROOT / name).write_text(f"# Written by `python3 manage.py lock`.\n{pins}", "utf-8", newline="\n")
    return 0


def parser() -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(
        prog="manage.py", description="首席质量官培训服务管理 / training-service management"
    )
    jobs = words.add_subparsers(title="命令 / commands", metavar="")

    def add(name: str, job: object, text: str) -> argparse.ArgumentParser:
        command = jobs.add_parser(name, help=text, description=text)
        command.set_defaults(job=job)
        return command

    for name, job, text in (
        ("demo", demo, "准备、载入示例数据并启动 / prepare, load sample data, serve"),
        ("run", run, "准备并启动（无示例数据）/ prepare and serve without sample data"),
    ):
        command = add(name, job, text)
        command.add_argument("--host", default="127.0.0.1", help="监听地址 / where to listen (127.0.0.1)")
        command.add_argument("--port", type=int, help=f"端口 / port (first free from {PORTS[0]})")
        if name == "demo":
            command.add_argument("--no-serve", dest="serve", action="store_false", help="只准备，不启动 / prepare only")
    command = add("setup", setup, "安装依赖、建立数据库 / install packages, prepare the database")
    command.add_argument("--dev", action="store_true", help="含开发与测试工具 / with development tools")
    add("test", test, "运行测试，其余参数交给 pytest / run the tests; further words go to pytest")
    command = add("check", check, "检查代码并运行测试 / lint, format, import contracts, types, tests")
    command.add_argument("--no-tests", dest="tests", action="store_false", help="不运行测试 / without the tests")
    add("lock", lock, "重新生成依赖锁定文件（需要 uv）/ resolve and lock the dependencies anew (needs uv)")
    return words


def main(words: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # A console that cannot show Chinese shows question marks instead.
    try:
        if words[:1] == ["test"]:
            return test(words[1:])
        options = parser().parse_args(words or ["--help"])
        return int(options.job(options))
    except ManageError as stop:
        sys.stderr.write(f"{stop}\n")
    except (OSError, sqlite3.Error) as error:
        plain = place.cause(str(error))
        if not plain:
            raise
        sys.stderr.write(f"{ManageError(*plain, details=str(error))}\n")
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
