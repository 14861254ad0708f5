"""A sitting while it goes on, for its examiner: what changed so far (`watch`, `told`), and a picture (`sight`)."""
