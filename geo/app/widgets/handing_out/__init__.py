"""What leaves the office: files of a plan, the nearest home, the page for workers."""
