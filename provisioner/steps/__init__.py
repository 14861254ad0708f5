"""One arrow of the pipeline per module; no step imports another."""
