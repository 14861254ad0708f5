"""What the console keeps of its own, in one SQLite file: `$E5B_HOME/console/console.sqlite`."""
