"""A centre of several hosts: each carries sittings with the same software, this machine gives the orders.

`centre.py` plays a playbook and turns what came of it into words; each other module is one order. Nothing is decided on
a host by anything but its own `e5b`.
"""
