# The exporter as an image: built here, run on a Java runtime without a compiler, not as root.
FROM maven:3.9.11-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml .
COPY .mvn .mvn
COPY src/main src/main
RUN mvn --batch-mode --no-transfer-progress -Dmaven.test.skip=true package

FROM eclipse-temurin:17.0.16_8-jre-noble
RUN groupadd --system --gid 10104 exporter \
    && useradd --system --uid 10104 --gid exporter --home-dir /var/lib/mysql-aborted-exporter \
      --create-home --skel /dev/null --shell /usr/sbin/nologin exporter
COPY --from=build /build/target/mysql-aborted-exporter.jar /usr/lib/mysql-aborted-exporter/lib/
COPY --chmod=755 deploy/bin/mysql-aborted-exporter /usr/lib/mysql-aborted-exporter/bin/
COPY LICENSE NOTICE /usr/share/doc/mysql-aborted-exporter/
USER exporter
WORKDIR /var/lib/mysql-aborted-exporter
EXPOSE 10104
# Healthy does not depend on the database.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["/bin/bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/10104 && printf 'GET /-/healthy HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
# Limits the heap to half of the container's memory (docker run --memory).
ENTRYPOINT ["/usr/lib/mysql-aborted-exporter/bin/mysql-aborted-exporter"]
