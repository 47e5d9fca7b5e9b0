"""Questions from files: the template, the look before, the taking."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from flask import abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from core.spreadsheets.export import ExportSheet, Value, write_workbook
from core.stored_files import read_upload
from core.uploads import MAX_BYTES
from courses import queries as course_queries
from sessions.questions import actions, labels, queries
from sessions.questions.forms import ImportForm, TakeForm
from sessions.questions.models import QuestionImport
from sessions.questions.rules.documents import FileRefused, Known, read_file
from sessions.questions.rules.questions import QuestionState
from sessions.questions.rules.stored import good, is_same, mistakes
from sessions.questions.views.blueprint import bp, import_or_404, institutions, modules_of

LARGE = 32 * 1024  # bytes; some hundred questions
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = (
    "题型",
    "题干",
    "选项A",
    "选项B",
    "选项C",
    "选项D",
    "选项E",
    "选项F",
    "答案",
    "模块",
    "难度",
    "分值",
    "解析",
    "来源",
)
RULES = (
    "题型：单选题、多选题、判断题、填空题、简答题。选择题至少两个选项；单选填一个字母，多选填多个字母，如 ACD。",
    "判断题答案填“对”或“错”。填空题题干用“____”表示空格，多个空格的答案用“；”隔开，同一空格的不同写法用“|”隔开。",
    "模块须与培训方案中的模块名称一致；难度填易、中、难，不填为中；分值不填为 1。保留表头，从表头下一行开始填写。",
)


def _row(kind: str, stem: str, options: Sequence[str], answer: str, difficulty: str, score: int) -> list[Value]:
    """A line of the template; the module stays open for whoever chooses one for the whole file."""
    return [kind, stem, *options, *[""] * (6 - len(options)), answer, "", difficulty, score, "", "示例"]


EXAMPLES = (
    _row("单选题", "产品质量责任的第一责任主体是（　　）。", ("政府", "企业", "行业协会", "消费者"), "B", "易", 2),
    _row(
        "多选题",
        "质量成本一般包括（　　）。",
        ("预防成本", "鉴定成本", "内部损失成本", "外部损失成本"),
        "ABCD",
        "中",
        4,
    ),
    _row("判断题", "质量是检验出来的，与设计无关。", (), "错", "易", 2),
    _row("填空题", "PDCA 循环的四个阶段是策划、实施、____和____。", (), "检查；处置|改进", "中", 4),
    _row("简答题", "简述企业首席质量官的主要职责。", (), "评分要点：……", "难", 10),
)


@bp.get("/questions/template.xlsx")
@require(Permission.EXAMS_PREPARE)
def download_template() -> ResponseReturnValue:
    """The table that people fill in: rules above the head, an example of each kind below."""
    content = write_workbook([ExportSheet("试题", HEAD, EXAMPLES, notes=RULES)])
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=_("Questions, template.xlsx"))


@bp.route("/questions/import", methods=["GET", "POST"])
@require(Permission.EXAMS_PREPARE)
def import_questions() -> ResponseReturnValue:
    found = institutions() or abort(404)
    form = ImportForm()
    form.offer(found, modules_of(found))
    if form.validate_on_submit():
        if not form.document.data:
            form.blame("document", _("Choose a file."))
        elif place := _hand_in(form):
            db.session.commit()
            return redirect(place)
    return render_template("sessions/questions/import_questions.html", form=form)


def _hand_in(form: ImportForm) -> str:
    """Read a small file at once, a large one in a job; the page to look at, none when the form says what is wrong."""
    name, content = read_upload(form.document.data)
    institution = next(one for one in institutions() if one.id == form.institution_id.data)
    by = current_user._get_current_object()
    if LARGE < len(content) <= MAX_BYTES:
        module = form.module.data or ""
        job = actions.ask_to_read(institution, name=name, content=content, module=module, by=by)
        return url_for("jobs.show_job", job_id=job.id)
    known = Known(
        course_queries.module_names(institution.id), queries.prints_of(institution.id), form.module.data or ""
    )
    try:
        reads = read_file(name, content, known)
    except FileRefused as refused:
        form.blame("document", str(labels.FILE_FAULTS[refused.fault]))
        return ""
    staged = actions.stage_import(institution, name=name, content=content, reads=reads, by=by)
    return url_for(".show_import", import_id=staged.id)


@bp.get("/questions/import/<int:import_id>")
@require(Permission.EXAMS_PREPARE)
def show_import(import_id: int) -> ResponseReturnValue:
    return _page(import_or_404(import_id), TakeForm())


@bp.post("/questions/import/<int:import_id>/take")
@require(Permission.EXAMS_PREPARE)
def take_import(import_id: int) -> ResponseReturnValue:
    staged, form = import_or_404(import_id), TakeForm()
    if not form.validate_on_submit():
        return _page(staged, form)
    state = QuestionState.ACTIVE if form.active.data else QuestionState.DRAFT
    by = current_user._get_current_object()
    try:
        added = actions.take_import(staged, all_or_nothing=form.how.data == "all", state=state, by=by)
    except actions.HasMistakes as wrong:
        form.blame("how", _("%(num)d questions have mistakes. Nothing was taken.", num=wrong.count))
        return _page(staged, form)
    except actions.NothingToTake:
        form.blame("how", _("There is no question without mistakes that the bank does not have yet."))
        return _page(staged, form)
    except actions.ChangedMeanwhile:
        flash(_("This file was taken already, or somebody else wrote into the bank. Look again."), "warning")
        return redirect(url_for(".show_import", import_id=staged.id))
    db.session.commit()
    flash(_("%(num)d questions are in the bank now.", num=added), "success")
    return redirect(url_for(".list_questions"))


def _page(staged: QuestionImport, form: TakeForm) -> ResponseReturnValue:
    reads = actions.reads_of(staged)
    return render_template(
        "sessions/questions/show_import.html",
        staged=staged,
        reads=reads,
        wrong=[one for one in reads if mistakes(one)],
        same=[one for one in reads if is_same(one) and not mistakes(one)],
        good=good(reads),
        form=form,
        labels=labels,
    )
