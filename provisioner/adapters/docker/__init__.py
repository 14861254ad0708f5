"""Docker Engine, through docker-py; every error leaves as an `E5BError` in French."""
