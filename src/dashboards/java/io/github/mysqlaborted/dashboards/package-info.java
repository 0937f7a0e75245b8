/**
 * The Grafana dashboards: what they show, said once in Java, and the rules that their JSON keeps.
 *
 * <p>The files in {@code grafana/dashboards} are made from {@link
 * io.github.mysqlaborted.dashboards.DashboardFiles}; they are what is provisioned and imported, so
 * the tests read the files.
 */
package io.github.mysqlaborted.dashboards;
