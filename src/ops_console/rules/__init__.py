"""Pure functions and tables of law, actuary and company logic: no database, no clock, no screen."""
