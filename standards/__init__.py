"""标准与规则集: clauses and rule-sets as dated data."""
