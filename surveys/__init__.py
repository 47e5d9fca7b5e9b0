"""满意度: questionnaires, responses, analysis, charts, report."""
