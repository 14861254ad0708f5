"""The web application of technicians, examiners and the pilot academy. No candidate ever reaches it.

`pages/` answers requests, `data/` keeps what people write (accounts, grids, notes, marks); all the rest is read from
waves, journals and dossiers through the pipeline.
"""
