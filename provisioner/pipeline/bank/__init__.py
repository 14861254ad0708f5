"""The bank of subjects, as its authors work on it: drafts, manuscripts, the rules, the papers that are printed."""
