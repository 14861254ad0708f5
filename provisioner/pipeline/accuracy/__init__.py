"""Are the verdicts right? Scripted candidates on real sites (`plan`, `play`, `sites`), measured, recorded as cases."""
