# The two commands that do everything: `make demo` and `make test`. The rest is for working on the code.

CONVERT = .build/release/repvit-convert
SOURCES = Package.swift $(shell find Sources -type f)

.DEFAULT_GOAL = help
PYTHON = $(or $(REPVIT_ORACLE_PYTHON),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/repvit-convert/oracle/bin/python)

.PHONY: help setup build demo test test-setup bench bench-build bench-range bench-activations bench-simplify lint format clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install the Debian packages that the build needs, if any is missing
	@mapper/00_setup.sh

build: $(CONVERT) ## build the release executable

$(CONVERT): $(SOURCES)
	@mapper/00_setup.sh
	@swift build -c release --static-swift-stdlib --product repvit-convert
	@touch $@

demo: build ## weights to verified ONNX, mapper YAML and calibration data, offline
	@$(CONVERT) prepare m0_9 --demo

test: setup ## run the tests; what needs the vendor toolchain is skipped where that is missing
	@swift test --no-parallel

test-setup: setup ## install what the tests compare with: the oracle environment and the vendor toolchain
	@Tests/Oracles/setup.sh
	@swift build --product repvit-convert
	@.build/debug/repvit-convert toolchain install

bench: build ## measure against what one would run instead; prints the table
	@Benchmarks/run.sh

bench-build: build ## measure hb_mapper on the native export against the documented recipe (15 min)
	@Benchmarks/build.sh

bench-range: build ## measure what NV12 of the wrong range costs, through the vendor's toolchain (5 min)
	@Benchmarks/range.sh

bench-activations: build ## measure what each spelling of an activation costs on the BPU (10 min)
	@$(PYTHON) Benchmarks/activations.py --convert $(CONVERT)

bench-simplify: build ## other networks beside onnxsim and onnxslim; ESTIMATE=--estimate compiles them, too
	@$(PYTHON) Benchmarks/simplify.py --convert $(CONVERT) $(ESTIMATE)

lint: ## check formatting and the shell scripts
	@swift format lint --strict --recursive Sources Tests Package.swift
	@shellcheck mapper/*.sh Tests/Oracles/*.sh Benchmarks/*.sh Tools/*.sh Fuzz/*.sh .ci/run

format: ## format the Swift code in place
	@swift format --in-place --recursive Sources Tests Package.swift

clean: ## remove what the build made
	@swift package clean
