"""A company's years day by day: customers, banks and clerks by a seeded rule, every evening the batch day's runs."""
