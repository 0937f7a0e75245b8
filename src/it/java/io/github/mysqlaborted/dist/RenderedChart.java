package io.github.mysqlaborted.dist;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.openshift.api.model.monitoring.v1.Probe;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.github.mysqlaborted.harness.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What Helm makes of the chart, as objects of Kubernetes: a field that its API does not have is an
 * error.
 */
final class RenderedChart {
  static final Path CHART = Path.of("deploy", "helm", "mysql-aborted-exporter").toAbsolutePath();

  /** Any that the chart supports; Helm itself would take an old one. */
  static final String KUBERNETES = "1.31.0";

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "ConfigMap", ConfigMap.class,
          "Deployment", Deployment.class,
          "PersistentVolumeClaim", PersistentVolumeClaim.class,
          "Probe", Probe.class,
          "PrometheusRule", PrometheusRule.class,
          "Secret", Secret.class,
          "Service", Service.class,
          "ServiceAccount", ServiceAccount.class,
          "ServiceMonitor", ServiceMonitor.class);

  /** The model keeps unknown fields; here they are refused. */
  static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              })
          .build();

  private final List<HasMetadata> objects;

  private RenderedChart(List<HasMetadata> objects) {
    this.objects = objects;
  }

  /** The chart with files in place of its links, of which Helm would tell each time. */
  static Helm helm(Path folder) throws IOException {
    Path copy = folder.resolve("chart");
    if (!Files.exists(copy)) {
      Trees.copy(CHART, copy);
    }
    return new Helm(copy);
  }

  /** The release {@code aborts} in the namespace {@code shop}. */
  static RenderedChart of(Path folder, String values) throws IOException {
    Path file = Files.writeString(Files.createTempFile(folder, "values", ".yaml"), values);
    String manifests =
        helm(folder)
            .template()
            .withName("aborts")
            .withNamespace("shop")
            .withKubeVersion(KUBERNETES)
            .withValuesFile(file)
            .call();
    List<HasMetadata> objects = new ArrayList<>();
    for (Object document : yaml(manifests)) {
      if (document instanceof Map<?, ?> map) {
        String kind = String.valueOf(map.get("kind"));
        objects.add(STRICT.convertValue(map, KINDS.get(kind)));
      }
    }
    return new RenderedChart(objects);
  }

  static List<Object> yaml(String text) {
    List<Object> documents = new ArrayList<>();
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(100_000_000).build();
    new Load(settings).loadAllFromString(text).forEach(documents::add);
    return documents;
  }

  <T extends HasMetadata> List<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The only one of its kind. */
  <T extends HasMetadata> T one(Class<T> kind) {
    List<T> found = all(kind);
    if (found.size() != 1) {
      throw new AssertionError("not one " + kind.getSimpleName() + " but " + found.size());
    }
    return found.get(0);
  }

  List<String> kinds() {
    return objects.stream().map(HasMetadata::getKind).sorted().toList();
  }
}
