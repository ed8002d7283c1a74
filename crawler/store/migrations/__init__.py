"""What Alembic runs to bring an archive's tables up to this Stet."""
