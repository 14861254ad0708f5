"""A centre's calendar: who sits where and when, on which host, what clashes, and what is printed of it. Pure."""
