"""What is asked about a plan for its document: as the study sets it, else as is usual."""
