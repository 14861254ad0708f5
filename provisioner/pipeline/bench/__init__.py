"""How fast: sites, pages, captures and waves measured on this machine, against the usual ways of doing it."""
