# the picture goes here
