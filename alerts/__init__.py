"""Observation to Change to Alert to Message to sent."""
