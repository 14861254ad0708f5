SET sql_log_bin=0;
UPDATE wordpress.wp_options SET option_value = {{url}} WHERE option_name IN ('siteurl', 'home');
UPDATE wordpress.wp_posts SET guid = REPLACE(guid, 'http://e5b.invalid', {{url}}) WHERE guid LIKE 'http://e5b.invalid%';
UPDATE wordpress.wp_users SET user_login = {{login}}, user_nicename = {{login}}, user_email = {{email}}, user_pass = {{password_hash}} WHERE user_login IN ('candidat', {{login}});
CREATE OR REPLACE USER 'capture'@'localhost' IDENTIFIED BY {{capture_password}};
GRANT SELECT, RELOAD, REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO 'capture'@'localhost';
