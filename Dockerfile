# The exporter as an image: built here, on a Java runtime of its own that has only the modules it uses, not as root. The
# root may be read-only:
#
#   docker build --tag mysql-aborted-exporter --build-arg REVISION="$(git rev-parse --short HEAD)" .
#   docker run --read-only --publish 10104:10104 mysql-aborted-exporter --mysqld.address=db1:3306
#
# With a Unix socket to the server, add --tmpfs /tmp: a native library is unpacked there.
FROM maven:3.9.11-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml LICENSE NOTICE ./
COPY .mvn .mvn
COPY src/main src/main
# What --version and mysql_aborted_exporter_build_info show: there is no repository in here.
ARG REVISION=unknown
RUN mvn --batch-mode --no-transfer-progress -Dmaven.test.skip=true "-Dgit.commit.id.abbrev=$REVISION" package
COPY deploy/bin deploy/bin
COPY src/dist src/dist
# The JVM's own archive of classes is for health, which is started by no launcher.
RUN export JDK="$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")" SOURCE_DATE_EPOCH=1 \
    && src/dist/sh/program.sh target/mysql-aborted-exporter.jar program \
    && program/runtime/bin/java -Xshare:dump \
    && mkdir doc && cp LICENSE NOTICE doc/

FROM debian:12.12-slim
RUN groupadd --system --gid 10104 exporter \
    && useradd --system --uid 10104 --gid exporter --home-dir /var/lib/mysql-aborted-exporter \
      --create-home --skel /dev/null --shell /usr/sbin/nologin exporter
COPY --from=build /build/program /usr/lib/mysql-aborted-exporter
COPY --from=build /build/doc /usr/share/doc/mysql-aborted-exporter
ARG REVISION=unknown
ARG VERSION=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.title="mysql-aborted-exporter" \
      org.opencontainers.image.description="Prometheus exporter of why MySQL and MariaDB connections are aborted" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.created="$CREATED"
# By number, so that an orchestrator sees that it is not root.
USER 10104:10104
WORKDIR /var/lib/mysql-aborted-exporter
EXPOSE 10104
# Healthy does not depend on the database. Another port has to be set by MYSQL_ABORTED_EXPORTER_WEB_LISTEN_ADDRESS.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/usr/lib/mysql-aborted-exporter/runtime/bin/java", \
  "-cp", "/usr/lib/mysql-aborted-exporter/lib/mysql-aborted-exporter.jar", "io.github.mysqlaborted.Main", "health"]
# Limits the heap to half of the container's memory (docker run --memory).
ENTRYPOINT ["/usr/lib/mysql-aborted-exporter/bin/mysql-aborted-exporter"]
