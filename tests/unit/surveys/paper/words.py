"""The words of the report, as the interface supplies them."""

from __future__ import annotations

from surveys.paper import ReportFacts
from tests.unit.surveys.samples import QUESTIONNAIRE

CHART_WORDS = {
    "index_stated": "按自评重要度加权",
    "index_derived": "按推导重要度加权",
    "index_axis": "满意度指数（0–100），横线为 {confidence} 置信区间",
    "not_available": "数据不足，未计算",
    "mean_axis": "平均分（1–5 分），横线为 {confidence} 置信区间",
    "n": "n = {n}",
    "importance": "重要度均值",
    "satisfaction": "满意度均值",
    "gap": "差距 {gap}",
    "gap_axis": "平均分（1–5 分）",
    "n_missing": "n = {n}，缺 {missing}",
    "share_axis": "作答占比；最中间的分值跨在零线两侧",
    "matrix_stated": "自评重要度",
    "matrix_derived": "推导重要度",
    "satisfaction_axis": "满意度均值",
    "stated_axis": "重要度均值",
    "derived_axis": "与总体满意度的相关系数 r",
    "scale.1": "1 很不满意",
    "scale.2": "2 不满意",
    "scale.3": "3 一般",
    "scale.4": "4 满意",
    "scale.5": "5 很满意",
}
WORDS = {
    "title": "培训满意度测评报告",
    "page_words": "第 {page} 页，共 {pages} 页",
    "none": "—",
    "interval": "[{low}, {high}]",
    "with_n": "{value}（n = {n}）",
    "times": "{text}（{times} 人）",
    "list_comma": "、",
    "sentence_gap": "",
    "finding.no_responses": "尚无答卷（应答 {population} 人），没有可报告的结果。",
    "finding.hidden": "有效答卷仅 {kept} 份（应答 {population} 人），为保护填答人，不公布结果。",
    "finding.no_index": "有效答卷 {kept} 份（应答 {population} 人），数据不足以计算满意度指数。",
    "finding.index": "满意度指数 {score}（满分 100，{confidence} 置信区间 {interval}；有效答卷 {kept} 份，应答 {population} 人）。",
    "finding.ends": "{strongest}得分最高，{weakest}最低。",
    "finding.improve_stated": "按自评重要度，{names}需重点改进。",
    "finding.improve_derived": "按推导重要度，{names}需重点改进。",
    "finding.disagree": "两种重要度对{names}的判断不一致，请一并参考。",
    "section.index": "一、满意度指数",
    "section.matrix": "二、改进优先矩阵",
    "section.drivers": "三、差距与驱动因素",
    "section.dimensions": "四、各维度得分",
    "section.items": "五、各题得分与分布",
    "section.texts": "六、文字意见",
    "section.method": "七、方法说明",
    "reading.stated": "自评重要度加权",
    "reading.derived": "推导重要度加权",
    "margin": "以 {kept} 份有效答卷推断全班比例时，最大误差为 ±{margin}（已作有限总体校正）。",
    "figure.response_rate": "回收率",
    "figure.valid_rate": "有效率",
    "figure.overall": "总体满意度均值",
    "figure.nps": "净推荐值（NPS）",
    "figure.alpha": "内部一致性（Cronbach α）",
    "basis.response": "收到 {returned} 份，应答 {population} 人",
    "basis.valid": "有效 {kept} 份，应答 {population} 人",
    "basis.overall": "n = {n}，满意率 {top}",
    "basis.nps": "n = {n}：推荐 {promoters}，中立 {passives}，贬损 {detractors}",
    "basis.alpha": "{k} 题，n = {n}（全部作答）",
    "cut_lines": "分界线：满意度 {satisfaction}，自评重要度 {stated}，推导重要度 {derived}；落在线上计为高。",
    "quadrant.keep": "重点保持",
    "quadrant.improve": "重点改进",
    "quadrant.maintain": "维持",
    "quadrant.opportunity": "机会",
    "caption.gaps": "重要度与满意度的差距，由大到小",
    "caption.drivers": "与总体满意度的相关，由强到弱",
    "caption.excluded": "未计入的答卷",
    "caption.outside": "超出量表、按缺失处理的答案",
    "no_texts": "没有文字意见。",
    "exclusion.S_DUPLICATE": "同一填答码重复提交，以最后一份为准",
    "exclusion.S_INCOMPLETE": "作答题数不足",
    "exclusion.S_STRAIGHT": "各题答案全部相同且用时过短",
    "method.1": "本测评参照 {edition}（顾客满意监视和测量指南）进行。收到答卷 {rows} 份，计入 {kept} 份，未计入 {excluded} 份。",
    "method.2": "清洗顺序：同码重复以最后一份为准；超出量表的值按缺失处理；{items} 题中作答少于 {min_items} 题的不计入；全部相同且用时不足 {straight} 秒的不计入。",
    "method.3": "维度得分为该维度已答题的平均（至少答 {min_dimension} 题）；缺失值逐项剔除，各数字均注明 n。满意率为 {top} 分及以上的占比；净推荐值以 {promoter} 分及以上为推荐、{detractor} 分及以下为贬损。",
    "method.4": "指数先加权后换算到 0–100。均值的 {confidence} 置信区间用 t 分布并作有限总体校正，比例用 Wilson 区间，指数用逐一剔除的刀切法。少于 {suppress} 份答卷的组不公布。",
    "method.5": "自评重要度由学员直接打分；推导重要度为维度得分与总体满意度的 Pearson 相关系数，相关不等于因果。",
}
WORDS |= {f"chart.{key}": word for key, word in CHART_WORDS.items()}
WORDS |= {
    f"column.{key}": word
    for key, word in {
        "reading": "加权方式", "index": "指数", "ci": "{confidence} 置信区间", "weighted_mean": "加权均值（1–5）",
        "figure": "指标", "value": "数值", "basis": "依据", "dimension": "维度", "satisfaction": "满意度",
        "importance": "重要度", "stated": "按自评", "derived": "按推导", "r": "相关 r", "n": "n",
        "weight_derived": "推导权重", "weight_stated": "自评权重", "gap": "差距", "mean": "均值", "sd": "标准差",
        "top": "满意率", "top_ci": "满意率区间", "top_n": "答案数", "alpha": "α", "item": "题目", "missing": "缺失",
        "row": "行号", "reason": "原因", "answer": "原答案",
    }.items()
}  # fmt: skip
WORDS |= {
    f"alt.{name}": f"图：{what}，数据见下表"
    for name, what in {
        "index": "满意度指数", "matrix": "改进优先矩阵", "gap": "差距", "dimensions": "维度得分", "distribution": "分布"
    }.items()
}  # fmt: skip

ITEM_WORDS = (
    "课程内容与岗位需要的符合程度", "课程内容的实用性", "课程内容的更新程度", "教师专业水平", "教师授课水平", "教师答疑互动",
    "教室环境与座位", "教学设备与网络", "现场教学条件安排", "报到与通知服务", "班主任服务", "日程安排的合理性",
)  # fmt: skip
QUESTIONS = {
    **{f"q{i}": f"{i}. {word}" for i, word in enumerate(ITEM_WORDS, start=1)},
    **{f"importance{i + 1}": f"{one.name}的重要程度" for i, one in enumerate(QUESTIONNAIRE.dimensions)},
    "overall": "总体满意度",
    "nps": "向同行推荐的可能性（0–10）",
    "text1": "印象最深的收获",
    "text2": "意见与建议",
}
FACTS = ReportFacts(
    institution="示例质量培训中心",
    class_name="2026 年春季企业首席质量官任职培训班",
    dated="2026-05-20",
    notice="规则集：示例，非法定标准",
    questions=QUESTIONS,
    lines=(("班级编号", "CQO-2026-01"), ("培训日期", "2026-05-11 至 2026-05-15"), ("报告日期", "2026-05-20")),
)
