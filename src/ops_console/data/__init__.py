"""Tables, engine, migrations and queries: the only floor that knows SQL."""
