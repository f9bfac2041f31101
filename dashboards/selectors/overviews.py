"""What an applicant's first page and its lists show, in few queries however many coupons there are."""
