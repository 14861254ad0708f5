SET sql_log_bin=0;
UPDATE prestashop.ps_shop_url SET domain = {{host}}, domain_ssl = {{host}};
UPDATE prestashop.ps_configuration SET value = {{host}} WHERE name IN ('PS_SHOP_DOMAIN', 'PS_SHOP_DOMAIN_SSL');
UPDATE prestashop.ps_employee SET email = {{email}}, passwd = {{password_hash}} WHERE email IN ('candidat@seconde-veine.example', {{email}});
CREATE OR REPLACE USER 'capture'@'localhost' IDENTIFIED BY {{capture_password}};
GRANT SELECT, RELOAD, REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO 'capture'@'localhost';
