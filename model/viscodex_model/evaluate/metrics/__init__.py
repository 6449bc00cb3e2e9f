"""Pure measures on texts, boxes, colours and lists: no file, socket, clock or process."""
