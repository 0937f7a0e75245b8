package io.github.mysqlaborted.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.openshift.api.model.monitoring.v1.Probe;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.github.mysqlaborted.harness.Command;
import io.github.mysqlaborted.harness.ExporterProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Helm chart, linted and rendered by Helm, and read as what Kubernetes takes. */
class ChartIT {
  private static final String NAME = "mysql-aborted-exporter";

  @TempDir Path folder;

  private RenderedChart chart(String values) throws IOException {
    return RenderedChart.of(folder, values);
  }

  @Test
  void helmHasNothingToSayAgainstIt() throws IOException {
    LintResult lint = RenderedChart.helm(folder).lint().strict().call();
    assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
  }

  @Test
  void itsVersionIsThatOfTheExporter() throws IOException {
    Map<?, ?> chart =
        (Map<?, ?>)
            RenderedChart.yaml(Files.readString(RenderedChart.CHART.resolve("Chart.yaml"))).get(0);
    String version = System.getProperty("project.version");
    assertThat(chart.get("version")).isEqualTo(version);
    assertThat(chart.get("appVersion")).isEqualTo(version);
  }

  @Test
  void withoutValuesOnlyTheExporterIsMade() throws Exception {
    RenderedChart chart = chart("{}");
    assertThat(chart.kinds()).containsExactly("Deployment", "Secret", "Service", "ServiceAccount");
    Deployment deployment = chart.one(Deployment.class);
    PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    Container container = pod.getContainers().get(0);
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(pod.getVolumes().stream().map(Volume::getName))
        .containsExactlyInAnyOrderElementsOf(
            container.getVolumeMounts().stream().map(VolumeMount::getName).toList());
    assertThat(chart.one(Service.class).getSpec().getSelector())
        .isEqualTo(deployment.getSpec().getSelector().getMatchLabels());
    assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
    check(chart, container);
  }

  /** The exporter accepts the flags and the option file. */
  private void check(RenderedChart chart, Container container) throws IOException {
    Path myCnf = folder.resolve("my.cnf");
    Files.writeString(myCnf, chart.one(Secret.class).getStringData().get("my.cnf"));
    Path log = Files.writeString(folder.resolve("server.log"), "");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", ExporterProcess.builtJar().toAbsolutePath().toString()));
    for (String argument : container.getArgs()) {
      command.add(
          argument
              .replace("/etc/" + NAME + "/my.cnf", myCnf.toString())
              .replace("/var/lib/" + NAME, folder.resolve("state").toString())
              .replaceFirst("^--errorlog.file=.*", "--errorlog.file=" + log));
    }
    command.add("--config.check");
    assertThat(Command.run(folder, command)).contains("the configuration is valid");
  }

  private static final String SERVER =
      """
      image: {digest: sha256:0000000000000000000000000000000000000000000000000000000000000000}
      mysql: {host: db1.shop.svc, port: 3307, user: watch, pass: 'a"b\\c #d', options: [ssl-mode=REQUIRED]}
      errorlog: {existingClaim: db1-log, file: /var/log/mysql/error.log}
      persistence: {enabled: true, storageClassName: fast}
      serviceMonitor:
        enabled: true
        namespace: monitoring
        interval: 15s
        scrapeTimeout: 10s
        additionalLabels: {release: prometheus}
        jobLabel: app.kubernetes.io/name
        targetLabels: [team]
        podTargetLabels: [zone]
        metricRelabelings: [{action: drop, regex: go_.*, sourceLabels: [__name__]}]
        relabelings: [{targetLabel: environment, replacement: test}]
      prometheusRule: {enabled: true, additionalLabels: {release: prometheus}}
      dashboards: {enabled: true, namespace: grafana}
      collectors: {host_cache: false, global_status: true}
      extraArgs: ['--accounts.max-series=50']
      javaOpts: -Xmx64m
      env: [{name: TZ, value: Europe/Berlin}]
      service: {type: NodePort, externalPort: 80, labels: {team: db}, annotations: {a: b}}
      serviceAccount: {annotations: {a: b}}
      annotations: {a: b}
      podLabels: {zone: a}
      nodeSelector: {kubernetes.io/os: linux}
      tolerations: [{key: db, operator: Exists, effect: NoSchedule}]
      affinity: {nodeAffinity: {}}
      priorityClassName: high
      imagePullSecrets: [{name: registry}]
      extraVolumes: [{name: ca, configMap: {name: ca}}]
      extraVolumeMounts: [{name: ca, mountPath: /etc/mysql-ca}]
      """;

