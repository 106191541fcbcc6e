# Everything runs in an environment of its own: python3.11 and make are all that a machine needs.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
JOBS   := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
export PYTHONHASHSEED ?= random

.PHONY: help demo test lint bench peers nightly scale-test vlm-test samples consumers clean

help:            ## this list
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(READY): pyproject.toml setup.py constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "Proofpress needs $(PYTHON); set PYTHON=... to another 3.11 or later"; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=23"
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]" --constraint constraints.txt
	@touch $@

demo: $(READY)   ## make a mixed set of 200 samples, check it, and write a page to open
	$(BIN)/python generate.py make recipes/demo.yaml -o out/demo
	$(BIN)/python generate.py view out/demo --static out/demo.html
	$(BIN)/python generate.py check out/demo
	@echo; echo "Open $(CURDIR)/out/demo.html in a browser."

test: lint       ## lint, types and the whole test suite
	sh tests/install-browser.sh
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

lint: $(READY)   ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)  ## samples per CPU-second, milliseconds a stage, memory, scaling
	$(BIN)/python benchmarks/bench.py
	PROOFPRESS_BIG=1 $(BIN)/python -m pytest -s tests/e2e/test_view_big.py

peers: $(READY)  ## CPU time against matplotlib, Vega and commit 33d0361, in one paired run (needs the git history)
	$(BIN)/python benchmarks/peers.py --install

nightly: $(READY) ## make 2,000 samples twice (one of the runs killed and resumed), compare every byte, check every answer
	$(BIN)/python -m tests.e2e.nightly
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m slow
	$(MAKE) scale-test vlm-test

SCALE := .venv-scale
$(SCALE)/.ready: pyproject.toml setup.py constraints.txt tests/scale.txt
	test -x $(SCALE)/bin/python || $(PYTHON) -m venv $(SCALE)
	@# the S3 client still wants python-dateutil 2; everything else is as pinned
	grep -v '^python-dateutil=' constraints.txt > $(SCALE)/constraints.txt
	PYTHONWARNINGS=ignore $(SCALE)/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[test]" \
		--requirement tests/scale.txt --constraint $(SCALE)/constraints.txt
	@touch $@

scale-test: $(SCALE)/.ready ## a Ray cluster and an S3-compatible server, in an environment of their own
	$(SCALE)/bin/python -m pytest tests/e2e/test_ray.py tests/e2e/test_urls.py

VLM := .venv-vlm
$(VLM)/.ready: pyproject.toml setup.py constraints.txt tests/vlm.txt
	test -x $(VLM)/bin/python || $(PYTHON) -m venv $(VLM)
	PYTHONWARNINGS=ignore $(VLM)/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[test]" \
		--requirement tests/vlm.txt --constraint constraints.txt
	@touch $@

vlm-test: $(VLM)/.ready ## a tiny model behind `transformers serve`, in this process, and over Ray: an environment of its own
	$(VLM)/bin/python -m pytest -n 0 -p no:cacheprovider -m "slow or not slow" tests/vlm_heavy

samples: $(READY) ## write samples/ again, with their golden digests
	$(BIN)/python -m proofpress.golden samples

consumers: $(READY) ## install what trains on exports, and load every export with its own code (long, several GB)
	$(BIN)/python -m tests.consumers

clean:           ## remove what was made, keep the environment
	rm -rf out build dist .pytest_cache .mypy_cache .ruff_cache
