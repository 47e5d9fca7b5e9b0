"""Pages of enrolment: for anybody, for employers, for coordinators."""
