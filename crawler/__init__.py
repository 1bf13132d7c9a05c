"""Source to Page: finds and fetches; does not know what pages say."""
