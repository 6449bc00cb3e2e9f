"""How true code is to a picture: what the picture shows, what the code shows, and how alike the two are."""
