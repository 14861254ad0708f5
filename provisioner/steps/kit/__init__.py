"""The offline kit: a folder of volumes with a signed manifest, from which a machine without any network is installed.

`parts` says what goes in, `volumes` cuts and joins, `trees` packs files, `manifest` examines, `place` installs.
Nothing here knows whose key signs: the pipeline brings it.
"""
