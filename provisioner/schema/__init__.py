"""Strict models of every data file, and of what one step hands to the next."""
