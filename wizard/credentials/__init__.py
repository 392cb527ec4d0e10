"""Keys and tokens: where they come from, how they are kept from being printed."""
