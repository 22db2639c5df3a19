"""A city on the screen: a million firms, a thousand venues."""
