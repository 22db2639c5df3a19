"""What was seen of a list: its names, its places, streets and outline, each as log weights."""
