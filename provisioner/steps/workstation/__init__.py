"""A centre's rules for workstations, written as each browser reads them. Pure."""
