-- The exporter's account: logging in gives it everything but the tables.
CREATE USER exporter@'%' IDENTIFIED BY 'demo-exporter' WITH MAX_USER_CONNECTIONS 3;
GRANT USAGE ON *.* TO exporter@'%';
GRANT SELECT ON performance_schema.error_log TO exporter@'%';
GRANT SELECT ON performance_schema.events_errors_summary_global_by_error TO exporter@'%';
GRANT SELECT ON performance_schema.host_cache TO exporter@'%';
GRANT SELECT ON performance_schema.accounts TO exporter@'%';

-- The traffic's accounts. The second may use no database.
CREATE USER web@'%' IDENTIFIED BY 'demo-web';
GRANT ALL ON shop.* TO web@'%';
CREATE USER report@'%' IDENTIFIED BY 'demo-report';
CREATE USER former@'%' IDENTIFIED BY 'demo-former' ACCOUNT LOCK;
