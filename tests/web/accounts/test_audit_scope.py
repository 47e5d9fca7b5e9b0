"""The audit trail shows each person only what happened in his own institutions (design D9)."""

from __future__ import annotations

from accounts.rules import Role


def test_an_auditor_sees_only_the_entries_of_his_institutions(browser, make, sign_in):
    own, foreign = make.Institution(), make.Institution()
    make.AuditEntry(actor="王本院", institution_id=own.id)
    make.AuditEntry(actor="李外院", institution_id=foreign.id)
    auditor = make.User(role=Role.AUDITOR)
    make.StaffMember(user=auditor, institution=own)
    sign_in(auditor)

    page = browser.get("accounts.list_audit_entries")

    assert "王本院" in page.text
    assert "李外院" not in page.text


def test_an_auditor_of_no_institution_sees_nothing(browser, make, sign_in):
    make.AuditEntry(actor="李外院", institution_id=make.Institution().id)
    sign_in(make.User(role=Role.AUDITOR))

    assert "李外院" not in browser.get("accounts.list_audit_entries").text


def test_an_administrator_sees_every_entry(browser, make, sign_in):
    make.AuditEntry(actor="李外院", institution_id=make.Institution().id)
    sign_in(make.User(role=Role.ADMINISTRATOR))

    assert "李外院" in browser.get("accounts.list_audit_entries").text
