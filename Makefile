# The commands of this project. `make test` and `make demo` do all of their own set-up.

# Maven of the machine, or else the one that the wrapper fetches and checks.
MVN := $(shell command -v mvn || echo ./mvnw) --batch-mode --no-transfer-progress
JAR := target/mysql-aborted-exporter.jar
SOURCES := pom.xml $(shell find src -type f)

CACHE := $${XDG_CACHE_HOME:-$$HOME/.cache}/mysql-aborted-exporter

# The bill of materials of the jar.
BOM := target/bom/mysql-aborted-exporter.cdx.json

.PHONY: help build dist test unit fuzz generate say demo bench soak image format clean distclean tools

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: $(JAR) ## Build target/mysql-aborted-exporter.jar

$(JAR): $(SOURCES)
	$(MVN) --quiet -DskipTests package

dist: build ## Write all that is released to target/dist (JDK=DIR, whose runtime is shipped)
	$(MVN) --quiet org.cyclonedx:cyclonedx-maven-plugin:makeBom
	rm -rf target/dist
	src/dist/sh/dist.sh $(JAR) $(BOM) target/dist

unit: ## Run the unit tests only, which need nothing but Java
	$(MVN) test

fuzz: ## Look for input that breaks what reads logs, a minute for each *FuzzTest
	$(MVN) --quiet -Pfuzz test

generate: ## Write what is made from source: grafana/*.json, the PrometheusRule and the rules of the mixin
	$(MVN) --quiet test -Dtest=DashboardFilesTest,MixinRulesTest,PrometheusRuleTest -Dgenerate=true

say: build ## Write docs/what-servers-say.md, from what real servers say
	$(MVN) --quiet failsafe:integration-test failsafe:verify -Dit.test=WhatServersSayIT -Dgenerate=true

test: tools ## Run all tests, with real servers; installs what they need
	src/testkit/sh/container-engine.sh $(MVN) verify

demo: ## Watch a real server whose connections are aborted on purpose (DURATION=30s, SERVER=mariadb)
	src/demo/sh/demo.sh

bench: build ## Measure beside other tools, as docs/performance.md says (PART=log, one part only)
	src/bench/sh/bench.sh $(PART)

soak: build ## Watch a real server under faults and check what is counted and used (DURATION=60m, SEED=1)
	src/bench/sh/soak.sh

image: ## Build the container image mysql-aborted-exporter:local, which knows its revision
	docker build --tag mysql-aborted-exporter:local --build-arg REVISION="$$(git rev-parse --short HEAD)" \
	  --build-arg CREATED="$$(git log -1 --format=%cI)" .

format: ## Format the code as the build wants it
	$(MVN) --quiet spotless:apply

tools:
	src/testkit/sh/install-test-tools.sh

clean: ## Remove target/, which is all that a build, a test and a demo leave in here
	rm -rf target
	@echo "left: servers and images in $(CACHE) (make distclean), Maven's repository, Debian's packages"

distclean: ## Remove target/ and the servers and images that tests and demos fetched
	rm -rf target "$(CACHE)"
	@echo "left: Maven's repository with what it fetched, Debian's packages that make test installed"
