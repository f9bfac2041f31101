"""`make journey`: one year of the vouchers, played over HTTP against a fresh instance, with a log in Chinese."""
