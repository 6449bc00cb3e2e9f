# make demo    the main job on the embedded model: pictures in, checked edits out
# make test    install what the tests need, then run every test that needs no GPU
# make check   lint, types, architecture and unit tests: the quick round
# make vscode  the VS Code extension, as editors/vscode/viscodex.vsix
# make test-editors  the tests in real editors, VS Code's windows among them
# make nano    viscodex-nano from nothing: sixteen hours on two cores (model/recipes/nano-*.yaml), then benchmarks
# make merge-in-small  the paper's experiment with small models: nano's first two hours, then an hour or two more
# make bench   performance figures, written to benchmarks/results/

PYTHON ?= python3.11
PIP_ARGS ?=
BIN := .venv/bin
# On a machine without an NVIDIA card, a CPU build of torch saves several GB: install it into .venv beforehand.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check $(PIP_ARGS) --constraint constraints.txt

.PHONY: demo test test-editors check bench vscode nano nano-pages merge-in-small clean

demo: .venv/installed-local
	@./examples/install_chromium.sh
	$(BIN)/python examples/demo.py

test: .venv/installed-dev
	@./tests/install_system_packages.sh
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests

check: .venv/installed-dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests/architecture tests/unit

test-editors: .venv/installed-dev
	@./tests/install_system_packages.sh
	$(BIN)/pytest tests/editors

vscode:
	cd editors/vscode && npm ci && npm run package

bench: .venv/installed-dev
	@./tests/install_system_packages.sh
	$(BIN)/python benchmarks/run.py

NANO_DATA := build/nano/data
SYNTH := $(BIN)/viscodex-model data synth
nano: nano-pages
	$(BIN)/python -m benchmarks.merge_in_small --only make --seeds 0
	$(SYNTH) pages --count 10000 --seed 170 --out build/nano/more/pages
	$(SYNTH) charts --count 6000 --seed 170 --out build/nano/more/charts
	$(SYNTH) code --count 8000 --seed 170 --out build/nano/more/code
	$(BIN)/viscodex-model train model/recipes/nano-skills.yaml
	$(SYNTH) pages --count 9000 --seed 171 --out build/nano/reading/pages
	$(SYNTH) charts --count 8000 --seed 171 --out build/nano/reading/charts
	$(SYNTH) code --count 8000 --seed 171 --out build/nano/reading/code
	$(BIN)/viscodex-model train model/recipes/nano-windows.yaml
	$(SYNTH) walls --count 14000 --seed 172 --out build/nano/finer/walls
	$(SYNTH) pages --count 12000 --seed 172 --out build/nano/finer/pages
	$(SYNTH) code --count 10000 --seed 172 --out build/nano/finer/code
	$(BIN)/viscodex-model train model/recipes/nano-finer.yaml
	$(SYNTH) lines --count 22000 --seed 173 --out build/nano/deeper/lines
	$(SYNTH) documents --count 7000 --seed 173 --out build/nano/deeper/documents
	$(SYNTH) pages --count 12000 --seed 173 --out build/nano/deeper/pages
	$(SYNTH) code --count 10000 --seed 173 --out build/nano/deeper/code
	$(BIN)/viscodex-model train model/recipes/nano-deeper.yaml
	$(SYNTH) pages --count 12000 --seed 174 --out build/nano/longer/pages
	$(SYNTH) documents --count 8000 --seed 174 --out build/nano/longer/documents
	$(SYNTH) lines --count 8000 --seed 174 --out build/nano/longer/lines
	$(SYNTH) code --count 6000 --seed 174 --out build/nano/longer/code
	$(BIN)/viscodex-model train model/recipes/nano-longer.yaml
	$(SYNTH) pages --count 14000 --seed 175 --out build/nano/letters/pages
	$(SYNTH) lines --count 7000 --seed 175 --out build/nano/letters/lines
	$(SYNTH) code --count 5000 --seed 175 --out build/nano/letters/code
	$(SYNTH) documents --count 8000 --seed 175 --out build/nano/letters/documents
	$(BIN)/viscodex-model train model/recipes/nano-letters.yaml
	$(SYNTH) pages --count 13000 --seed 176 --out build/nano/wider/pages
	$(SYNTH) documents --count 8000 --seed 176 --out build/nano/wider/documents
	$(SYNTH) lines --count 6000 --seed 176 --out build/nano/wider/lines
	$(SYNTH) code --count 6000 --seed 176 --out build/nano/wider/code
	$(SYNTH) figures --count 5000 --seed 176 --out build/nano/wider/figures
	$(BIN)/viscodex-model train model/recipes/nano-wider.yaml
	$(SYNTH) documents --count 400 --seed 54 --split test --out $(NANO_DATA)/documents
	$(SYNTH) figures --count 200 --seed 55 --split test --out $(NANO_DATA)/figures
	$(BIN)/python benchmarks/nano.py --model build/nano/wider/out --out build/nano/results.json

nano-pages: build/nano/pages/curve.png

# The curve is what a finished run writes last but its card.
build/nano/pages/curve.png: | .venv/installed-dev
	@./tests/install_system_packages.sh
	$(SYNTH) walls --count 8000 --seed 31 --out $(NANO_DATA)/walls
	$(SYNTH) pages --count 30000 --seed 51 --out $(NANO_DATA)/train
	$(SYNTH) pages --count 300 --seed 51 --split validation --out $(NANO_DATA)/validation
	$(SYNTH) pages --count 400 --seed 52 --split test --out $(NANO_DATA)/test
	$(SYNTH) pages --count 400 --seed 53 --split test --unseen --out $(NANO_DATA)/unseen
	$(BIN)/viscodex-model train model/recipes/nano-pages.yaml

merge-in-small: nano-pages
	$(BIN)/python -m benchmarks.merge_in_small

.venv/bin/python:
	$(PYTHON) -m venv .venv || python3 -m venv .venv

.venv/installed-local: pyproject.toml constraints.txt | .venv/bin/python
	$(INSTALL) torch
	$(INSTALL) --editable ".[local]"
	@touch $@

.venv/installed-dev: pyproject.toml constraints.txt | .venv/bin/python
	$(INSTALL) torch
	$(INSTALL) --editable ".[dev]"
	@touch $@ .venv/installed-local

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
