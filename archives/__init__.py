"""档案管理: dossiers, packages, fixity."""
