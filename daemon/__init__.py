"""The parts a long-running process is made of: when jobs are due, work that can be cut off, systemd, status."""
