"""Files as somebody would bring them who means harm, at least 150 different ones, and what is done with each."""
