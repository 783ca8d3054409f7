"""Files of the bank: collections and payouts out, results and notifications in."""
