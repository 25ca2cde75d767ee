"""What can be asked of the Scheduling system, one operation a file."""
