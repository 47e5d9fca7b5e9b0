"""账户与权限: users, roles, scopes, the audit trail."""
