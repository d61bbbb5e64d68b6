"""What readers see: arrival, pages, search and serving, tried in a browser."""
