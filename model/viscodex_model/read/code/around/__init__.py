"""What editors draw around code and what is none of it: line numbers, side bars, titles, remarks, blank margins."""