  @Test
  void aServerIsWatchedWithItsLogItsRulesAndItsDashboards() throws Exception {
    RenderedChart chart = chart(SERVER);
    PodSpec pod = chart.one(Deployment.class).getSpec().getTemplate().getSpec();
    Container container = pod.getContainers().get(0);
    assertThat(container.getImage()).contains("@sha256:");
    assertThat(container.getArgs())
        .contains(
            "--errorlog.file=/var/log/mysql/error.log",
            "--no-collect.host_cache",
            "--collect.global_status",
            "--accounts.max-series=50");
    check(chart, container);
    assertThat(chart.one(PersistentVolumeClaim.class).getSpec().getStorageClassName())
        .isEqualTo("fast");
    ServiceMonitor monitor = chart.one(ServiceMonitor.class);
    assertThat(monitor.getMetadata().getNamespace()).isEqualTo("monitoring");
    assertThat(monitor.getMetadata().getLabels()).containsEntry("release", "prometheus");
    assertThat(chart.one(Service.class).getMetadata().getLabels())
        .containsAllEntriesOf(monitor.getSpec().getSelector().getMatchLabels());
    assertThat(monitor.getSpec().getEndpoints().get(0).getRelabelings().get(0).getReplacement())
        .isEqualTo("db1.shop.svc:3307");

    Object rules =
        RenderedChart.yaml(Files.readString(Path.of("alerts/mysql-aborted-connections.rules.yml")))
            .get(0);
    assertThat(chart.one(PrometheusRule.class).getSpec())
        .isEqualTo(
            RenderedChart.STRICT.convertValue(
                rules, chart.one(PrometheusRule.class).getSpec().getClass()));
    List<ConfigMap> dashboards = chart.all(ConfigMap.class);
    assertThat(dashboards).hasSize(3);
    for (ConfigMap dashboard : dashboards) {
      assertThat(dashboard.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
      for (Map.Entry<String, String> file : dashboard.getData().entrySet()) {
        assertThat(file.getValue())
            .isEqualToIgnoringNewLines(
                Files.readString(Path.of("grafana/dashboards", file.getKey())));
        // What Kubernetes takes in a config map.
        assertThat(file.getValue().length()).isLessThan(1_000_000);
      }
    }
  }

  @Test
  void aSidecarIsAPatchOfTheServersPods() throws Exception {
    RenderedChart chart =
        chart(
            """
            mode: sidecar
            mysql: {pass: secret}
            sidecar: {podSelector: {app: mysql}, logVolume: datadir, logGroup: 1001}
            serviceMonitor: {enabled: true}
            """);
    assertThat(chart.kinds()).containsExactly("ConfigMap", "Secret", "Service", "ServiceMonitor");
    assertThat(chart.one(Service.class).getSpec().getSelector()).isEqualTo(Map.of("app", "mysql"));
    String patch = chart.one(ConfigMap.class).getData().get("patch.yaml");
    Deployment patched =
        RenderedChart.STRICT.convertValue(RenderedChart.yaml(patch).get(0), Deployment.class);
    PodSpec pod = patched.getSpec().getTemplate().getSpec();
    Container container = pod.getContainers().get(0);
    assertThat(container.getSecurityContext().getRunAsGroup()).isEqualTo(1001);
    assertThat(container.getVolumeMounts())
        .anySatisfy(
            mount -> {
              assertThat(mount.getName()).isEqualTo("datadir");
              assertThat(mount.getReadOnly()).isTrue();
            });
    assertThat(pod.getVolumes()).noneMatch(volume -> volume.getName().equals("datadir"));
    assertThat(chart.one(Secret.class).getStringData().get("my.cnf")).contains("host=127.0.0.1");
    check(chart, container);
  }

  @Test
  void manyServersHaveAProbeEach() throws Exception {
    RenderedChart chart =
        chart(
            """
            mode: probe
            replicaCount: 2
            mysql: {user: watch, pass: secret}
            probe:
              allow: ['10.0.0.0/8']
              additionalLabels: {release: prometheus}
              targets:
                - address: db1.shop.svc:3306
                - {address: db2.shop.svc, name: orders, authModule: orders, labels: {team: orders}}
            """);
    assertThat(chart.kinds())
        .containsExactly("Deployment", "Probe", "Probe", "Secret", "Service", "ServiceAccount");
    Container container =
        chart.one(Deployment.class).getSpec().getTemplate().getSpec().getContainers().get(0);
    assertThat(container.getArgs())
        .contains(
            "--no-mysqld",
            "--probe.allow=db1.shop.svc:3306",
            "--probe.allow=db2.shop.svc",
            "--probe.allow=10.0.0.0/8");
    check(chart, container);
    Probe orders = chart.all(Probe.class).get(1);
    assertThat(orders.getMetadata().getName()).isEqualTo("aborts-" + NAME + "-orders");
    assertThat(orders.getSpec().getProber().getUrl())
        .isEqualTo("aborts-" + NAME + ".shop.svc:10104");
    assertThat(orders.getSpec().getProber().getPath()).isEqualTo("/probe");
    assertThat(orders.getSpec().getTargets().getStaticConfig().getRelabelingConfigs().get(0))
        .satisfies(
            relabelling -> {
              assertThat(relabelling.getTargetLabel()).isEqualTo("__param_auth_module");
              assertThat(relabelling.getReplacement()).isEqualTo("orders");
            });
  }

  @Test
  void secretsThatAreThereAreUsedAndNoneIsMade() throws Exception {
    RenderedChart chart =
        chart(
            """
            mysql:
              existingSecret: shop-my-cnf
              existingPasswordSecret: {name: shop-password}
            serviceAccount: {create: false}
            fullnameOverride: watch
            """);
    assertThat(chart.kinds()).containsExactly("Deployment", "Service");
    PodSpec pod = chart.one(Deployment.class).getSpec().getTemplate().getSpec();
    assertThat(pod.getVolumes().get(0).getSecret().getSecretName()).isEqualTo("shop-my-cnf");
    assertThat(pod.getContainers().get(0).getEnv().get(0).getValueFrom().getSecretKeyRef())
        .satisfies(
            key -> {
              assertThat(key.getName()).isEqualTo("shop-password");
              assertThat(key.getKey()).isEqualTo("password");
            });
    assertThat(chart.one(Service.class).getMetadata().getName()).isEqualTo("watch");
  }

  /** What is wrong, and the word by which Helm names it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode: daemonset | mode",
        "unknown: 1 | unknown",
        "mysql: {port: 0} | port",
        "mysql: {password: x} | password",
        "collectors: {binlog_size: true} | binlog_size",
        "probe: {targets: [{name: x}]} | address",
        "serviceMonitor: {interval: often} | interval",
        "replicaCount: 2 | replicaCount",
        "mode: sidecar | sidecar.podSelector",
      })
  void valuesThatMakeNoSenseAreRefused(String values, String named) {
    assertThatThrownBy(() -> chart(values))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(named)
        .message()
        .doesNotContain("kubeVersion");
  }
}
