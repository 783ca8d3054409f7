"""Migrations, from the first release on. Alembic reads them; the console never imports this package."""
