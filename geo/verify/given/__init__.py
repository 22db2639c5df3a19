"""What a plan file says was given: its layers, its tables, and their fingerprint."""
