"""`make journey`: one year of the vouchers, played over HTTP against a fresh instance, told as a protocol in Chinese."""
