"""What a host, a centre, an academy need: a simulation whose parameters come from `./e5b bench --json`."""
