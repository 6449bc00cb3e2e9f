"""What stands beside a plot: tick labels become scales, other text titles and names."""
