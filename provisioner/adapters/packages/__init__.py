"""What a machine installs, as files that need no network: Debian's packages, a bare Debian, Python's libraries."""
