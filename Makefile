# The commands a developer types; CI types the same ones. `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help

RELEASE := swift build -c release --static-swift-stdlib --product arclight
BINARY := .build/release/arclight

# The one command a new user types: what is missing is installed, the rest is `arclight serve --demo`.
demo: needs ## Build, load the seeds, run, serve the demo on 127.0.0.1:8080 (ARCLIGHT_PORT, ARCLIGHT_DATA)
	$(RELEASE)
	exec $(BINARY) serve --demo

release: needs ## Build the release binary, .build/release/arclight
	$(RELEASE)

test: needs test-needs ## Run every test
	swift build --build-tests
	swift test --skip-build --disable-xctest

release-test: release test-needs ## Run the end-to-end tests against the release binary
	swift build --build-tests
	ARCLIGHT_BINARY=$(CURDIR)/$(BINARY) swift test --skip-build --disable-xctest --filter EndToEndTests

lint: needs ## Check the format, and that modules import only what they declare
	swift format lint --strict --recursive --parallel Package.swift Sources Tests
	swift build --explicit-target-dependency-import-check error

format: ## Format the sources in place
	swift format --in-place --recursive --parallel Package.swift Sources Tests

golden: needs test-needs ## Rewrite the golden files; review the difference like any other
	swift build --build-tests
	UPDATE_GOLDEN=1 swift test --skip-build --disable-xctest

fuzz: needs ## Fuzz each parser for FUZZ_SECONDS (default 60)
	SWIFT_BACKTRACE=enable=no swift build -c release --traits Fuzzing --sanitize=fuzzer --product fuzz \
		--scratch-path .build/fuzz
	for target in Tests/Fuzz/Corpus/*/; do \
		name=$$(basename "$$target"); \
		work=.build/fuzz/corpus/$$name; mkdir -p "$$work"; \
		SWIFT_BACKTRACE=enable=no ARCLIGHT_FUZZ_TARGET=$$name .build/fuzz/release/fuzz \
			-max_total_time=$${FUZZ_SECONDS:-60} -max_len=4096 -print_final_stats=0 "$$work" "$$target" || exit 1; \
	done

bench: needs bench-needs ## Measure beside the yardsticks in C, and write docs/benchmarks.md
	swift build -c release --product bench
	mkdir -p .build/bench
	for program in rules_20 rules_1000; do \
		gcc -O2 -o .build/bench/$$program Tests/Benchmarks/Limits/$$program.c || exit 1; \
	done
	for program in rulescol_20 rulescol_1000; do \
		gcc -O3 -o .build/bench/$$program Tests/Benchmarks/Limits/$$program.c || exit 1; \
	done
	.build/release/bench Tests/Benchmarks/Limits .build/bench docs/benchmarks.md

clean: ## Remove what was built; the demo's data stays
	rm -rf .build

# What the build needs from the system: headers of SQLite and libcrypt, time zones.
needs:
	@.ci/needs libsqlite3-dev libcrypt-dev tzdata

# What the tests need beside it: a browser for the page, zdump and sqlite3 as second opinions.
test-needs:
	@.ci/needs chromium chromium-driver libc-bin sqlite3 curl

# What the yardsticks need.
bench-needs:
	@.ci/needs gcc libc6-dev

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo release test release-test lint format golden fuzz bench clean needs test-needs bench-needs help
