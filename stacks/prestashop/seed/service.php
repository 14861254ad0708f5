<?php
// Contacts of the shop, and the messages of customers that wait for an answer.

foreach (e5b_data('contacts') as $data) {
    $contact = new Contact();
    $contact->name = e5b_lang($data['name']);
    $contact->email = $data['email'];
    $contact->description = e5b_lang($data['description']);
    $contact->customer_service = 1;
    e5b_id('contact', $data['slug'], (int) e5b_add($contact)->id);
}
foreach (e5b_data('threads') as $data) {
    $thread = new CustomerThread();
    $thread->id_contact = e5b_id('contact', $data['contact']);
    $thread->id_customer = $data['customer'] ? e5b_id('customer', $data['customer']) : 0;
    $thread->id_order = $data['order'] ? e5b_id('order', $data['order']) : 0;
    $thread->id_product = $data['product'] ? e5b_id('product', $data['product']) : 0;
    $thread->email = $data['email'];
    $thread->status = $data['status'];
    $thread->id_lang = E5B_LANG;
    $thread->id_shop = 1;
    $thread->token = substr(strtoupper(md5($data['id'])), 0, 12);
    e5b_add($thread);
    foreach ($data['messages'] as $text) {
        $message = new CustomerMessage();
        $message->id_customer_thread = (int) $thread->id;
        $message->id_employee = $text['employee'] ? e5b_id('employee', $text['employee']) : 0;
        $message->message = $text['text'];
        $message->private = $text['private'];
        $message->ip_address = (string) ip2long('192.0.2.10');
        $message->user_agent = 'Mozilla/5.0';
        e5b_add($message);
        e5b_dates('customer_message', 'id_customer_message', (int) $message->id, $text['date']);
    }
    Db::getInstance()->update('customer_thread', [
        'date_add' => $data['messages'][0]['date'], 'date_upd' => end($data['messages'])['date'],
    ], "id_customer_thread = {$thread->id}");
}
