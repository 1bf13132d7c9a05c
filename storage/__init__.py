"""The shelf: saves models, returns models; rows never leave."""
