"""A site's MariaDB: read in one transaction, written when it is made again, its binary log followed or scanned."""
