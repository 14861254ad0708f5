"""Pages: one file per screen; each hands over its routes in `ROUTES`."""
