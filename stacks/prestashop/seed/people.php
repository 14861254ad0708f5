<?php
// Employees, profiles and their permissions; customer groups and customers.

foreach (e5b_data('team', 'profiles') as $data) {
    if ($data['superadmin']) {
        e5b_id('profile', $data['slug'], (int) _PS_ADMIN_PROFILE_);
        continue;
    }
    $profile = new Profile();
    $profile->name = e5b_lang($data['name']);
    e5b_id('profile', $data['slug'], (int) e5b_add($profile)->id);
    $access = new Access();
    foreach ($data['permissions'] as $tab => $rights) {
        $id_tab = (int) Tab::getIdFromClassName($tab);
        if (! $id_tab) {
            e5b_fail("no back-office tab « {$tab} »");
        }
        foreach ($rights as $right) {
            $access->updateLgcAccess((int) $profile->id, $id_tab, $right, true);
        }
    }
}
foreach (Db::getInstance()->executeS('SELECT id_profile FROM ' . _DB_PREFIX_ . 'profile') as $row) {
    if (! in_array((int) $row['id_profile'], $GLOBALS['e5b_ids']['profile'], true)) {
        (new Profile((int) $row['id_profile']))->delete();
    }
}

foreach (e5b_data('team', 'employees') as $data) {
    $known = Db::getInstance()->getValue('SELECT id_employee FROM ' . _DB_PREFIX_ . "employee WHERE email = '" . pSQL($data['email']) . "'");
    $employee = new Employee($known ? (int) $known : null);
    $employee->email = $data['email'];
    $employee->firstname = $data['first_name'];
    $employee->lastname = $data['last_name'];
    $employee->id_profile = e5b_id('profile', $data['profile']);
    $employee->id_lang = E5B_LANG;
    $employee->default_tab = (int) Tab::getIdFromClassName('AdminDashboard');
    $employee->bo_theme = 'default';
    $employee->bo_css = 'theme.css';
    $employee->active = $data['active'];
    $employee->optin = false;
    $employee->stats_date_from = '2022-01-01';
    $employee->stats_date_to = '2022-12-31';
    // Nobody can sign in until a candidate is given the account: this is no hash of anything.
    $employee->passwd = str_repeat('!', 20);
    $known ? $employee->update() : $employee->add();
    e5b_id('employee', $data['email'], (int) $employee->id);
}
Db::getInstance()->execute('UPDATE ' . _DB_PREFIX_ . "employee SET passwd = REPEAT('!', 20), last_passwd_gen = '2022-04-04 08:00:00', preselect_date_range = ''");

$builtin = ['visitor' => 'PS_UNIDENTIFIED_GROUP', 'guest' => 'PS_GUEST_GROUP', 'customer' => 'PS_CUSTOMER_GROUP'];
foreach (e5b_data('groups') as $data) {
    $group = new Group($data['builtin'] ? (int) Configuration::get($builtin[$data['builtin']]) : null);
    $group->name = e5b_lang($data['name']);
    $group->reduction = $data['reduction'];
    $group->price_display_method = $data['prices'] === 'incl' ? PS_TAX_INC : PS_TAX_EXC;
    $group->show_prices = true;
    $group->save();
    e5b_id('group', $data['slug'], (int) $group->id);
    Db::getInstance()->execute('INSERT IGNORE INTO ' . _DB_PREFIX_ . "module_group (id_module, id_shop, id_group)
        SELECT id_module, 1, {$group->id} FROM " . _DB_PREFIX_ . 'module');
}

foreach (e5b_data('customers') as $data) {
    $customer = new Customer();
    $customer->id_gender = $data['gender'] === 'm' ? 1 : 2;
    $customer->firstname = $data['first_name'];
    $customer->lastname = $data['last_name'];
    $customer->email = $data['email'];
    $customer->passwd = str_repeat('!', 20);
    $customer->birthday = $data['birthday'];
    $customer->company = $data['company'];
    $customer->siret = $data['siret'];
    $customer->ape = $data['ape'];
    $customer->id_default_group = e5b_id('group', $data['group']);
    $customer->newsletter = $data['newsletter'];
    $customer->note = $data['note'];
    $customer->active = $data['active'];
    $customer->id_lang = E5B_LANG;
    e5b_add($customer);
    $groups = array_unique(array_map(static function (string $slug): int { return e5b_id('group', $slug); }, array_merge([$data['group']], $data['groups'])));
    $customer->updateGroup($groups);
    e5b_dates('customer', 'id_customer', (int) $customer->id, $data['date'], ['date_add', 'date_upd', 'last_passwd_gen']);
    Db::getInstance()->update('customer', ['passwd' => str_repeat('!', 20), 'secure_key' => md5($data['email'])], "id_customer = {$customer->id}");
    e5b_id('customer', $data['id'], (int) $customer->id);
    foreach ($data['addresses'] as $place) {
        $address = new Address();
        $address->id_customer = (int) $customer->id;
        $address->id_country = (int) Configuration::get('PS_COUNTRY_DEFAULT');
        foreach (['alias', 'company', 'postcode', 'city', 'phone', 'vat_number', 'other'] as $name) {
            $address->$name = $place[$name];
        }
        $address->firstname = $place['first_name'];
        $address->lastname = $place['last_name'];
        $address->address1 = $place['street'];
        $address->address2 = $place['more'];
        e5b_add($address);
        e5b_dates('address', 'id_address', (int) $address->id, $data['date']);
        e5b_id('address', "{$data['id']}/{$place['alias']}", (int) $address->id);
    }
}
