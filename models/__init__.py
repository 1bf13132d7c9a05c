"""The ground: the words every room speaks. Frozen values; nothing of ours is imported here."""
