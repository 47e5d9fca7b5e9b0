# Short names for `python3 manage.py …`; run `make` to see them.
PYTHON ?= python3
.PHONY: help setup demo run test check lock

help:
	@$(PYTHON) manage.py
setup:
	$(PYTHON) manage.py setup --dev
demo run test check lock:
	$(PYTHON) manage.py $@
