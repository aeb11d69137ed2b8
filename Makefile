# Thin wrappers: start.py does the work, also where there is no make.
PYTHON ?= python3

.PHONY: help setup up test check fix bench soak docs lock clean

help:
	@$(PYTHON) start.py help

setup:
	@$(PYTHON) start.py setup $(ARGS)

up:
	@$(PYTHON) start.py up $(ARGS)

test:
	@$(PYTHON) start.py test $(ARGS)

check:
	@$(PYTHON) start.py check $(ARGS)

fix:
	@$(PYTHON) start.py fix $(ARGS)

bench:
	@$(PYTHON) start.py bench $(ARGS)

soak:
	@$(PYTHON) start.py soak $(ARGS)

docs:
	@$(PYTHON) start.py docs $(ARGS)

lock:
	@$(PYTHON) start.py lock $(ARGS)

clean:
	@$(PYTHON) start.py clean $(ARGS)
