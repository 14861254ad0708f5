"""Scripted candidates: what a person does in the real back offices, step by step, through a real browser."""
