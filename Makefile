# Two commands do everything: `make app` opens the planner, `make test` passes the tests.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.stamp

# What was compiled is kept, whatever the environment says: tests start Python a hundred times.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: app test check bench fuzz format clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[report,test]'
	@echo "compiling the kernels, once: those of a plan and those of its document"
	$(BIN)/xuanzhi demo yongshun --out .venv/first.docx > /dev/null
	touch $(STAMP)

app: $(STAMP)
	$(BIN)/xuanzhi app

test: $(STAMP)
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -n 2 --dist loadfile

bench: $(STAMP)
	$(BIN)/python -m bench

# Ten minutes of looking for files that break the readers; what is found belongs into tests/read/corpus.
fuzz: $(STAMP)
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[fuzz]'
	$(BIN)/python tests/read/fuzzing.py -max_total_time=600

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
