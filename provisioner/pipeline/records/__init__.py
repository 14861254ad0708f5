"""What is kept of persons: marks to and from a spreadsheet, names taken out, everything destroyed at its time."""
