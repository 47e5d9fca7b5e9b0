"""培训机构: institution, teachers, venues."""
