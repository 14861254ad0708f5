SET NAMES utf8mb4;
UPDATE prestashop.ps_product_lang SET description = '', description_short = '', meta_title = '', meta_description = '' WHERE id_product IN (SELECT id_product FROM prestashop.ps_product WHERE reference = {{reference}});
UPDATE prestashop.ps_product_shop SET price = 0 WHERE id_product IN (SELECT id_product FROM prestashop.ps_product WHERE reference = {{reference}});
UPDATE prestashop.ps_product SET price = 0 WHERE reference = {{reference}};
