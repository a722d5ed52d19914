"""What is measured on networks and on coverage; one noun a module, no sentences."""
