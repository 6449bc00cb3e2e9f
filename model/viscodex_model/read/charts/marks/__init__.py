"""What a chart shows: bars, curves, points and sectors, found by shape and colour."""
