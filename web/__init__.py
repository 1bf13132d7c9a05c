"""A window on the shelf: reads storage.reports, changes nothing."""
