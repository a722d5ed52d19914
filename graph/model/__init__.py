"""What an ecosystem is: tables and ties declared once, typed columns, sparse matrices."""
