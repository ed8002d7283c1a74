"""What a feed must be: Atom (RFC 4287) as RELAX NG, JSON Feed 1.1 as JSON Schema."""
