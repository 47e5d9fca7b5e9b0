"""Which clauses bind: all of a set of families, or each by an assumption that the search may be asked to drop."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from courses.solver.rules import ALL, Clause, Rule


class Guards:
    """With `assumed`, every clause gets a literal and nothing is left out; otherwise a clause binds or does not."""

    def __init__(
        self, model: Any, rules: frozenset[Rule] = ALL, *, assumed: bool = False, only: frozenset[Clause] | None = None
    ) -> None:
        self.model, self.rules, self.assumed, self.only = model, rules, assumed, only
        self.literals: dict[Clause, Any] = {}

    def binds(self, clause: Clause) -> bool:
        return clause.rule in self.rules and (self.only is None or clause in self.only)

    def literal(self, clause: Clause) -> Any:
        if clause not in self.literals:
            self.literals[clause] = self.model.new_bool_var("")
        return self.literals[clause]

    def falls(self, clauses: Iterable[Clause]) -> bool:
        """Whether a candidate need not be made at all."""
        return not self.assumed and any(self.binds(clause) for clause in clauses)

    def forbid(self, variable: Any, clauses: Iterable[Clause]) -> None:
        """The variable is 0 while one of the clauses binds."""
        for clause in clauses:
            if self.assumed and self.binds(clause):
                self.model.add_implication(self.literal(clause), ~variable)
            elif self.binds(clause):
                self.model.add(variable == 0)

    def require(self, bounded: Any, clause: Clause) -> None:
        """The linear relation holds while the clause binds."""
        if not self.binds(clause):
            return
        constraint = self.model.add(bounded)
        if self.assumed:
            constraint.only_enforce_if(self.literal(clause))
