{
  _config+:: {
    // Where alerts link to; empty leaves what alerts/*.rules.yml has.
    runbookURL: '',
    grafanaURL: '',

    // Thresholds other than those of alerts/*.rules.yml, by recording rule and cause:
    //   thresholds+: { 'mysql_aborted_threshold:events1h': { idle_timeout: 50 } }
    thresholds: {},

    // Names of alerts that are left out.
    withoutAlerts: [],

    // Labels that all alerts get.
    alertLabels: {},

    // Tags that all dashboards get beside their own.
    dashboardTags: [],
  },
}
