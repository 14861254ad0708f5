"""Several hosts: who goes where, what a host lacks, and what its failures mean. Nothing here touches a host."""
