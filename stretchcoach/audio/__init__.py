"""What the person hears."""
