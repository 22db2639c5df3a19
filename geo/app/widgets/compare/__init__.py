"""Plans that were kept, and plans side by side."""
