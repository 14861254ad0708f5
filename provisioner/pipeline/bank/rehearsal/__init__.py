"""The bank played on real sites: `plan` says what, `play` does it, `judge` compares, `minutes` and `reports` tell."""
