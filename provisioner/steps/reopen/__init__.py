"""A sitting's site made again from its dossier: state, files, address. Their own container has no part in it."""
