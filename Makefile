# Short names for `python3 manage.py …`; run `make` to see them.
PYTHON ?= python3
BIN = .venv/bin
.PHONY: help setup demo run test check lock migrate translate

help:
	@$(PYTHON) manage.py
setup:
	$(PYTHON) manage.py setup --dev
demo run test check lock:
	$(PYTHON) manage.py $@
migrate:
	$(BIN)/flask db upgrade
translate:
	$(BIN)/pybabel -q extract -F babel.cfg -k _l -k lazy_ngettext:1,2 --no-location -o messages.pot .
	$(BIN)/pybabel -q update -i messages.pot -d translations -l zh_Hans_CN --no-fuzzy-matching --ignore-obsolete
	rm messages.pot
	$(BIN)/pybabel compile -d translations
