"""Check-ins while servers and databases are killed, in short; the long form is `python -m bench.faults`."""

from __future__ import annotations

import pytest

from bench.faults.run import Plan, carry_out
from tests import engines

PLAN = Plan(taps=200, clients=16, people=50, server_kills=1, database_kills=2, full_disks=1, full_for=0.3)
PLANTED = Plan(taps=100, clients=16, people=50, full_disks=0)


def test_nothing_acknowledged_is_lost_and_nothing_counted_twice(engine_name):
    if engine_name == "postgresql" and engines.find_programs() is None:
        pytest.skip("there is no PostgreSQL that may be killed")
    outcome = carry_out(PLAN._replace(engine=engine_name))
    assert outcome.faults == {}
    assert outcome.kept == 200
    assert outcome.injected.total() == (4 if engine_name == "postgresql" else 2)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("plant", "kills", "fault"),
    [
        ("early", 1, "acknowledged and lost"),
        ("savepoint", 0, "kept and never sent"),
        ("client-id", 0, "counted twice"),
    ],
)
def test_a_planted_fault_is_found(engine_name, plant, kills, fault):
    assert fault in carry_out(PLANTED._replace(plant=plant, server_kills=kills)).faults
