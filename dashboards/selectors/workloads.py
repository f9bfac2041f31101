"""What the pages of open units and of staff show, in few queries however much there is."""
