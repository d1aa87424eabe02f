# Every target first makes .venv from requirements.lock if it is missing or older than the lock file.
PY ?= python3
REF_AREA = KHM

UV := $(shell command -v uv 2>/dev/null)
PYTHON := .venv/bin/python
WPS := .venv/bin/wps

# What a user's shell sets must not change a figure, a chart or a test. A Matplotlib backend would also
# stop Jupyter kernels from showing charts, so only pytest itself, which opens no window, gets one.
unexport MPLBACKEND PIP_TARGET PIP_USER PYTEST_ADDOPTS PYTHONHOME PYTHONPATH VIRTUAL_ENV WPS_ROOT
PYTEST := MPLBACKEND=agg $(PYTHON) -m pytest

.DEFAULT_GOAL := help
.PHONY: help pack tables gallery test build statements review review-proof review-accept translations lint lab lock clean test-all programs

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' Makefile

pack: build  ## build the tables, then the chart pack (REF_AREA=KHM)
	$(WPS) pack --ref-area $(REF_AREA)

# Those of publishers' figures are not committed: a fresh clone has none.
tables: .venv/.installed
	@$(PYTHON) -m wps_analysis.dev.tables

gallery: tables  ## draw every kind of chart on one page, outputs/gallery/index.html
	$(PYTHON) -m wps_analysis.dev.gallery

test: tables  ## run the tests, the doctests, the notebook review and its proof
	$(PYTEST) --numprocesses auto --dist loadfile
	@$(MAKE) --no-print-directory review
	@$(MAKE) --no-print-directory review-proof

build: .venv/.installed  ## build data/processed from data/raw and data/registry, and list every sentence in docs
	$(WPS) build
	$(PYTHON) -m wps_analysis.dev.statements

statements: tables  ## list every sentence of the assessment in docs/assessment-KHM.md
	$(PYTHON) -m wps_analysis.dev.statements

review: tables  ## re-run the committed notebooks and compare every output
	$(PYTHON) -m pytest --nbval --nbval-kernel-name wps --nbval-sanitize-with tests/nbval_sanitise.cfg \
	    -o truncation_limit_lines=0 -o truncation_limit_chars=0 notebooks

review-proof: tables  ## spoil copies of the project, one thing each: the review must see it
	$(PYTHON) tests/review_proof.py

review-accept: tables  ## rewrite the reviewed notebooks: the new numbers are right
	$(PYTHON) -m wps_analysis.dev.review

translations: tables  ## bring the catalogues up to date with what is printed
	$(PYTHON) -m wps_analysis.dev.catalogue

lint: .venv/.installed  ## check style, layout and spelling
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	.venv/bin/codespell

lab: tables  ## explore the figures in JupyterLab
	$(WPS) explore

lock:  ## resolve requirements.lock again, as new as pyproject.toml allows (needs uv)
	uv pip compile pyproject.toml --extra test --extra dev --python-version 3.11 --universal --upgrade \
	    --generate-hashes --no-annotate --no-header --quiet --output-file requirements.lock

clean:  ## remove .venv and caches; outputs stay
	rm -f .venv/.locked .venv/.installed
	rm -rf .venv .hypothesis .pytest_cache .ruff_cache build dist
	find notebooks tests wps_analysis -type d \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune \
	    -exec rm -r {} +

test-all: tables programs  ## run the slow tests too; installs Debian's chromium, libreoffice, npm
	$(PYTEST) --numprocesses auto --dist loadfile -m "slow or not slow"
	@$(MAKE) --no-print-directory review

programs:
	@missing=; \
	command -v chromium >/dev/null || missing="chromium"; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-nogui"; \
	command -v npm >/dev/null || missing="$$missing npm"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then \
	    echo "Not installed: $$missing (no apt-get here). The tests that need them are skipped."; exit 0; \
	fi; \
	as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	$$as_root apt-get update -qq && \
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$missing || \
	    echo "Could not install: $$missing. The tests that need them are skipped."

# The stamps are written last, so an interrupted installation is begun again.
.venv/.locked: requirements.lock
	@command -v $(PY) >/dev/null || { echo "No $(PY) here: install Python 3.11 or newer, or say make PY=..." >&2; exit 1; }
	@$(PY) -c 'import sys; sys.exit("Python 3.11 or newer is needed, and $(PY) is %d.%d: say make PY=..." \
	    % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@echo "Making .venv from requirements.lock (some minutes the first time)"
	rm -rf .venv
ifneq ($(UV),)
	uv venv --quiet --python "$$($(PY) -c 'import sys; print(sys.executable)')" .venv
	uv pip sync --quiet --python $(PYTHON) --require-hashes requirements.lock
else
	$(PY) -m venv .venv
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
endif
	@touch $@

.venv/.installed: .venv/.locked pyproject.toml
ifneq ($(UV),)
	uv pip install --quiet --python $(PYTHON) --no-deps --no-build-isolation --editable .
else
	@$(PYTHON) -c "import pip" 2>/dev/null || $(PYTHON) -m ensurepip  # uv, since gone, made .venv without
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
endif
	@touch $@
