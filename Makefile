# Start here: `make demo` and `make test`. `make help` lists the rest.

PREFIX = /usr/local
CONVERT = .build/release/repvit-convert
SOURCES = Package.swift $(shell find Sources -type f)
PYTHON = $(or $(REPVIT_ORACLE_PYTHON),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/repvit-convert/oracle/bin/python)

bindir = $(DESTDIR)$(PREFIX)/bin
datadir = $(DESTDIR)$(PREFIX)/share
# The program finds its mapper/ folder here, from its own location.
mapperdir = $(datadir)/repvit-convert/mapper
completions = $(datadir)/bash-completion/completions/repvit-convert $(datadir)/zsh/site-functions/_repvit-convert \
    $(datadir)/fish/vendor_completions.d/repvit-convert.fish

.DEFAULT_GOAL = help

.PHONY: help setup build install uninstall demo test test-setup test-failures bench bench-build bench-equality bench-range \
    bench-activations bench-simplify lint format clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install missing Debian packages; check for Swift
	@mapper/00_setup.sh

build: $(CONVERT) ## build the release executable

$(CONVERT): $(SOURCES)
	@mapper/00_setup.sh
	@swift build -c release --static-swift-stdlib --product repvit-convert
	@touch $@

# Depends on no other target: `make build && sudo make install` must not build as root.
install: ## install to PREFIX (/usr/local), with completions
	@test -x $(CONVERT) || { echo "error: $(CONVERT) not found" >&2; echo "  fix: make build" >&2; exit 69; }
	@install -d $(bindir) $(mapperdir)/lib $(dir $(completions))
	@install -m 755 $(CONVERT) $(bindir)/repvit-convert
	@install -m 755 mapper/0*.sh mapper/lock-toolchain.sh $(mapperdir)
	@install -m 644 mapper/common.sh mapper/toolchain.in mapper/toolchain.lock.txt $(mapperdir)
	@install -m 644 mapper/lib/*.py $(mapperdir)/lib
	@$(CONVERT) --generate-completion-script bash > $(word 1,$(completions))
	@$(CONVERT) --generate-completion-script zsh > $(word 2,$(completions))
	@$(CONVERT) --generate-completion-script fish > $(word 3,$(completions))
	@echo "installed $(bindir)/repvit-convert"

uninstall: ## remove what `make install` installed
	@rm -rf $(datadir)/repvit-convert
	@rm -f $(bindir)/repvit-convert $(completions)

demo: build ## prepare m0_9 offline, with seeded weights
	@$(CONVERT) prepare m0_9 --demo

test: setup ## run the tests; skip those whose tools are missing
	@swift test --no-parallel

test-setup: setup ## install the Python and vendor tools of the tests
	@Tests/Oracles/setup.sh
	@swift build --product repvit-convert
	@.build/debug/repvit-convert toolchain install

test-failures: setup ## provoke every vendor failure of the catalog (10 min)
	@REPVIT_PROVOKE=all swift test --no-parallel --filter ErrorCatalog

bench: build ## measure speed against the usual alternatives
	@Benchmarks/run.sh

bench-build: build ## measure makertbin, native against recipe (15 min)
	@Benchmarks/build.sh

bench-equality: build ## compare quantized logits with the vendor's (1 h)
	@Benchmarks/equality.sh

bench-range: build ## measure the cost of the wrong NV12 range (5 min)
	@Benchmarks/range.sh

bench-activations: build ## measure activations on the BPU (10 min)
	@$(PYTHON) Benchmarks/activations.py --convert $(CONVERT)

bench-simplify: build ## compare simplifiers (ESTIMATE=--estimate compiles)
	@$(PYTHON) Benchmarks/simplify.py --convert $(CONVERT) $(ESTIMATE)

lint: ## check Swift, shell scripts and Python
	@swift format lint --strict --recursive Sources Tests Package.swift
	@! grep -rn --include='*.swift' 'import Foundation$$' Sources || \
	    { echo 'error: import FoundationEssentials: Foundation adds 45 MB to the executable' >&2; exit 1; }
	@shellcheck mapper/*.sh Tests/Oracles/*.sh Benchmarks/*.sh Tools/*.sh Fuzz/*.sh .ci/run
	@if command -v ruff > /dev/null; then \
	    ruff check --quiet . && ruff format --quiet --check .; \
	else \
	    echo "lint: ruff not found; skipped the Python (pip install -r Tools/requirements.txt)" >&2; \
	fi

format: ## format Swift and Python in place
	@swift format --in-place --recursive Sources Tests Package.swift
	@if command -v ruff > /dev/null; then ruff format --quiet .; fi

clean: ## remove build products
	@swift package clean
