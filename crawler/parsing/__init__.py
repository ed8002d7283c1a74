"""Pages as trees, structured data, and the body of any page."""
