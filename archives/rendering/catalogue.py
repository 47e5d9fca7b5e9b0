"""The catalogue (目录), the report of the four-property test, the statement of completeness, and the README."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from archives.rendering.sheets import Column, Sheet, Table, columns_of
from archives.rendering.wording import Value, retention_words, say, word
from archives.rules.dossier import Dossier, EntryState
from archives.rules.properties import Check

if TYPE_CHECKING:
    from archives.gathering import Gathered
    from archives.packaging import FiledItem, Seal

README = """{name}
归档包编号 Reference: {reference}

一、内容 What this is
本文件夹是一个培训班的归档包，按 BagIt（RFC 8493）组织，不依赖任何系统即可阅读和校验。
This folder is the archive package of one class. It is a BagIt bag (RFC 8493): it can be read and verified without any
product.

  data/catalogue.pdf          归档文件目录 catalogue (also .csv, .json)
  data/01-…                   各项归档文件：PDF/A 供阅读，CSV、JSON 供机器读取
                              items: PDF/A to read, CSV and JSON for programs
  data/NN-data/               原始记录、核算结果、规则集、形成过程，可据以复算
                              records, figures, rule-set, history: enough to count again
  data/metadata.json          元数据 metadata
  data/completeness.json      齐全性说明 what is complete, missing or not applicable, and why
  data/four-properties.pdf    四性检测报告 report of the four-property test (also .json)

二、校验 How to verify
在本文件夹内执行（Linux、macOS）：
In this folder run (Linux, macOS):

  sha256sum -c tagmanifest-sha256.txt     （macOS: shasum -a 256 -c tagmanifest-sha256.txt）
  sha256sum -c manifest-sha256.txt

每行应为 OK。manifest-sha512.txt、tagmanifest-sha512.txt 用 sha512sum 同样校验。
Every line must say OK. The sha512 manifests are checked in the same way with sha512sum.
Windows: Get-FileHash -Algorithm SHA256 <file>，与清单逐行比对 compare with the lines of the manifest.
也可用任何 BagIt 工具 any BagIt tool will do as well, for example: bagit.py --validate <folder>

清单未列出的文件不属于本归档包。
A file that no manifest lists is not part of this package.

三、封存值 The seal
  sha256sum tagmanifest-sha256.txt
所得值与机构登记的封存值一致，才能证明本归档包就是当时封存的那一份。
Only if this number equals the one that the institution has on record is this the package that was sealed.
"""


def readme(reference: str, gathered: Gathered) -> bytes:
    """How to read and verify the package without the product."""
    return README.format(name=gathered.offering.name, reference=reference).encode()


def catalogue_sheet(items: Sequence[FiledItem], gathered: Gathered, seal: Seal) -> Sheet:
    """Items with their numbers, files with their digests, and what is not there with the reason."""
    dossier = gathered.dossier
    missing = "、".join(one.filing.title for one in dossier.missing)
    note = say("note", "incomplete", titles=missing) if missing else say("note", "complete")
    facts: list[tuple[str, Value]] = [
        ("reference", seal.reference),
        ("sealed", seal.sealed_at),
        ("sealed_by", word("actor", seal.sealed_by)),
        ("retention", retention_words(seal.retention)),
    ]
    tables = [items_table(items, gathered, seal), files_table(items), *empty_entries(dossier)]
    return Sheet("catalogue", tables, facts, [note], landscape=True)


def items_table(items: Sequence[FiledItem], gathered: Gathered, seal: Seal) -> Table:
    """The items (件), a line each."""
    rows: list[list[Value]] = [
        [
            number,
            one.reference,
            one.draft.title,
            gathered.institution.name,
            one.draft.day,
            seal.year,
            retention_words(one.draft.retention),
            one.pages,
            "、".join(sorted({PurePosixPath(file.path).suffix.lstrip(".") for file in one.files})),
            sum(file.bytes for file in one.files),
        ]
        for number, one in enumerate(items, 1)
    ]
    columns = columns_of(
        "number:11 reference:62 titled creator:44 dated:20 year:12 retention:20 pages:11 formats:18 bytes:18"
    )
    return Table(columns, rows, say("caption", "items"), size=8)


def files_table(items: Sequence[FiledItem]) -> Table:
    """The files of the items with their digests."""
    rows: list[list[Value]] = [
        [one.reference, file.path, file.media_type, file.pages, file.bytes, file.sha256]
        for one in items
        for file in one.files
    ]
    columns = [
        Column("reference", mm=62),
        Column("path", 5),
        Column("format", mm=26),
        Column("pages", mm=11),
        Column("bytes", mm=18, align="right"),
        Column("digest", mm=66),
    ]
    return Table(columns, rows, say("caption", "files"), size=6.5)


def empty_entries(dossier: Dossier) -> list[Table]:
    """The entries of the filing list without an item; every one says why."""
    rows: list[list[Value]] = [
        [one.filing.title, word("state", one.state.value), one.reason or word("why", one.why.value)]
        for one in dossier.entries
        if one.state is not EntryState.PRESENT
    ]
    return [Table(columns_of("item:60 state:24 why"), rows, say("caption", "empty"))] if rows else []


def properties_sheet(checks: Sequence[Check], seal: Seal) -> Sheet:
    """The four-property test, check by check."""
    rows: list[list[Value]] = [
        [
            word("property", one.property.value),
            word("check", one.code.value),
            word("result", one.result.value),
            "、".join(one.subjects[:10]) + ("…" if len(one.subjects) > 10 else ""),
        ]
        for one in checks
    ]
    table = Table(columns_of("property:20 check result:20 subjects"), rows, say("caption", "checks"))
    facts: list[tuple[str, Value]] = [("reference", seal.reference), ("sealed", seal.sealed_at)]
    return Sheet("properties", [table], facts, [say("note", "not_run")])


def completeness(dossier: Dossier) -> dict[str, Any]:
    """Every entry of the filing list with its state and the reason."""
    return {
        "complete": dossier.is_complete,
        "missing": [one.code for one in dossier.missing],
        "entries": [
            {
                "code": one.code,
                "title": one.filing.title,
                "stage": one.filing.stage,
                "required": one.filing.required,
                "retention": one.filing.retention,
                "state": one.state,
                "why": one.why,
                "reason": one.reason,
                "records": one.records,
                "documents": one.documents,
            }
            for one in dossier.entries
        ],
    }
