"""The demo's own house: one accreditation with its certificate, posts that are held, three internal documents."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from core.clock import today
from core.papers import render_pdf
from trainer.accreditation import actions
from trainer.accreditation.rules import EntryKind, StatusEntry
from trainer.accreditation.upkeep import DocumentKind, PostKind
from trainer.models import Institution

TYPES = ("任职培训", "高级培训", "提升培训", "继续教育")
POSTS = (
    (PostKind.MANAGEMENT, "令狐远舟", "13800000001", ""),
    (PostKind.CLASS_TEACHER, "佘青禾", "13800000002", "coordinator"),
    (PostKind.EXAMINATION, "端木清越", "13800000003", ""),
    (PostKind.FINANCE, "闻人知秋", "13800000004", ""),
)
DOCUMENTS = (
    (DocumentKind.ATTENDANCE, "学员考勤与请假管理办法", "每半天签到一次；请假须经班主任批准；缺勤超过规定者不予结业。"),
    (DocumentKind.COMPLAINTS, "投诉受理与处理办法", "投诉当日登记，五个工作日内答复，处理结果归入班级档案。"),
    (DocumentKind.EMERGENCY, "培训期间突发事件应急预案", "教室配备灭火器与急救箱；开班首日讲明疏散路线。"),
)


def furnish(institution: Institution, *, by: User) -> None:
    """Put everything on record, as the coordinator would."""
    since, until = date(today().year - 1, 1, 1), date(today().year + 1, 12, 31)
    actions.add_accreditation(
        institution,
        facts={
            "number": "示例-2025-001",
            "authority": "陕西省市场监督管理局（示例）",
            "training_types": list(TYPES),
            "regions": ["陕西省"],
            "note": "",
        },
        first=StatusEntry(EntryKind.GRANTED, since, since, until),
        files=[
            ("机构认定证书（示例）.pdf", paper(institution, "机构认定证书（示例）", "准予开展企业首席质量官培训。"))
        ],
        by=by,
    )
    for post, name, phone, username in POSTS:
        facts = {"post": post, "name": name, "phone": phone, "started_on": since, "note": "示例"}
        letter = None
        if post is PostKind.MANAGEMENT:
            letter = ("任命通知（示例）.pdf", paper(institution, "任命通知（示例）", f"任命{name}负责培训管理工作。"))
        actions.appoint(institution, facts=facts, username=username, upload=letter, by=by)
    for kind, title, text in DOCUMENTS:
        facts = {"number": "V1.0", "effective_on": since, "approver": "令狐远舟", "review_on": until, "note": "示例"}
        upload = (f"{title}.pdf", paper(institution, title, text))
        actions.add_document(institution, kind=kind, title=title, facts=facts, upload=upload, by=by)


def paper(institution: Institution, title: str, text: str) -> bytes:
    """One page with a sentence on it."""
    return render_pdf(
        "table",
        {
            "title": title,
            "institution": institution.name,
            "subject": "示例文件",
            "dated": date(today().year - 1, 1, 1).isoformat(),
            "notice": "示例文件，仅供演示",
            "page_words": "第 {page} 页，共 {pages} 页",
            "facts": [["内容", text]],
            "tables": [],
            "notes": [],
            "signatures": ["负责人"],
        },
    )
