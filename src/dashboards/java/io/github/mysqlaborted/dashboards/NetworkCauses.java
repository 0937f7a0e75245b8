package io.github.mysqlaborted.dashboards;

import static io.github.mysqlaborted.dashboards.Field.Mapping;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.dashboards.CauseSection.Fact;
import java.util.List;

/**
 * The causes of the manual that the log cannot name: read and write errors held against what
 * node_exporter says of the same host.
 */
final class NetworkCauses {
  static final String NO_NODE_EXPORTER =
      "No node_exporter metrics for the hosts chosen above. Install it on the database host"
          + " (Debian: prometheus-node-exporter), scrape it, and give it the same host name in"
          + " its instance label.";

  /** Not a bridge, a container's end of a pair or the loopback. */
  private static final String DEVICES = "device!~\"lo|veth.*|docker.*|br-.*|virbr.*\"";

  private static final Evidence TRANSFER = Evidence.of(Cause.NETWORK_HARDWARE);

  private NetworkCauses() {}

  static List<CauseSection> sections() {
    return List.of(ethernetDuplex(), threadLibrary(), tcpIp(), networkHardware());
  }

  private static CauseSection ethernetDuplex() {
    return network(
        Cause.ETHERNET_DUPLEX,
        "count(node_network_info{#, duplex=\"half\", %s}) > 0".formatted(DEVICES),
        new TablePanel(
                "Interfaces",
                "Duplex and speed of each interface, as its driver reports them.",
                Evidence.WIDTH,
                Evidence.HEIGHT)
            .label("instance", "Host")
            .label("device", "Device")
            .label(
                "duplex",
                "Duplex",
                Field.mappings(
                    new Mapping("half", "half", Field.RED),
                    new Mapping("full", "full", Field.GREEN)),
                Field.coloredText())
            .value(
                "Speed",
                """
                topk(20, 8 * max by (instance, device) (node_network_speed_bytes{#, %1$s} > 0)
                * on (instance, device) group_left (duplex)
                max by (instance, device, duplex) (node_network_info{#, duplex!="", %1$s}))
                """
                    .formatted(DEVICES),
                Field.unit("bps"))
            .noData(NO_NODE_EXPORTER)
            .sortedBy("Speed"));
  }

  private static CauseSection tcpIp() {
    String share =
        """
        sum(rate(node_netstat_Tcp_RetransSegs{#}[$__rate_interval])) \
        / sum(rate(node_netstat_Tcp_OutSegs{#}[$__rate_interval]))\
        """;
    return network(
        Cause.TCP_IP,
        share + " > 0.01",
        Panels.lines(
                "Retransmissions and resets",
                "Share of TCP segments sent again, and resets sent and listen queue drops a"
                    + " minute.",
                Evidence.WIDTH,
                Evidence.HEIGHT)
            .query(Query.series("segments sent again", share), Field.unit("percentunit"))
            .query(
                Query.series(
                    "resets sent per minute",
                    "60 * sum(rate(node_netstat_Tcp_OutRsts{#}[$__rate_interval]))"),
                new Field("custom.axisPlacement", "right"))
            .query(
                Query.series(
                    "listen queue drops per minute",
                    "60 * sum(rate(node_netstat_TcpExt_ListenDrops{#}[$__rate_interval]))"),
                new Field("custom.axisPlacement", "right"))
            .noData(NO_NODE_EXPORTER));
  }

  private static CauseSection networkHardware() {
    String perMinute = "60 * sum(rate(%s{#, " + DEVICES + "}[$__rate_interval]))";
    return network(
        Cause.NETWORK_HARDWARE,
        """
        sum(increase(node_network_receive_errs_total{#, %1$s}[$__range])) \
        + sum(increase(node_network_transmit_errs_total{#, %1$s}[$__range])) \
        + sum(increase(node_network_carrier_changes_total{#, %1$s}[$__range])) >= 1\
        """
            .formatted(DEVICES),
        Panels.lines(
                "Interface errors",
                "Frames that came or went damaged, frames dropped, and changes of the link, per"
                    + " minute.",
                Evidence.WIDTH,
                Evidence.HEIGHT)
            .custom("axisLabel", "per minute")
            .query(
                Query.series(
                    "receive errors", perMinute.formatted("node_network_receive_errs_total")))
            .query(
                Query.series(
                    "transmit errors", perMinute.formatted("node_network_transmit_errs_total")))
            .query(Query.series("dropped", perMinute.formatted("node_network_receive_drop_total")))
            .query(
                Query.series(
                    "link changes", perMinute.formatted("node_network_carrier_changes_total")))
            .noData(NO_NODE_EXPORTER));
  }

  private static CauseSection network(Cause cause, String condition, Panel host) {
    return new CauseSection(
        cause,
        "%s and on () (%s)".formatted(TRANSFER.count(), condition),
        "errors, host agrees",
        List.of(
            Fact.of(
                "accounts hit",
                """
                count(count by (user, host) (increase(\
                mysql_aborted_connections_by_account_total\
                {@, phase="client", reason=~"%s"}[$__range]) >= 0.5))
                """
                    .formatted(TRANSFER.reasons()),
                Field.color("text"))),
        List.of(
            host,
            TRANSFER.trend(
                "Read and write errors",
                "After login. A network fault hits many accounts and both directions.")));
  }

  private static CauseSection threadLibrary() {
    Evidence reasons = Evidence.of(Cause.THREAD_LIBRARY);
    String lowest =
        """
        min by (job, instance) (\
        mysql_timeout_seconds{@, variable=~"wait_timeout|interactive_timeout|idle_.*"} > 0)\
        """;
    return new CauseSection(
        Cause.THREAD_LIBRARY,
        """
        round(sum(increase(%s[$__range]) and on (job, instance) \
        (max by (job, instance) (mysql_uptime_seconds{@}) < %s)))\
        """
            .formatted(reasons.logged(), lowest),
        "too early",
        List.of(),
        List.of(
            Panels.lines(
                    "Uptime and the lowest timeout",
                    "A read timeout is early while the server has been up for less than the lowest"
                        + " idle timeout.",
                    Evidence.WIDTH,
                    Evidence.HEIGHT)
                .fields(Field.unit("s"))
                .custom("scaleDistribution", Json.object("type", "log", "log", 10))
                .query(Query.series("shortest uptime", "min(mysql_uptime_seconds{@})"))
                .query(Query.series("lowest idle timeout", "min(%s)".formatted(lowest)))
                .noData("No server answered: uptime and timeouts are not known"),
            reasons.trend()));
  }
}
