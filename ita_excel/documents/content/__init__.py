"""What each document says, as plain data: all its words, none of its look. Opens no file."""
