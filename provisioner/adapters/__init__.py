"""The only places that import docker, mysql, playwright or ansible-runner."""
