"""One command per file: plain arguments in, exit code out."""
