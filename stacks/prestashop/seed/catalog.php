<?php
// The products, with pictures, combinations and stock. Their texts come in texts.php.

/** The categories of a product: its own, and all above them. */
function e5b_product_categories(array $data): array
{
    $ids = [(int) Configuration::get('PS_HOME_CATEGORY')];
    foreach (array_merge([$data['category']], $data['categories']) as $slug) {
        $category = new Category(e5b_id('category', $slug));
        foreach ($category->getAllParents() as $parent) {
            $ids[] = (int) $parent->id;
        }
        $ids[] = (int) $category->id;
    }
    $root = [(int) Configuration::get('PS_ROOT_CATEGORY')];
    return array_values(array_diff(array_unique($ids), $root));
}

/** Attach pictures to a product: picture id of the context -> id of the image. */
function e5b_product_images(Product $product, array $images): array
{
    $ids = [];
    foreach ($images as $position => $data) {
        $image = new Image();
        $image->id_product = (int) $product->id;
        $image->position = $position + 1;
        $image->cover = $data['cover'] ? 1 : null;
        $image->legend = e5b_lang($data['caption']);
        if (! $image->add()) {
            e5b_fail("image of {$product->reference}");
        }
        e5b_images($data['picture'], $image->getPathForCreation(), 'products');
        $ids[$data['picture']] = (int) $image->id;
    }
    return $ids;
}

/** Make the combinations of a product, with their stock. */
function e5b_combinations(Product $product, array $combinations, array $images): void
{
    foreach ($combinations as $data) {
        $combination = new Combination();
        $combination->id_product = (int) $product->id;
        $combination->reference = $data['reference'];
        $combination->price = $data['price_impact'];
        $combination->weight = $data['weight_impact'];
        $combination->minimal_quantity = 1;
        $combination->default_on = $data['default'] ? 1 : null;
        $combination->available_date = '0000-00-00';
        if (! $combination->add()) {
            e5b_fail("combination {$data['reference']}");
        }
        $values = [];
        foreach ($data['attributes'] as $group => $value) {
            $values[] = e5b_id('attribute', "{$group}/{$value}");
        }
        $combination->setAttributes($values);
        if ($data['picture'] && isset($images[$data['picture']])) {
            $combination->setImages([$images[$data['picture']]]);
        }
        StockAvailable::setQuantity((int) $product->id, (int) $combination->id, $data['quantity'], 1, false);
        e5b_id('combination', $data['reference'], (int) $combination->id);
    }
    if ($combinations) {
        $product->checkDefaultAttributes();
        Product::updateDefaultAttribute($product->id);
    }
}

foreach (e5b_data('products') as $data) {
    $product = new Product();
    $product->reference = $data['reference'];
    $product->name = e5b_lang($data['name']);
    $product->link_rewrite = e5b_lang($data['slug']);
    $product->meta_title = e5b_lang($data['meta_title']);
    $product->meta_description = e5b_lang($data['meta_description']);
    $product->available_now = e5b_lang($data['available_now']);
    $product->available_later = e5b_lang($data['available_later']);
    foreach (['price', 'wholesale_price', 'weight', 'width', 'height', 'depth', 'condition', 'minimal_quantity', 'active', 'visibility', 'on_sale'] as $name) {
        $product->$name = $data[$name];
    }
    $product->show_condition = $data['show_condition'];
    $product->additional_shipping_cost = $data['additional_shipping'];
    $product->low_stock_threshold = $data['low_stock'] ?: null;
    $product->id_tax_rules_group = e5b_id('tax', $data['tax']);
    $product->id_category_default = e5b_id('category', $data['category']);
    $product->id_manufacturer = $data['brand'] ? e5b_id('brand', $data['brand']) : 0;
    $product->id_supplier = $data['suppliers'] ? e5b_id('supplier', $data['suppliers'][0]) : 0;
    $product->redirect_type = '404';
    $product->state = 1;
    $product->id_shop_default = 1;
    e5b_add($product);
    $id = (int) $product->id;
    e5b_id('product', $data['reference'], $id);
    $product->addToCategories(e5b_product_categories($data));
    foreach ($data['suppliers'] as $slug) {
        $product->addSupplierReference(e5b_id('supplier', $slug), 0);
    }
    $images = e5b_product_images($product, $data['images']);
    StockAvailable::setProductOutOfStock($id, ['deny' => 0, 'allow' => 1, 'default' => 2][$data['out_of_stock']]);
    if ($data['combinations']) {
        e5b_combinations($product, $data['combinations'], $images);
    } else {
        StockAvailable::setQuantity($id, 0, $data['quantity'], 1, false);
    }
    foreach ($data['features'] as $feature) {
        $id_feature = e5b_id('feature', $feature['feature']);
        if ($feature['custom'] !== '') {
            $value = new FeatureValue();
            $value->id_feature = $id_feature;
            $value->value = e5b_lang($feature['custom']);
            $value->custom = 1;
            $id_value = (int) e5b_add($value)->id;
        } else {
            $id_value = e5b_id('feature-value', "{$feature['feature']}/{$feature['value']}");
        }
        $product->addFeaturesToDB($id_feature, $id_value);
    }
    if ($data['tags']) {
        Tag::addTags(E5B_LANG, $id, $data['tags']);
    }
    foreach (['product', 'product_shop'] as $table) {
        e5b_dates($table, 'id_product', $id, $data['date']);
    }
}
