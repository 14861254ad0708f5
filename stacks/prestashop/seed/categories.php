<?php
// The tree of categories, brands, suppliers, features, attributes.

$groups = array_column(Group::getGroups(E5B_LANG), 'id_group');
foreach (e5b_data('categories') as $data) {
    $category = new Category();
    $category->name = e5b_lang($data['name']);
    $category->link_rewrite = e5b_lang($data['slug']);
    $category->description = e5b_lang($data['description']);
    $category->meta_title = e5b_lang($data['meta_title']);
    $category->meta_description = e5b_lang($data['meta_description']);
    $category->id_parent = $data['parent'] ? e5b_id('category', $data['parent']) : (int) Configuration::get('PS_HOME_CATEGORY');
    $category->active = $data['active'];
    $category->doNotRegenerateNTree = true;
    $category->groupBox = $groups;
    e5b_id('category', $data['slug'], (int) e5b_add($category)->id);
    if ($data['picture']) {
        e5b_images($data['picture'], _PS_CAT_IMG_DIR_ . $category->id, 'categories');
    }
}
Category::regenerateEntireNtree();
foreach (e5b_data('groups') as $data) {
    foreach ($data['category_reductions'] as $slug => $percent) {
        $reduction = new GroupReduction();
        $reduction->id_group = e5b_id('group', $data['slug']);
        $reduction->id_category = e5b_id('category', $slug);
        $reduction->reduction = $percent / 100;
        e5b_add($reduction);
    }
}

foreach (e5b_data('brands') as $data) {
    $brand = new Manufacturer();
    $brand->name = $data['name'];
    $brand->short_description = e5b_lang($data['summary']);
    $brand->description = e5b_lang($data['description']);
    $brand->meta_title = e5b_lang($data['meta_title']);
    $brand->meta_description = e5b_lang($data['meta_description']);
    $brand->active = $data['active'];
    e5b_id('brand', $data['slug'], (int) e5b_add($brand)->id);
    if ($data['picture']) {
        e5b_images($data['picture'], _PS_MANU_IMG_DIR_ . $brand->id, 'manufacturers');
    }
}

foreach (e5b_data('suppliers') as $data) {
    $supplier = new Supplier();
    $supplier->name = $data['name'];
    $supplier->description = e5b_lang($data['description']);
    $supplier->active = $data['active'];
    e5b_id('supplier', $data['slug'], (int) e5b_add($supplier)->id);
    $address = new Address();
    $address->id_supplier = (int) $supplier->id;
    $address->alias = 'supplier';
    $address->firstname = 'supplier';
    $address->lastname = 'supplier';
    $address->company = $data['name'];
    $address->address1 = $data['street'];
    $address->postcode = $data['postcode'];
    $address->city = $data['city'];
    $address->phone = $data['phone'];
    $address->id_country = (int) Configuration::get('PS_COUNTRY_DEFAULT');
    e5b_add($address);
    if ($data['picture']) {
        e5b_images($data['picture'], _PS_SUPP_IMG_DIR_ . $supplier->id, 'suppliers');
    }
}

foreach (e5b_data('features') as $data) {
    $feature = new Feature();
    $feature->name = e5b_lang($data['name']);
    e5b_id('feature', $data['slug'], (int) e5b_add($feature)->id);
    foreach ($data['values'] as $choice) {
        $value = new FeatureValue();
        $value->id_feature = (int) $feature->id;
        $value->value = e5b_lang($choice['name']);
        $value->custom = 0;
        e5b_id('feature-value', "{$data['slug']}/{$choice['slug']}", (int) e5b_add($value)->id);
    }
}

foreach (e5b_data('attributes') as $data) {
    $group = new AttributeGroup();
    $group->name = e5b_lang($data['name']);
    $group->public_name = e5b_lang($data['public_name']);
    $group->group_type = $data['kind'];
    $group->is_color_group = $data['kind'] === 'color';
    e5b_id('attribute-group', $data['slug'], (int) e5b_add($group)->id);
    foreach ($data['values'] as $position => $choice) {
        $attribute = new Attribute();
        $attribute->id_attribute_group = (int) $group->id;
        $attribute->name = e5b_lang($choice['name']);
        $attribute->color = $choice['color'];
        $attribute->position = $position;
        e5b_id('attribute', "{$data['slug']}/{$choice['slug']}", (int) e5b_add($attribute)->id);
    }
}
