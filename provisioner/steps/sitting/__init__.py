"""A candidate's sitting: what `up` must do, the copy of the golden image, and what is kept of it."""
