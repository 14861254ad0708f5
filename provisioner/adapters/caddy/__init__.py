"""Caddy, the front door: its program, what it is told (`configuration`), and the orders it takes (`orders`)."""
