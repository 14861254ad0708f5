"""E5B Provisioner: exam environments for the BTS NDRC practical exam E5B."""

__version__ = "0.1.0"
