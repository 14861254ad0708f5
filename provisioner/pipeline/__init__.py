"""Chains of steps, one file per job a person asks for (`sittings.up`, `evidence.close`, `demo`, `bench`).

Commands call these; steps never import each other.
"""
