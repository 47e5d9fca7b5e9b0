"""`flask archive` seals a class as a package; `flask verify-archive` checks one, and needs no database for it."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from archives import actions, labels, queries
from archives.fixity.checking import check_path
from archives.fixity.manifests import FaultKind
from core import schema
from core.db import db
from courses import queries as course_queries
from standards.rules import ParameterMissing


@click.command("archive")
@click.argument("code", metavar="CLASS")
@click.option("--out", "out", required=True, type=click.Path(path_type=Path), help="Folder that becomes the package.")
@with_appcontext
def archive(code: str, out: Path) -> None:
    """Seal the dossier of CLASS (its code) as a package in a folder that is empty or does not exist yet."""
    schema.prepare()
    offering = course_queries.offering_by_code(code)
    if offering is None:
        raise click.ClickException(f"找不到培训班 {code}。 There is no class {code}.")
    try:
        package = actions.seal_class(offering, out, by=None, press=labels.press())
    except actions.FolderTaken as taken:
        raise click.ClickException(
            f"{taken} 已存在且不为空，请另选文件夹。 {taken} is not empty: choose another."
        ) from taken
    except actions.PackageFaulty as faulty:
        raise click.ClickException("; ".join(labels.fault_line(one) for one in faulty.faults)) from faulty
    except ParameterMissing as missing:
        raise click.ClickException(f"规则集缺少参数 {missing.key}。 The rule-set lacks {missing.key}.") from missing
    db.session.commit()
    click.echo(f"{package.reference}  {package.location}")
    click.echo(f"文件 files: {package.file_count}  字节 bytes: {package.total_bytes}")
    click.echo(f"封存值 seal: {package.manifest_digest}")
    if package.complete:
        click.echo("齐全 complete")
        return
    titles = {one.code: one.title for one in queries.filing_list(package.rule_set_version_id)}
    named = "、".join(f"{titles.get(one, one)}（{one}）" for one in package.missing)
    click.echo(f"不齐全，缺 incomplete, missing: {named}")


@click.command("verify-archive")
@click.argument("package", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--seal", default="", help="The seal on record (SHA-256 of tagmanifest-sha256.txt).")
def verify_archive(package: Path, seal: str) -> None:
    """Check the package in DIR (a folder, or a .zip of it) file by file. Exit status 1 names every faulty file."""
    if not package.exists():
        raise click.ClickException(f"{package} 不存在。 {package} does not exist.")
    verdict = check_path(package, seal=seal.strip().lower())
    if verdict.is_whole:
        said = f"{verdict.reference} " if verdict.reference else ""
        click.echo(f"完好 whole: {said}{verdict.files} 个文件 files, {verdict.bytes} 字节 bytes")
        click.echo(f"封存值 seal: {verdict.seal}")
        return
    for fault in verdict.faults:
        click.echo(f"{fault.path or package}: {WORDS[fault.kind]}" + (f" ({fault.detail})" if fault.detail else ""))
    click.echo(f"不完好 not whole: {len(verdict.faults)}")
    raise SystemExit(1)


# Both languages at once: whoever checks a package may not have the product's settings.
WORDS = {
    FaultKind.CHANGED: "内容已改变 changed",
    FaultKind.MISSING: "文件缺失 missing",
    FaultKind.EXTRA: "多余文件，不在清单中 extra, in no manifest",
    FaultKind.ALTERED: "清单已改变，与文件及另一清单不符 manifest changed, contradicts",
    FaultKind.MALFORMED: "内容已改变，无法按其格式读取 changed, malformed",
    FaultKind.UNSAFE: "链接或越界的文件名 link or unsafe name",
    FaultKind.UNREADABLE: "无法读取 unreadable",
    FaultKind.TOO_LARGE: "展开后过大 unpacks to more than is safe",
    FaultKind.SEAL_DIFFERS: "自身完好，但不是当时封存的那一份 whole, but not the package that was sealed",
    FaultKind.NOT_A_BAG: "不是归档包 no archive package (no bagit.txt, no manifest)",
}

COMMANDS = (archive, verify_archive)
