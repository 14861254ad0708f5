"""Sittings that go on at another machine: copied all the time (`export`), made again (`take`), let go (`release`)."""
