"""What is owed on a claim: liability, amount, deductions, and to whom. Every finding names its article."""
