"""The offline kit: built by the academy, verified and installed by a centre, its key and whom a machine trusts."""
