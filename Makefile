# Two commands for everybody: `make start` and `make test`. `make` alone says what else there is.
PYTHON ?= python3
RUN := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help start port grade-or-say serve install install-test book notebooks lab grade test wheel-test hub-test check widget exercise frameworks bench ladder mutants soak fuzz lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' Makefile

start: port book notebooks grade-or-say serve ## everything on one local address: the book, JupyterLab, the class

book: install ## build the pages into _build/html
	@$(RUN) tools/build_book.py

notebooks: install ## your own copies of chapters and exercises, in work/
	@$(RUN) tools/release.py

grade: install ## grade the sample class: scores and feedback in course/
	@$(RUN) tools/grade_class.py

lab: port book notebooks serve ## the book and JupyterLab, without grading

grade-or-say: install
	@$(RUN) tools/grade_class.py || echo "class: left out; the book and JupyterLab are served without it"

serve: port install ## serve what is there (PORT=9000: on that port, or the next free one)
	@$(RUN) tools/serve.py $(if $(PORT),--port '$(PORT)')

port:
	@$(if $(PORT),$(PYTHON) tools/serve.py --check --port '$(PORT)')

test: install-test ## every test; installs what they need, the browser included; builds the book beside the first tests
	@$(RUN) -m pytest -n auto --dist loadgroup

wheel-test: install-test ## install the wheel with [grade] where nothing else is, and grade a class with it (300 MB)
	@$(RUN) -m pytest -q tests/course/wheel_in_a_fresh_environment.py

hub-test: install-test ## start a JupyterHub: two users, an assignment out and back by nbgrader's exchange (150 MB, once)
	@$(RUN) tools/hub.py

check: install-test ## what to run before a commit: style, types, then the quick tests
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) tools/javascript.py
	@$(RUN) tools/check_types.py
	@$(RUN) -m pytest -n auto -q -m "not browser and not slow"

widget: install ## lay out the folder of a new widget: make widget NAME=FlipAndSlide
	@$(RUN) tools/new_widget.py '$(NAME)'

exercise: install ## write an exercise's cells into its notebook, from its record: make exercise NAME=locality/corr2d (no NAME: all)
	@$(RUN) tools/new_exercise.py $(NAME)

frameworks: install-test ## run what the book says of Keras, TensorFlow, JAX and MXNet (1.5 GB; ONE=keras_3: one)
	@$(RUN) tools/frameworks.py $(ONE)

bench: install-test book ## figures: grading and pages, beside the usual tools
	@for file in page practice autograde engine; do $(RUN) bench/$$file.py || exit 1; done

ladder: install-test ## the same convolution by loops, im2col, FFT, on CPU and GPU: writes book/ladders/<machine>.json (ONLY="layers training": these tables)
	@$(RUN) bench/ladder.py $(ONLY)

mutants: install-test ## break every right answer in one place: what does `check` say? (ONE=locality/corr2d: one)
	@$(RUN) tools/mutants.py $(ONE)

soak: install ## 2,000 submissions through one pool: is anything lost, leaked or slower? (N=100: fewer)
	@$(RUN) bench/soak.py $(N)

fuzz: install-test ## a minute of fuzzing what a student's process may send (SECONDS=600: longer)
	@test -x .cache/fuzz/bin/python || $(PYTHON) -m venv .cache/fuzz
	@.cache/fuzz/bin/python -m pip install -qq --disable-pip-version-check atheris numpy
	@.cache/fuzz/bin/python tests/fuzz/fuzz_wire.py $(or $(SECONDS),60)

lock: install-test ## pin what is installed in constraints.txt
	@$(RUN) tools/lock.py

clean: ## remove what can be made again; your work/ stays
	rm -rf _build course/submitted course/release course/autograded course/feedback course/scores
	rm -rf course/gradebook.db* course/.grader .pytest_cache .ruff_cache .hypothesis

install:
	@$(PYTHON) tools/install.py

install-test:
	@$(PYTHON) tools/install.py --test
