// Rules and dashboards of mysql-aborted-exporter for users of jsonnet. rules.json is made from alerts/; the dashboards are
// those of grafana/.
//
// A rule that records something is in prometheusRules if its group has no alert, else with the alert in
// prometheusAlerts: alerts read what their group recorded before.
local rules = import 'rules.json';

(import 'config.libsonnet') {
  local config = self._config,

  local threshold(rule) =
    local causes = std.get(config.thresholds, std.get(rule, 'record', ''), {});
    local cause = std.get(std.get(rule, 'labels', {}), 'cause', '');
    if std.objectHas(causes, cause) then rule { expr: 'vector(%s)' % causes[cause] } else rule,

  local links(rule) =
    if std.get(rule, 'record', '') == 'mysql_aborted:links' then rule {
      labels+:
        (if config.runbookURL == '' then {} else { runbooks: config.runbookURL }) +
        (if config.grafanaURL == '' then {} else { grafana: config.grafanaURL }),
    } else rule,

  local alert(rule) = if std.objectHas(rule, 'alert') then rule { labels+: config.alertLabels } else rule,

  local wanted(rule) = !std.member(config.withoutAlerts, std.get(rule, 'alert', '')),

  local groups = [
    group { rules: [alert(links(threshold(rule))) for rule in group.rules if wanted(rule)] }
    for group in rules.groups
  ],
  local hasAlert(group) = std.length([rule for rule in group.rules if std.objectHas(rule, 'alert')]) > 0,

  local dashboard(json) = json { tags+: config.dashboardTags },

  prometheusRules+:: { groups+: [group for group in groups if !hasAlert(group)] },
  prometheusAlerts+:: { groups+: [group for group in groups if hasAlert(group)] },

  grafanaDashboards+:: {
    'mysql-aborted-overview.json': dashboard(import '../../grafana/dashboards/mysql-aborted-overview.json'),
    'mysql-aborted-causes.json': dashboard(import '../../grafana/dashboards/mysql-aborted-causes.json'),
    'mysql-aborted-fleet.json': dashboard(import '../../grafana/dashboards/mysql-aborted-fleet.json'),
  },
}
