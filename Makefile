# The commands of this project. `make test` and `make demo` do all of their own set-up.

MVN := mvn --batch-mode --no-transfer-progress
JAR := target/mysql-aborted-exporter.jar
SOURCES := pom.xml $(shell find src -type f)

.PHONY: help build test unit demo bench format clean tools

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: $(JAR) ## Build target/mysql-aborted-exporter.jar

$(JAR): $(SOURCES)
	$(MVN) --quiet -DskipTests package

unit: ## Run the unit tests only, which need nothing but Java
	$(MVN) test

test: tools ## Run all tests, with real servers; installs what they need
	src/test/sh/container-engine.sh $(MVN) verify

demo: ## Watch a real server whose connections are aborted on purpose (DURATION=30s, SERVER=mariadb)
	src/test/sh/demo.sh

bench: build ## Measure beside other tools, as docs/performance.md says (PART=log, one part only)
	src/test/sh/bench.sh $(PART)

format: ## Format the code as the build wants it
	$(MVN) --quiet spotless:apply

tools:
	src/test/sh/install-test-tools.sh

clean: ## Remove what the build made
	rm -rf target
