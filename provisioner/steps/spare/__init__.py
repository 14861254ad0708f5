"""The copy of sittings that another machine can take over: written beside their sites, read where they live again."""
