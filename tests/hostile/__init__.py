"""Files made to do harm, and what the program must do with each: refuse it by name, and go on."""
